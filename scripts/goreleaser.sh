#!/usr/bin/env bash
# goreleaser, in the version that .goreleaser.yaml is for: scripts/goreleaser.sh ARGUMENTS… Go builds it once, which takes minutes.
set -euo pipefail

exec go run github.com/goreleaser/goreleaser/v2@v2.14.0 "$@"
