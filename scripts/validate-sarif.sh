#!/usr/bin/env bash
# Checks SARIF files with Microsoft's validator, GitHub's own rules included. Warnings count: code scanning drops what they are about.
#
#   scripts/validate-sarif.sh FILE.sarif…
#
# The validator is installed by npm once and kept in $SARIF_MULTITOOL_DIR, or else in the user's cache directory.
set -euo pipefail

version=5.7.0

if [[ $# -eq 0 ]]; then
  echo "usage: $0 FILE.sarif…" >&2
  exit 2
fi

case "$(uname -s)" in
  Linux) package=sarif-multitool-linux ;;
  Darwin) package=sarif-multitool-darwin ;;
  *)
    echo "$0: there is no validator for $(uname -s)" >&2
    exit 2
    ;;
esac

directory=${SARIF_MULTITOOL_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/polarspec/sarif-multitool-$version}
# The native program and not npm's wrapper, which hands its arguments to a shell that breaks at the ; of --rule-kind.
validator=$directory/node_modules/@microsoft/$package/Sarif.Multitool

if [[ ! -x $validator ]]; then
  mkdir -p "$directory"
  npm install --prefix "$directory" --ignore-scripts --no-audit --no-fund --loglevel=error "@microsoft/$package@$version" >&2
  chmod u+x "$validator" # the only thing that the package's install script does
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The validator takes its arguments for patterns, so it gets a copy under a plain name. Its exit code says nothing:
# it is 0 with errors, and 0 when no file was found.
validate() {
  local file=$1 output
  cp -- "$file" "$work/log.sarif" || return 1 # set -e is off in a function whose failure is handled
  if ! output=$("$validator" validate "$work/log.sarif" --rule-kind 'Sarif;Ghas' 2>&1); then
    printf '%s\n%s: the validator failed\n' "$output" "$file" >&2
    return 1
  fi
  if grep -E ': (error|warning) ' <<<"$output" >&2; then
    printf '%s: not clean\n' "$file" >&2
    return 1
  fi
  if ! grep -q '^Analysis completed successfully' <<<"$output" || ! grep -q ' 1 files scanned' <<<"$output"; then
    printf '%s\n%s: the validator did not read the file\n' "$output" "$file" >&2
    return 1
  fi
  printf '%s: clean\n' "$file"
}

failed=0
for file in "$@"; do
  validate "$file" || failed=1
done
exit "$failed"
