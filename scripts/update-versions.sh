#!/usr/bin/env bash
# scripts/update-versions.sh TAG CHECKSUMS [TABLE]: adds the release to the table of the action (action/versions.txt), from its checksums.txt.
# Nothing is written unless all six archives are there, each once. A row that is there is never changed: the same again is
# accepted, another checksum for it is an error, since then somebody replaced what had been released.
set -euo pipefail

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

tag=${1:?usage: update-versions.sh TAG CHECKSUMS [TABLE]}
checksums=${2:?usage: update-versions.sh TAG CHECKSUMS [TABLE]}
table=${3:-$(dirname -- "${BASH_SOURCE[0]}")/../action/versions.txt}
version=${tag#v}
case $version in
'' | *[!0-9A-Za-z.-]*) fail "\"$tag\" is not the tag of a release" ;;
esac
for file in "$checksums" "$table"; do
    if [[ ! -r $file ]]; then
        fail "cannot read $file"
    fi
done

rows=
for platform in linux-amd64 linux-arm64 darwin-amd64 darwin-arm64 windows-amd64 windows-arm64; do
    archive=polarspec_${version}_${platform/-/_}.tar.gz
    sum=$(awk -v archive="$archive" '{ sub(/\r$/, "") } $2 == archive { print $1 }' "$checksums")
    if [[ ! $sum =~ ^[0-9a-f]{64}$ ]]; then
        fail "$checksums must have one SHA-256 for $archive; it has \"${sum//$'\n'/ }\""
    fi
    known=$(awk -v version="$version" -v platform="$platform" '$1 == version && $2 == platform { print $3 }' "$table")
    case $known in
    "$sum") ;;
    '') rows+=$(printf '%-9s  %-13s  %s' "$version" "$platform" "$sum")$'\n' ;;
    *) fail "$table has ${known//$'\n'/ } for $version on $platform, and $checksums says $sum. A release must not change: find out who replaced it" ;;
    esac
done
# A last line without an end must not swallow the first new row.
if [[ -n $rows && -s $table && -n $(tail -c 1 -- "$table") ]]; then
    rows=$'\n'$rows
fi
printf '%s' "$rows" >>"$table"
