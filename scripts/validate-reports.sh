#!/usr/bin/env bash
# Checks reports by their schemas: XML by xmllint, GitLab's Code Quality by a JSON Schema.
#
#   scripts/validate-reports.sh FILE…        the format is in the name: *.junit.xml, *.checkstyle.xml or *.gitlab.json
#   scripts/validate-reports.sh --self-check  damages good reports and checks that it is noticed
#
# Needs Go; installs Debian's libxml2-utils when there is no xmllint. Writes only below the temporary directory.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/testlib.sh
. "$root/scripts/testlib.sh"
schemas=$root/lint/report/testdata

tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-reports.XXXXXX")
trap 'rm -rf -- "$tmp"' EXIT

# validate FILE: says whether it is valid, and what is not.
validate() {
    case $1 in
    *.junit.xml) xmllint --noout --nonet --schema "$schemas/junit.xsd" "$1" 2>&1 ;;
    *.checkstyle.xml) xmllint --noout --nonet --schema "$schemas/checkstyle.xsd" "$1" 2>&1 ;;
    *.gitlab.json) "$tmp/jsonschema" "$schemas/gitlab.schema.json" "$1" && fingerprints_differ "$1" ;;
    *) die "$1: the name must end in .junit.xml, .checkstyle.xml or .gitlab.json" ;;
    esac
}

# fingerprints_differ FILE: GitLab keeps only one of the issues that share a fingerprint. A schema cannot say so.
fingerprints_differ() {
    local twice
    twice=$(grep -oE '"fingerprint": *"[^"]*"' "$1" | sort | uniq -d)
    if [[ -n $twice ]]; then
        printf '%s has more than once:\n%s\n' "$1" "$twice"
        return 1
    fi
}

refuses() { ! validate "$1" >"$log"; }
accepts() { validate "$1" >"$log"; }

# damaged NAME GOOD.golden ENDING SED-SCRIPT: one report that is good as it is, and must be refused with the damage.
damaged() {
    local file=$tmp/report$3
    cp -- "$schemas/$2" "$file"
    want "$1: before" 'the report is valid' accepts "$file"
    sed "$4" "$schemas/$2" >"$file"
    want "$1" 'the report is refused' refuses "$file"
}

self_check() {
    log=$tmp/log
    damaged 'JUnit, cut off' ordinary.junit.golden .junit.xml '/^<.testsuites>/d'
    damaged 'JUnit, a suite without a name' ordinary.junit.golden .junit.xml 's/<testsuite name="[^"]*"/<testsuite/'
    damaged 'JUnit, a strange severity' ordinary.junit.golden .junit.xml 's/type="error"/type="fatal"/'
    damaged 'JUnit, a control character' hostile.junit.golden .junit.xml 's/\\u001b/\x1b/'
    damaged 'Checkstyle, a line of 0' ordinary.checkstyle.golden .checkstyle.xml 's/line="7"/line="0"/'
    damaged 'Checkstyle, broken markup' hostile.checkstyle.golden .checkstyle.xml 's/&lt;/</'
    damaged 'Checkstyle, a file twice' ordinary.checkstyle.golden .checkstyle.xml 's/name="[^"]*"/name="a"/'
    damaged 'GitLab, a strange severity' ordinary.gitlab.golden .gitlab.json 's/"critical"/"error"/'
    damaged 'GitLab, no line' ordinary.gitlab.golden .gitlab.json 's/"begin"/"start"/'
    damaged 'GitLab, one fingerprint for all' ordinary.gitlab.golden .gitlab.json 's/"fingerprint": "[^"]*"/"fingerprint": "0123456789abcdef0123456789abcdef"/'
    summary
}

if [[ $# -eq 0 ]]; then
    die 'usage: scripts/validate-reports.sh FILE… | --self-check'
fi
need xmllint libxml2-utils
need go
(cd -- "$root" && go build -o "$tmp/jsonschema" .ci/jsonschema.go)

if [[ $1 == --self-check ]]; then
    self_check
    exit
fi
failed_files=0
for file in "$@"; do
    # A path that begins with - or names a protocol is a path all the same.
    case $file in
    /*) ;;
    *) file=./$file ;;
    esac
    validate "$file" || failed_files=$((failed_files + 1))
done
((failed_files == 0))
