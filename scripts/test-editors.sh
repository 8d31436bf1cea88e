#!/usr/bin/env bash
# Tests the JSON Schemas with the language servers that editors use: completion, hover and diagnostics of every schema that `polarspec schema` has,
# set up as docs/editors.md shows. Checks them as SchemaStore does, too.
#
#   scripts/test-editors.sh                what an editor shows
#   scripts/test-editors.sh --self-check   breaks schemas and settings in one way after the other and checks that the test notices
#   scripts/test-editors.sh --break NAME   the test with what is broken in that way; must fail
#
# Needs bash, Go, Node.js (20 or later) and npm, which installs the servers to $EDITORS_DIR, or else to the temporary folder.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/testlib.sh
. "$root/scripts/testlib.sh"

# yaml-language-server 2 needs Node.js 22; 1.25 is what works with all that are maintained.
packages=(
    vscode-json-languageservice@5.7.2
    yaml-language-server@1.25.0
    ajv@8.20.0
)

# A way to break what editors are given, and the beginning of the name of a check that must then fail.
breaks=(
    'job-no-descriptions|job, vscode-json-languageservice: hover in'
    'job-descriptions-of-types|job, vscode-json-languageservice: hover in'
    'job-no-values|job, yaml-language-server: completion in'
    'job-wrong-type|job, vscode-json-languageservice: nothing is wrong in testdata/seed/requests/avro-ocf.json'
    'job-no-branches|job, vscode-json-languageservice: completion in'
    'job-any-alternative|job, vscode-json-languageservice: one diagnostic in'
    'config-no-rules|config, yaml-language-server: completion in'
    'topics-no-pattern-message|topics, vscode-json-languageservice: one diagnostic in'
    'report-unknown-keyword|report, ajv: strict'
    'manifest-open|manifest, yaml-language-server: one diagnostic in'
    'settings-other-folder|table, vscode-json-languageservice: completion in'
    'settings-other-file|config, yaml-language-server: completion in'
)

self_check() {
    local entry name check status
    for entry in "${breaks[@]}"; do
        name=${entry%%|*} check=${entry#*|} status=0
        log=$tmp/self-check.log
        EDITORS_DIR=$modules bash "${BASH_SOURCE[0]}" --break "$name" >"$log" 2>&1 </dev/null || status=$?
        want "$name is noticed" "exit code 1 of the test" equal "$status" 1
        want "$name fails the check that is about it" "a line 'NOT OK  $check…'" logged "NOT OK  $check"
    done
    summary
}

mode=${1:-}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-editors.XXXXXX")
trap 'rm -rf -- "$tmp"' EXIT

need go
need node nodejs
need npm npm

modules=${EDITORS_DIR:-$tmp/modules}
if [[ ! -d $modules/node_modules ]]; then
    mkdir -p -- "$modules"
    printf '{"private": true}\n' >"$modules/package.json"
    npm install --prefix "$modules" --ignore-scripts --no-audit --no-fund --loglevel=error "${packages[@]}" >&2
fi

case $mode in
'' | --break) ;;
--self-check)
    self_check
    exit
    ;;
*) die "usage: ${0##*/} [--self-check | --break NAME]" ;;
esac

(cd -- "$root" && go build -o "$tmp/bin/" ./cmd/polarspec)
PATH=$tmp/bin:$PATH
mapfile -t schemas < <(polarspec __complete schema '' 2>/dev/null | grep -v '^:')

project=$tmp/project
mkdir -p -- "$project"
node "$root/scripts/editors/page.mjs" "$root/docs/editors.md" "$project"
(cd -- "$project" && bash -e page.sh)
if [[ $mode == --break ]]; then
    node "$root/scripts/editors/break.mjs" "${2:?--break needs a name}" "$project"
fi
wc -c -- "$project"/.vscode/polarspec/*.schema.json
node "$root/scripts/editors/check.mjs" "$modules" "$project" "$root" "${schemas[@]}"
