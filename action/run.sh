#!/usr/bin/env bash
# The action: gets polarspec, runs it, and tells GitHub what it found. Called by action.yml with the inputs in INPUT_* variables.
# Written for the bash 3.2 of macOS runners too.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
source_tree=$(dirname -- "$here")
workspace=${GITHUB_WORKSPACE:-$PWD}
outputs=${GITHUB_OUTPUT:-/dev/null}
job_summary=${GITHUB_STEP_SUMMARY:-/dev/null}

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
# The github format names files from the root of the workspace, prints no more annotations than GitHub keeps, and writes the summary of the step.
arguments=(lint --color never --format text --format "json=$tmp/report.json" --format "github=$tmp/annotations")
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

output exit-code "$status"
output findings "$findings"
if [[ -n $sarif && -s $sarif ]]; then
    output sarif-file "$INPUT_SARIF_FILE"
else
    output sarif-file ''
fi

quote_output "$tmp/stdout" "$tmp/stderr"
if [[ ! -s $tmp/report.json ]]; then
    printf '::error title=polarspec::%s\n' "$(escape "polarspec ended with exit code $status and without a report: $(head -c 2000 -- "$tmp/stderr")")"
    printf '### polarspec\n\nThere is no report: polarspec ended with exit code %d. The log of the step has the reason.\n' "$status" >>"$job_summary"
elif [[ $annotations == true && -s $tmp/annotations ]]; then
    cat -- "$tmp/annotations"
fi
exit "$status"
