#!/usr/bin/env bash
# scripts/release-notes.sh TAG [CHANGELOG]: prints what the changelog says of the version that the tag names (v1.2.3, section "## 1.2.3").
# A tag that is no version, and one without a section or with an empty one, is an error: nothing is released that nobody described.
set -euo pipefail

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

tag=${1:-}
changelog=${2:-$(dirname -- "${BASH_SOURCE[0]}")/../CHANGELOG.md}
number='(0|[1-9][0-9]*)'
if [[ ! $tag =~ ^v$number\.$number\.$number(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?$ ]]; then
    fail "\"$tag\" is not a tag of a release; it must be like v1.2.3 or v1.2.3-rc.1"
fi
version=${tag#v}
if [[ ! -r $changelog ]]; then
    fail "cannot read $changelog"
fi

# The section ends at the next heading of its level. Empty lines count only between others.
notes=$(awk -v version="$version" '
    { sub(/\r$/, "") }
    /^## / { inside = ($2 == version); next }
    inside && /^[ \t]*$/ { empty++; next }
    inside { if (seen) while (empty-- > 0) print ""; empty = 0; seen = 1; print }' "$changelog")
if [[ -z $notes ]]; then
    fail "$changelog has nothing under \"## $version\". Give the section \"## Unreleased\" that name, and tag the commit that does"
fi
printf '%s\n' "$notes"
