#!/usr/bin/env bash
# The action: gets polarspec, runs it, and tells GitHub what it found. Called by action.yml with the inputs in INPUT_* variables.
# Written for the bash 3.2 of macOS runners too.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
source_tree=$(dirname -- "$here")
workspace=${GITHUB_WORKSPACE:-$PWD}
outputs=${GITHUB_OUTPUT:-/dev/null}
job_summary=${GITHUB_STEP_SUMMARY:-/dev/null}
# GitHub takes 1 MiB of summary from a step, and nothing at all from one that writes more.
summary_limit=1000000

tmp=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/polarspec.XXXXXX")
if command -v cygpath >/dev/null; then
    tmp=$(cygpath -m "$tmp")
fi
trap 'rm -rf -- "$tmp"' EXIT

token() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# escape TEXT: as the message of a workflow command.
escape() {
    local text=$1
    text=${text//'%'/%25}
    text=${text//$'\r'/%0D}
    printf '%s' "${text//$'\n'/%0A}"
}

# output NAME VALUE: whatever the value has in it, it is one output.
output() {
    local end
    end=end-$(token)
    printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"$outputs"
}

# fail MESSAGE: the action itself cannot go on; 2 is the linter's code for wrong usage.
fail() {
    output exit-code 2
    output findings ''
    output sarif-file ''
    printf '::error title=polarspec::%s\n' "$(escape "$1")"
    exit 2
}

platform() {
    local os=${RUNNER_OS:-$(uname -s)} arch=${RUNNER_ARCH:-$(uname -m)}
    case $os in
    Linux) os=linux ;;
    macOS | Darwin) os=darwin ;;
    Windows | MINGW* | MSYS*) os=windows ;;
    esac
    case $arch in
    X64 | x86_64 | amd64) arch=amd64 ;;
    ARM64 | arm64 | aarch64) arch=arm64 ;;
    esac
    printf '%s-%s' "$os" "$arch"
}

sha256() {
    if command -v sha256sum >/dev/null; then
        sha256sum <"$1" | cut -d' ' -f1
    else
        shasum -a 256 <"$1" | cut -d' ' -f1
    fi
}

# download VERSION PLATFORM: leaves the binary at $binary, if it is the one that the table names.
download() {
    local version=$1 platform=$2 expected actual archive address
    local -a from=(--proto '=https')
    expected=$(awk -v version="$version" -v platform="$platform" '$1 == version && $2 == platform { print $3; exit }' "$here/versions.txt")
    if [[ -z $expected ]]; then
        fail "polarspec $version for $platform is not in the action's table of releases (action/versions.txt). Use one of: $(releases "$platform"); or a newer ref of the action, which knows newer releases; or version: source, which builds the linter with Go."
    fi
    archive=polarspec_${version}_${platform%-*}_${platform#*-}.tar.gz
    address=https://github.com/polarspec/polarspec/releases/download/v$version
    # A mirror needs no trust: what it serves is checked all the same.
    if [[ -n ${POLARSPEC_DOWNLOAD_URL:-} ]]; then
        address=${POLARSPEC_DOWNLOAD_URL%/}
        from=()
    fi
    printf 'Downloading %s/%s\n' "$address" "$archive"
    if ! curl ${from[@]+"${from[@]}"} --fail --silent --show-error --location --retry 3 --output "$tmp/$archive" -- "$address/$archive"; then
        fail "cannot download $address/$archive"
    fi
    actual=$(sha256 "$tmp/$archive")
    if [[ $actual != "$expected" ]]; then
        fail "$archive has the SHA-256 $actual, and must have $expected. It was not run."
    fi
    tar -xzf - -C "$tmp" -- "${binary##*/}" <"$tmp/$archive" || fail "$archive has no ${binary##*/} in it"
    chmod +x -- "$binary"
}

releases() {
    local known
    known=$(awk -v platform="$1" '$1 !~ /^#/ && $2 == platform { printf "%s%s", sep, $1; sep = ", " }' "$here/versions.txt")
    printf '%s' "${known:-(there is no release for this platform yet)}"
}

build() {
    if ! command -v go >/dev/null; then
        fail 'building polarspec needs Go: put actions/setup-go before this step, or set the input version to a release.'
    fi
    printf 'Building polarspec from %s\n' "$source_tree"
    # The versions in go.mod count, not a workspace file of the project that is linted; and the folder need not be a checkout.
    if ! (cd -- "$source_tree" && CGO_ENABLED=0 GOWORK=off go build -trimpath -buildvcs=false -o "$binary" ./cmd/polarspec) >"$tmp/build.log" 2>&1; then
        quote_output "$tmp/build.log"
        fail 'polarspec could not be built; the log of this step has what Go said.'
    fi
}

# quote_output FILE…: to the log, with workflow commands off: what is printed comes from the files of whoever sent the change.
quote_output() {
    local mark
    mark=$(token)
    printf '::stop-commands::%s\n' "$mark"
    cat -- "$@"
    printf '\n::%s::\n' "$mark"
}

# below DIR: where DIR is below the workspace, with a slash at its end; nothing for the workspace itself or what is outside.
below() {
    local root
    root=$(cd -- "$workspace" && pwd -P)
    case $1/ in
    "$root"/) ;;
    "$root"/*) printf '%s/' "${1#"$root"/}" ;;
    esac
}

# report WHAT FILE: what report.jq makes of a report. What goes wrong here is said and changes no verdict.
report() {
    if ! jq -r --arg what "$1" --arg prefix "$prefix" --arg blob "$blob" -f "$here/report.jq" "$2"; then
        printf '::warning title=polarspec::jq could not read the report; the %s may lack something.\n' "$1" >&2
        return 1
    fi
}

summarize() {
    printf '### polarspec\n\n'
    if [[ ! -s $tmp/report.json ]]; then
        printf 'There is no report: polarspec ended with exit code %d. The log of the step has the reason.\n' "$status"
    elif [[ $with_jq == no ]]; then
        printf '%s findings. The log of the step has them; with jq on the runner they would be here.\n' "$findings"
    else
        report summary "$tmp/report.json" >"$tmp/rows.md" || return 0
        if [[ ! -s $tmp/rows.md ]]; then
            printf 'No findings.\n'
            return
        fi
        printf '%s findings, exit code %d.\n\n| | Rule | Place | Message |\n| --- | --- | --- | --- |\n' "$findings" "$status"
        # Bytes, not characters, are counted.
        LC_ALL=C awk -v limit="$summary_limit" '
            { size += length($0) + 1 }
            size > limit { left++; next }
            { print }
            END { if (left) printf "\n%d more did not fit; the log of the step has them all.\n", left }' "$tmp/rows.md"
    fi
}

version=${INPUT_VERSION:-}
version=${version#v}
case $(platform) in
windows-*) binary=$tmp/polarspec.exe ;;
*) binary=$tmp/polarspec ;;
esac
annotations=${INPUT_ANNOTATIONS:-true}
case $annotations in
true | false) ;;
*) fail "the input annotations is \"$annotations\"; it takes true or false." ;;
esac

case $version in
'' | source) build ;;
*[!0-9A-Za-z.+-]*) fail "the input version is \"$version\"; it takes a version such as 1.2.3, or source." ;;
*) download "$version" "$(platform)" ;;
esac

cd -- "$workspace"
arguments=(lint --color never --format text --format "json=$tmp/report.json")
sarif=
if [[ -n ${INPUT_SARIF_FILE:-} ]]; then
    case $INPUT_SARIF_FILE in
    /* | [A-Za-z]:[/\\]*) sarif=$INPUT_SARIF_FILE ;;
    *) sarif=$PWD/$INPUT_SARIF_FILE ;;
    esac
    mkdir -p -- "$(dirname -- "$sarif")" || fail "cannot make the folder of the input sarif-file, \"$INPUT_SARIF_FILE\"."
    if command -v cygpath >/dev/null; then
        sarif=$(cygpath -m "$sarif")
    fi
    # What an earlier run left there is not this run's report.
    rm -f -- "$sarif"
    arguments+=(--format "sarif=$sarif")
fi
cd -- "${INPUT_WORKING_DIRECTORY:-.}" 2>/dev/null || fail "the input working-directory is \"${INPUT_WORKING_DIRECTORY:-}\"; there is no such folder in the workspace."
prefix=$(below "$(pwd -P)")
if [[ -n ${INPUT_CONFIG:-} ]]; then
    arguments+=("--config=$INPUT_CONFIG")
fi
if [[ -n ${INPUT_FAIL_LEVEL:-} ]]; then
    arguments+=("--fail-level=$INPUT_FAIL_LEVEL")
fi
# One argument a line, taken as it is: no splitting at spaces, no globbing, no quotes.
while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    if [[ -n $line ]]; then
        arguments+=("$line")
    fi
done <<<"${INPUT_ARGS:-}"
arguments+=(--)
while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    case $line in
    '') ;;
    # A file of that name: a step has no standard input.
    -) arguments+=(./-) ;;
    *) arguments+=("$line") ;;
    esac
done <<<"${INPUT_PATHS:-}"

status=0
"$binary" "${arguments[@]}" >"$tmp/stdout" 2>"$tmp/stderr" </dev/null || status=$?

findings=
if [[ -s $tmp/report.json ]]; then
    # Inside a JSON string the quotes would be escaped, so this counts keys, and every finding has the key once.
    findings=$({ grep -o '"fingerprint" *:' "$tmp/report.json" || true; } | wc -l | tr -d ' ')
fi

with_jq=yes
if ! command -v jq >/dev/null; then
    with_jq=no
fi
# The verdict first: whatever becomes of annotations and summary, it stands.
output exit-code "$status"
output findings "$findings"
if [[ -n $sarif && -s $sarif ]]; then
    output sarif-file "$INPUT_SARIF_FILE"
else
    output sarif-file ''
fi

blob=
if [[ -n ${GITHUB_SERVER_URL:-} && -n ${GITHUB_REPOSITORY:-} && -n ${GITHUB_SHA:-} ]]; then
    blob=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob/$GITHUB_SHA/
fi

# With jq the annotations are made from the report, in the right number. Without it the runner makes them from the text.
matching=no
if [[ $annotations == true && $with_jq == no ]]; then
    printf '::warning title=polarspec::There is no jq on this runner: annotations are made from the log, and the summary has no table.\n'
    matcher=$here/problem-matcher.json
    if command -v cygpath >/dev/null; then
        matcher=$(cygpath -w "$matcher")
    fi
    printf '::add-matcher::%s\n' "$(escape "$matcher")"
    matching=yes
fi
quote_output "$tmp/stdout" "$tmp/stderr"
if [[ $matching == yes ]]; then
    printf '::remove-matcher owner=polarspec::\n'
fi
if [[ ! -s $tmp/report.json ]]; then
    printf '::error title=polarspec::%s\n' "$(escape "polarspec ended with exit code $status and without a report: $(head -c 2000 -- "$tmp/stderr")")"
elif [[ $annotations == true && $with_jq == yes ]]; then
    report annotations "$tmp/report.json" || true
fi
if [[ -n $sarif && -s $sarif && -n $prefix ]]; then
    if [[ $with_jq == no ]]; then
        printf '::warning title=polarspec::There is no jq on this runner: the paths in %s are relative to the working-directory.\n' "$(escape "$INPUT_SARIF_FILE")"
    elif report sarif "$sarif" >"$tmp/moved.sarif"; then
        cat -- "$tmp/moved.sarif" >"$sarif"
    fi
fi

summarize >"$tmp/summary.md"
cat -- "$tmp/summary.md" >>"$job_summary"
exit "$status"
