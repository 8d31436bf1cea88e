#!/usr/bin/env bash
# scripts/propose-versions.sh TAG CHECKSUMS: opens a pull request that adds the release to the table of the action. main takes changes in no other way.
# For the release workflow: needs gh with GH_TOKEN, and a checkout of main that may push branches.
set -euo pipefail

tag=${1:?usage: propose-versions.sh TAG CHECKSUMS}
checksums=$(realpath -- "${2:?usage: propose-versions.sh TAG CHECKSUMS}")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

bash scripts/update-versions.sh "$tag" "$checksums" action/versions.txt
if git diff --quiet -- action/versions.txt; then
    printf 'action/versions.txt has %s already\n' "$tag"
    exit
fi
branch=versions-$tag
title="The action knows $tag"
git switch --quiet --create "$branch"
git -c user.name='github-actions[bot]' -c user.email='41898282+github-actions[bot]@users.noreply.github.com' commit --quiet --message "$title" -- action/versions.txt
# A workflow that runs again makes the same change: it may replace its own branch.
git push --quiet --force origin "$branch"
if [[ -n $(gh pr list --head "$branch" --state open --json number --jq '.[].number') ]]; then
    printf 'the pull request for %s is open already\n' "$branch"
    exit
fi
gh pr create --base main --head "$branch" --title "$title" \
    --body "Checksums of the archives of $tag, as the release workflow built them. Compare with checksums.txt of the release."
