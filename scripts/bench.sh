#!/usr/bin/env bash
# What polarspec takes, beside what others take for as much of the same as they can do, all in one run and in turn.
#
#   scripts/bench.sh                 measures everything and prints the tables; takes about half an hour
#   scripts/bench.sh --write         writes them into docs/performance.md
#   scripts/bench.sh --against REV   measures polarspec as it was at REV, too
#   scripts/bench.sh --quick         a little of everything, in two minutes: shows that this script works, and that it fails when a program
#                                    refuses what it should accept or does nothing. Its numbers mean nothing.
#
# Needs Go, git and npm on Linux; installs the other programs, with pinned versions, into a temporary folder. Measure on a machine that does nothing else.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/testlib.sh
. "$root/scripts/testlib.sh"

cue=cuelang.org/go/cmd/cue@v0.17.1
# The last version whose command is in the module of the library; later ones are in a module that has no releases of its own.
jv=github.com/santhosh-tekuri/jsonschema/v5/cmd/jv@v5.1.1
kubeconform=github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
ajv='ajv-cli@5.0.0'

mode=full
against=
write=()
while (($# > 0)); do
    case $1 in
    --quick) mode=quick ;;
    --write) write=(-write "$root/docs/performance.md") ;;
    --against)
        against=${2:?--against needs a revision}
        shift
        ;;
    *) die "unknown argument $1" ;;
    esac
    shift
done
if [[ $mode == quick && ${#write[@]} != 0 ]]; then
    die '--quick measures nothing that is worth writing'
fi
for command in go git npm; do
    need "$command"
done

tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-bench.XXXXXX")
cleanup() {
    # Go makes module caches read-only.
    chmod -R u+w -- "$tmp" 2>/dev/null || true
    rm -rf -- "$tmp"
}
trap cleanup EXIT

# build FOLDER OUTPUT ARGUMENTS…: polarspec from the sources in a folder.
build() { (cd -- "$1" && go build "${@:3}" -o "$2" ./cmd/polarspec); }

mkdir "$tmp/bin"
printf 'installing the others\n' >&2
for package in "$cue" "$jv" "$kubeconform"; do
    GOBIN=$tmp/bin GOFLAGS='' go install "$package"
done
npm install --silent --no-audit --no-fund --prefix "$tmp/npm" "$ajv" >"$tmp/npm.log" 2>&1 || {
    tail -n 5 -- "$tmp/npm.log" >&2
    die "cannot install $ajv"
}

arguments=(-source "$root" -tmp "$tmp" -cue "$tmp/bin/cue" -jv "$tmp/bin/jv" -kubeconform "$tmp/bin/kubeconform" -ajv "$tmp/npm/node_modules/.bin/ajv")
build "$root" "$tmp/bin/polarspec"
build "$root" "$tmp/bin/polarspec-stripped" -trimpath -ldflags '-s -w'
printf 'package main\n\nfunc main() {}\n' >"$tmp/bare.go"
go build -o "$tmp/bin/bare" "$tmp/bare.go"
go build -o "$tmp/bin/bench" "$root"/scripts/bench/*.go
arguments+=(-polarspec "$tmp/bin/polarspec" -stripped "$tmp/bin/polarspec-stripped" -bare "$tmp/bin/bare")

BENCH_REVISION=$(git -C "$root" rev-parse --short HEAD)
if [[ -n $(git -C "$root" status --porcelain) ]]; then
    BENCH_REVISION+=', with changes'
fi
if [[ -n $against ]]; then
    mkdir "$tmp/before"
    revision=$(git -C "$root" rev-parse --short "$against")
    git -C "$root" archive "$against" | tar -x -C "$tmp/before"
    build "$tmp/before" "$tmp/bin/polarspec-before"
    arguments+=(-against "$tmp/bin/polarspec-before" -revision "$revision")
fi
BENCH_CUE=${cue#*@} BENCH_JV=${jv#*@} BENCH_KUBECONFORM=${kubeconform#*@} BENCH_AJV="${ajv#*@}, $(node --version)"
export BENCH_REVISION BENCH_CUE BENCH_JV BENCH_KUBECONFORM BENCH_AJV

if [[ $mode == quick ]]; then
    arguments+=(-quick)
else
    printf 'the first build, with empty caches\n' >&2
    began=$(date +%s%N)
    (
        cd -- "$root"
        unset GOMODCACHE GOBIN
        GOPATH=$tmp/cold/path GOCACHE=$tmp/cold/cache go install ./cmd/polarspec
    )
    arguments+=(-cold "$((($(date +%s%N) - began) / 1000000000))")
    chmod -R u+w -- "$tmp/cold"
    rm -rf -- "$tmp/cold"
fi
"$tmp/bin/bench" "${arguments[@]}" "${write[@]}"
