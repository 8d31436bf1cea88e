#!/usr/bin/env bash
# scripts/publish-cue.sh VERSION [ARGUMENT…]: `cue mod publish` of the definitions, to the registry that CUE_REGISTRY names.
# Published is what importers need: cue.mod, the licence and schemas/polaris/*.cue. The rest of the repository is Go, and documents that are wrong on purpose.
set -euo pipefail

version=${1:?usage: publish-cue.sh VERSION [ARGUMENT…], such as publish-cue.sh v0.1.0 --dry-run}
shift
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cue=(go run cuelang.org/go/cmd/cue@v0.17.1)
stage=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-cue.XXXXXX")
trap 'rm -rf -- "$stage"' EXIT

mkdir -p -- "$stage/cue.mod" "$stage/schemas/polaris"
cp -- "$root/cue.mod/module.cue" "$stage/cue.mod/"
cp -- "$root/LICENSE" "$stage/"
cp -- "$root"/schemas/polaris/*.cue "$stage/schemas/polaris/"
cd -- "$stage"
"${cue[@]}" vet -c=false ./...
"${cue[@]}" mod publish "$version" "$@"
