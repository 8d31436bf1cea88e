#!/usr/bin/env bash
# Builds the site: docs/, the pages of the rules and CONTRIBUTING.md, with a search and without anything that is loaded from elsewhere.
#
#   scripts/site.sh FOLDER         writes FOLDER/site; FOLDER must not be there or be empty
#   scripts/site.sh --self-check   breaks the source in one way after the other and checks that the build notices
#
# Needs bash, Go and Python 3.10 or newer with venv. The generator and all it takes is pinned in scripts/site/requirements.txt and installed
# to a temporary folder; ZENSICAL names one that is already there.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/testlib.sh
. "$root/scripts/testlib.sh"
tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-site.XXXXXX")
cleanup() { rm -rf -- "$tmp"; }
trap cleanup EXIT

generator() {
    if [[ -n ${ZENSICAL:-} ]]; then
        return
    fi
    need python3 python3
    if ! python3 -m venv "$tmp/venv" >"$tmp/venv.log" 2>&1; then
        # Debian has the module in a package of its own.
        need pip3 python3-venv
        python3 -m venv --clear "$tmp/venv"
    fi
    "$tmp/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$root/scripts/site/requirements.txt"
    ZENSICAL=$tmp/venv/bin/zensical
}

# assemble FOLDER, build FOLDER: the two halves, so that the self-check can break something in between.
assemble() { (cd -- "$root" && go run .ci/site.go source . "$1"); }
build() {
    local status=0
    (cd -- "$1" && NO_COLOR=1 "$ZENSICAL" build --clean --strict) >"$1/build.log" 2>&1 || status=$?
    if ((status != 0)); then
        cat -- "$1/build.log"
        return "$status"
    fi
    (cd -- "$root" && go run .ci/site.go check "$1")
}

# noticed NAME EXPECTATION TEXT: the source in $tmp/broken must not build, and the output must have TEXT.
noticed() {
    local status=0
    log=$tmp/broken.log
    build "$tmp/broken" >"$log" 2>&1 </dev/null || status=$?
    want "$1" "$2" equal "$((status != 0))" 1
    want "$1: says so" "\"$3\" in the output" logged "$3"
}

broken() {
    rm -rf -- "$tmp/broken"
    cp -R -- "$tmp/whole" "$tmp/broken"
    rm -rf -- "$tmp/broken/site" "$tmp/broken/.cache"
}

self_check() {
    local status=0
    log=$tmp/whole.log
    assemble "$tmp/whole"
    build "$tmp/whole" >"$log" 2>&1 </dev/null || status=$?
    want 'the site builds' 'exit code 0' equal "$status" 0
    want 'the source stays out of the repository' 'no page of a rule below docs/' absent "$root/docs/rules"

    broken
    printf '\n[nowhere](no-such-page.md)\n' >>"$tmp/broken/docs/tutorial.md"
    noticed 'a link to a page that is not there' 'a strict build fails' 'page does not exist'
    broken
    printf '\n[nowhere](policies.md#no-such-heading)\n' >>"$tmp/broken/docs/tutorial.md"
    noticed 'a link to a heading that is not there' 'a strict build fails' 'anchor does not exist'
    broken
    printf '\n<a href="../no-such-folder/">nowhere</a>\n' >>"$tmp/broken/docs/tutorial.md"
    noticed 'a link in HTML to a page that is not there' 'the check of what was built fails' 'leads nowhere'
    broken
    printf '\ntext\n* no list without a blank line\n' >>"$tmp/broken/docs/tutorial.md"
    noticed 'a list that the generator takes for text' 'the check of what was built fails' 'Markdown that was not understood'
    broken
    printf '# another page\n' >"$tmp/broken/docs/rules/input/lossy-type.md"
    noticed 'a rule that the search does not find' 'the check of what was built fails' 'the search does not find "input/lossy-type"'
    summary
}

case ${1:-} in
--self-check)
    generator
    self_check
    ;;
'' | -*) die "usage: ${0##*/} FOLDER | --self-check" ;;
*)
    if [[ -e $1 && -n $(ls -A -- "$1") ]]; then
        die "$1 is not empty"
    fi
    mkdir -p -- "$1"
    folder=$(cd -- "$1" && pwd)
    generator
    assemble "$folder"
    build "$folder"
    printf 'the site is in %s/site\n' "$folder"
    ;;
esac
