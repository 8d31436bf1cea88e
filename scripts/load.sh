#!/usr/bin/env bash
# polarspec under load: 100,000 specs, one tenth of them broken, with the race detector and under limits of memory and open files; and a folder
# with everything that can be wrong with a file, among good specs. Exactly what was broken is reported, twice the same bytes, and nothing else happens.
#
#   scripts/load.sh            takes about ten minutes
#   scripts/load.sh --write    writes the table into docs/robustness.md
#   scripts/load.sh --quick    2,000 specs instead of 100,000
#
# Needs Go with a C compiler, for the race detector, on Linux. As root it runs polarspec as nobody where permissions matter.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/testlib.sh
. "$root/scripts/testlib.sh"

arguments=()
while (($# > 0)); do
    case $1 in
    --quick) arguments+=(-quick -count 2000) ;;
    --write) arguments+=(-write "$root/docs/robustness.md") ;;
    *) die "unknown argument $1" ;;
    esac
    shift
done
if [[ "${arguments[*]}" == *-quick*-write* || "${arguments[*]}" == *-write*-quick* ]]; then
    die '--quick loads nothing that is worth writing'
fi
need go
need cc gcc

tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-load.XXXXXX")
cleanup() {
    chmod -R u+rwx -- "$tmp" 2>/dev/null || true
    rm -rf -- "$tmp"
}
trap cleanup EXIT
chmod 755 "$tmp"

(cd -- "$root" && go build -o "$tmp/polarspec" ./cmd/polarspec && CGO_ENABLED=1 go build -race -o "$tmp/polarspec-race" ./cmd/polarspec)
go build -o "$tmp/load" "$root"/scripts/load/*.go
"$tmp/load" -source "$root" -polarspec "$tmp/polarspec" -race "$tmp/polarspec-race" -tmp "$tmp" "${arguments[@]}"
