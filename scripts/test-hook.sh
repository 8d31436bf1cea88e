#!/usr/bin/env bash
# Tests the pre-commit hooks of this repository with the real pre-commit, on a throw-away repository.
#
#   scripts/test-hook.sh                what the hooks promise
#   scripts/test-hook.sh --self-check   breaks the hooks in one way after the other and checks that the test notices
#   scripts/test-hook.sh --break NAME   the test against hooks broken in that way; must fail
#
# Needs bash, git and Go; installs Debian's pre-commit when there is none. Writes only below the temporary directory.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/testlib.sh
. "$root/scripts/testlib.sh"

# A way to break the hooks, a check that must then fail, and the part of the test that has it.
breaks=(
    'always-green|refuses a misspelt field|lints'
    'always-red|accepts a valid spec|lints'
    'files-match-nothing|refuses a misspelt field|lints'
    'files-without-schemas|a changed schemas/kttm.avsc alone runs the hook|lints'
    'files-without-config|a changed .polarspec.yaml alone runs the hook|lints'
    'changed-files-only|a changed schemas/kttm.avsc alone runs the hook|lints'
    'no-system-hook|polarspec-system accepts a valid spec|system'
    'system-always-green|polarspec-system refuses a misspelt field|system'
    'fix-only-looks|polarspec-fix makes a safe fix|writes'
    'fix-takes-all|polarspec-fix leaves a misspelt field to the user|writes'
    'fmt-only-looks|polarspec-fmt brings a spec into the layout|writes'
    'fix-system-only-looks|polarspec-fix-system makes a safe fix|system'
    'fmt-system-only-looks|polarspec-fmt-system brings a spec into the layout|system'
    'gen-check-lints|polarspec-gen-check refuses a stale file|gen'
    'gen-check-writes|polarspec-gen-check leaves files as they are|gen'
    'gen-check-without-schemas|a changed data schema alone runs polarspec-gen-check|gen'
    'gen-check-system-lints|polarspec-gen-check-system refuses a stale file|system'
)

# break_hooks FILE NAME: edits a copy of .pre-commit-hooks.yaml.
break_hooks() {
    local edit
    case $2 in
    always-green) edit='s/^  entry: .*/  entry: polarspec version/' ;;
    always-red) edit='s/^  entry: .*/  entry: polarspec lint --no-such-flag/' ;;
    files-match-nothing) edit="s/^  files: .*/  files: '^\$'/" ;;
    files-without-schemas) edit='/^  files:/s/avsc|//' ;;
    files-without-config) edit='/^  files:/s/yaml|//' ;;
    changed-files-only) edit='s/^  pass_filenames: false/  pass_filenames: true/' ;;
    no-system-hook) edit='s/^- id: polarspec-system/- id: polarspec-elsewhere/' ;;
    system-always-green) edit='/^- id: polarspec-system/,/^$/s/^  entry: .*/  entry: polarspec version/' ;;
    fix-only-looks) edit='/^- id: polarspec-fix$/,/^$/s/ --fix$//' ;;
    fix-takes-all) edit='/^- id: polarspec-fix$/,/^$/s/ --fix$/ --fix --unsafe-fixes/' ;;
    fmt-only-looks) edit='/^- id: polarspec-fmt$/,/^$/s/ fmt$/ fmt --check/' ;;
    fix-system-only-looks) edit='/^- id: polarspec-fix-system$/,/^$/s/ --fix$//' ;;
    fmt-system-only-looks) edit='/^- id: polarspec-fmt-system$/,/^$/s/ fmt$/ fmt --check/' ;;
    gen-check-lints) edit='/^- id: polarspec-gen-check$/,/^$/s/ gen --check$/ lint/' ;;
    gen-check-writes) edit='/^- id: polarspec-gen-check$/,/^$/s/ gen --check$/ gen/' ;;
    gen-check-without-schemas) edit='/^- id: polarspec-gen-check$/,/^$/s/avsc|//' ;;
    gen-check-system-lints) edit='/^- id: polarspec-gen-check-system$/,/^$/s/ gen --check$/ lint/' ;;
    *) die "unknown break: $2" ;;
    esac
    cp -- "$1" "$1.whole"
    sed "$edit" "$1.whole" >"$1"
    if cmp -s -- "$1" "$1.whole"; then
        die "the break $2 changed nothing"
    fi
    rm -- "$1.whole"
}

self_check() {
    local entry name check part status
    for entry in "${breaks[@]}"; do
        IFS='|' read -r name check part <<<"$entry"
        status=0
        log=$tmp/self-check.log
        POLARSPEC_TEST_HOOK_PART=$part bash "${BASH_SOURCE[0]}" --break "$name" >"$log" 2>&1 </dev/null || status=$?
        want "broken hooks ($name) are noticed" "exit code 1 of the test" equal "$status" 1
        want "broken hooks ($name) fail the check that is about it" "a line 'NOT OK  $check'" logged "NOT OK  $check"
    done
    summary
}

mode=${1:-}
part=${POLARSPEC_TEST_HOOK_PART:-all}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-hook.XXXXXX")
cleanup() {
    # Go makes its module cache read-only.
    chmod -R u+w -- "$tmp" 2>/dev/null || true
    rm -rf -- "$tmp"
}
trap cleanup EXIT

need git git
need go
need pre-commit pre-commit
isolate_git

case $mode in
'' | --break) ;;
--self-check)
    self_check
    exit
    ;;
*) die "usage: ${0##*/} [--self-check | --break NAME]" ;;
esac

# pre-commit clones the hook's repository at a commit. Here that is a copy of the work tree, so that what is tested is what is about to be committed.
copy_tree "$root" "$tmp/hooks"
if [[ $mode == --break ]]; then
    break_hooks "$tmp/hooks/.pre-commit-hooks.yaml" "${2:?--break needs a name}"
fi
git -C "$tmp/hooks" init -q
git -C "$tmp/hooks" add -A
git -C "$tmp/hooks" commit -q -m 'the hooks under test'
rev=$(git -C "$tmp/hooks" rev-parse HEAD)

# pre-commit sets GOPATH to a folder of its own. With the module cache of this machine and without paths in the objects, the
# build is shared between runs; what a first run costs a user is measured by .ci/doors.
GOMODCACHE=$(go env GOMODCACHE)
GOFLAGS="$(go env GOFLAGS) -trimpath"
export GOMODCACHE GOFLAGS
export PRE_COMMIT_HOME=$tmp/pre-commit PRE_COMMIT_COLOR=never
unset SKIP PRE_COMMIT_ALLOW_NO_CONFIG

log=$tmp/output.log
repo=$tmp/repo
seed=$root/testdata/seed
git init -q "$repo"
cd -- "$repo"
mkdir -p jobs schemas templates

use_hook() {
    cat >.pre-commit-config.yaml <<CONFIG
repos:
- repo: $tmp/hooks
  rev: $rev
  hooks:
  - id: $1
CONFIG
}

commits() { git rev-list --count HEAD 2>/dev/null || echo 0; }

# try MESSAGE: a commit of all that is in the work tree; leaves its output in the log, its exit code in status, the number of commits in before and after.
try() {
    before=$(commits) status=0
    git add -A
    git commit -m "$1" >"$log" 2>&1 </dev/null || status=$?
    after=$(commits)
}

# accepted NAME EXPECTATION, refused NAME EXPECTATION: what became of the commit, by git's own account.
accepted() { want "$1" "$2; the commit is made" equal "$status/$after" "0/$((before + 1))"; }
refused() { want "$1" "$2; no commit is made" equal "$((status != 0))/$after" "1/$before"; }
hook_ran() { want "$1: the hook ran" "a line 'polarspec....Passed'" logged_re '^polarspec\.+Passed$'; }

# line_of FILE TEXT: the number of the first line with TEXT.
line_of() { grep -nF -m1 -e "$2" -- "$1" | cut -d: -f1; }

# forget: back to the last commit, as if the refused one had not been tried.
forget() {
    git reset -q --hard
    git clean -qfd
    mkdir -p jobs schemas templates
}

valid_and_invalid() {
    local hook=$1 line

    cp -- "$seed/requests/inline-avro.json" jobs/
    try 'a valid spec'
    accepted "${hook}accepts a valid spec" 'testdata/seed/requests/inline-avro.json has no error'
    hook_ran "${hook}accepts a valid spec"

    sed 's/"tableName"/"tabelName"/' "$seed/requests/inline-avro.json" >jobs/misspelt.json
    line=$(line_of jobs/misspelt.json '"tabelName"')
    try 'a misspelt field'
    refused "${hook}refuses a misspelt field" '"tabelName" in target is an error'
    want "${hook}shows the rule" 'shape/unknown-field in the output' logged 'shape/unknown-field'
    want "${hook}shows the place" "jobs/misspelt.json:$line in the output" logged "jobs/misspelt.json:$line"
    want "${hook}leaves no trace in the log" 'no commit has jobs/misspelt.json' equal "$(git log --all --format=%H -- jobs/misspelt.json)" ''
    forget
}

# lints: the hook polarspec.
lints() {
    local line file
    use_hook polarspec
    status=0
    pre-commit install --install-hooks >"$log" 2>&1 </dev/null || status=$?
    want 'pre-commit builds the hook' 'pre-commit install --install-hooks succeeds' equal "$status" 0
    printf '        built after %s\n' "$(seconds)"

    valid_and_invalid ''

    sed 's/"avro_stream"/"avro_ocf"/' "$seed/requests/inline-avro.json" >jobs/container.json
    line=$(line_of jobs/container.json '"avro_ocf"')
    try 'container files in a streaming job'
    refused 'refuses a container format in a streaming job' '"avro_ocf" in a streaming job is an error'
    want 'shows the rule of the container format' 'job/format-not-streaming in the output' logged 'job/format-not-streaming'
    want 'shows the place of the container format' "jobs/container.json:$line in the output" logged "jobs/container.json:$line"
    forget

    # What is not ours is none of our business, broken or not.
    printf '{"name": "left-pad", "version": "1.0.0", "scripts": {"test": "true"}}\n' >package.json
    cat >templates/x.yaml <<'HELM'
{{- if .Values.enabled }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "chart.fullname" . }}
  labels: {{- include "chart.labels" . | nindent 4 }}
data: {{ .Values.data | toJson
{{- end }}
HELM
    try 'files of others'
    accepted 'leaves package.json and a broken Helm template alone' 'neither is a Polaris spec'
    hook_ran 'leaves package.json and a broken Helm template alone'
    printf '{"compilerOptions": {"strict": true,,}\n' >tsconfig.json
    try 'a broken file of others'
    accepted 'leaves a broken JSON file of others alone' 'tsconfig.json is no Polaris spec'

    # The hook runs for everything that can change a verdict, and then looks at the whole project: a bad spec that came in
    # unchecked is found when only something beside it is touched.
    sed 's/"tableName"/"tabelName"/' "$seed/requests/inline-avro.json" >jobs/misspelt.json
    git add -A
    git commit -q --no-verify -m 'unchecked'
    for file in schemas/kttm.avsc schemas/kttm.proto schemas/kttm.desc; do
        cp -- "$seed/${file##*/}" schemas/
        try "only $file"
        refused "a changed $file alone runs the hook" 'the bad spec that is already there is found'
        want "a changed $file alone shows the finding" 'jobs/misspelt.json in the output' logged 'jobs/misspelt.json:'
        forget
    done
    printf 'version: 1\n' >.polarspec.yaml
    try 'only the configuration'
    refused 'a changed .polarspec.yaml alone runs the hook' 'the bad spec that is already there is found'
    want 'a changed .polarspec.yaml alone shows the finding' 'jobs/misspelt.json in the output' logged 'jobs/misspelt.json:'
    forget
    for file in schemas/a.pb schemas/a.protoset jobs/a.jsonc jobs/a.yml; do
        : >"$file"
        try "only $file"
        refused "a new $file alone runs the hook" 'the bad spec that is already there is found'
        forget
    done

    printf '# Specs\n' >README.md
    try 'only a README'
    accepted 'a README alone does not run the hook' 'nothing that the hook looks at is in the commit'
    want 'a README alone is skipped' "a line 'polarspec…Skipped'" logged_re '^polarspec\.+\(no files to check\)Skipped$'
    git rm -q jobs/misspelt.json
    try 'the bad spec is gone'
    accepted 'accepts the commit that removes the bad spec' 'nothing bad is left'
}

# writes SUFFIX: the hooks that change files, on a repository of their own.
writes() {
    local hook
    git init -q "$tmp/repo-writes$1"
    cd -- "$tmp/repo-writes$1"
    mkdir -p jobs schemas templates

    hook=polarspec-fix$1
    use_hook "$hook"
    if ! pre-commit install --install-hooks >"$log" 2>&1 </dev/null; then
        want "$hook makes a safe fix" 'pre-commit knows the hook' false
        return
    fi
    sed 's/"tableName"/"table_name"/' "$seed/requests/inline-avro.json" >jobs/slip.json
    try 'a slip'
    refused "$hook changes a file" 'pre-commit refuses what a hook has changed'
    want "$hook makes a safe fix" 'jobs/slip.json is testdata/seed/requests/inline-avro.json' cmp -s -- jobs/slip.json "$seed/requests/inline-avro.json"
    try 'the slip is fixed'
    accepted "$hook accepts what it has fixed" 'nothing is left to fix'
    sed 's/"tableName"/"tabelName"/' "$seed/requests/inline-avro.json" >jobs/misspelt.json
    try 'a misspelt field'
    refused "$hook reports a misspelt field" 'an error is left'
    want "$hook leaves a misspelt field to the user" 'the work tree is as it was added' git diff --quiet
    forget

    hook=polarspec-fmt$1
    use_hook "$hook"
    sed 's/^ */&&/' "$seed/requests/inline-avro.json" >jobs/wide.json
    printf '{"version":   "1.0.0"}\n' >package.json
    try 'another indentation'
    refused "$hook changes a file" 'pre-commit refuses what a hook has changed'
    want "$hook brings a spec into the layout" 'jobs/wide.json is testdata/seed/requests/inline-avro.json' cmp -s -- jobs/wide.json "$seed/requests/inline-avro.json"
    want "$hook leaves files of others alone" 'package.json is as it was added' git diff --quiet -- package.json
    try 'the layout'
    accepted "$hook accepts what it has formatted" 'nothing is left to format'
}

# documented PAGE: what the documentation says to paste, with the hooks under test for the release.
documented() {
    local page=$1 name=${1//\//-}
    git init -q "$tmp/documented-$name"
    cd -- "$tmp/documented-$name"
    mkdir -p jobs schemas templates
    awk '/^```yaml title="[.]pre-commit-config[.]yaml"$/ {on = 1; next} on && /^```$/ {exit} on' "$root/$page" |
        sed "s|https://github.com/polarspec/polarspec$|$tmp/hooks|; s|rev: v[0-9][^ ]*|rev: $rev|" >.pre-commit-config.yaml
    status=0
    pre-commit install --install-hooks >"$log" 2>&1 </dev/null || status=$?
    want "$page: the pasted configuration installs" 'pre-commit install --install-hooks succeeds' equal "$status" 0
    # In the layout of the documentation, which polarspec-fmt leaves alone.
    cp -- "$root/testdata/comparison/00-valid/job.json" jobs/
    try 'a valid spec'
    accepted "$page: the pasted configuration accepts a valid spec" 'testdata/comparison/00-valid/job.json has no finding'
    hook_ran "$page: the pasted configuration accepts a valid spec"
    sed 's/"tableName"/"tabelName"/' "$seed/requests/inline-avro.json" >jobs/misspelt.json
    try 'a misspelt field'
    refused "$page: the pasted configuration refuses a misspelt field" '"tabelName" in target is an error'
    want "$page: the pasted configuration shows the rule" 'shape/unknown-field in the output' logged 'shape/unknown-field'
    rm -- jobs/misspelt.json
    cp -- "$seed/requests/inline-avro.json" jobs/
    try 'a warning'
    refused "$page: the pasted configuration refuses a warning" 'testdata/seed/requests/inline-avro.json has one'
    want "$page: the pasted configuration shows the warning" 'input/lossy-type in the output' logged 'input/lossy-type'
}

# gen_checks SUFFIX: the hook for what is generated, on a repository of its own.
gen_checks() {
    local hook=polarspec-gen-check$1
    git init -q "$tmp/repo-gen$1"
    cd -- "$tmp/repo-gen$1"
    mkdir -p jobs schemas
    use_hook "$hook"
    if ! pre-commit install --install-hooks >"$log" 2>&1 </dev/null; then
        want "$hook refuses a stale file" 'pre-commit knows the hook' false
        return
    fi
    cp -- "$seed/kttm.avsc" schemas/
    printf 'version: 1\nspecs:\n  - {output: jobs/kttm.json, job: {from: schemas/kttm.avsc, table: kttm, connection: kafka}}\n' >polarspec.gen.yaml
    try 'nothing is generated yet'
    refused "$hook refuses a stale file" 'jobs/kttm.json is missing'
    want "$hook says what to run" '"run polarspec gen" in the output' logged 'run polarspec gen'
    want "$hook leaves files as they are" 'jobs/kttm.json is not there' absent jobs/kttm.json
    "$tmp/bin/polarspec" gen >"$log" 2>&1
    try 'all is generated'
    accepted "$hook accepts what is fresh" 'jobs/kttm.json is what the manifest makes'
    sed 's/"session"/"visit"/' "$seed/kttm.avsc" >schemas/kttm.avsc
    try 'only the data schema'
    refused "a changed data schema alone runs $hook" 'jobs/kttm.json is made from the old one'
    want "$hook shows what is stale" 'jobs/kttm.json in the output' logged 'b/jobs/kttm.json'
    forget
}

# system: the same with a binary on the PATH.
system() {
    git init -q "$tmp/repo-system"
    cd -- "$tmp/repo-system"
    mkdir -p jobs
    use_hook polarspec-system
    if ! pre-commit install --install-hooks >"$log" 2>&1 </dev/null; then
        want 'polarspec-system accepts a valid spec' 'pre-commit knows the hook' false
        return
    fi
    cp -- "$seed/requests/inline-avro.json" jobs/
    if ! command -v polarspec >/dev/null; then
        try 'no binary'
        refused 'polarspec-system without a binary refuses' 'pre-commit finds no polarspec'
        want 'polarspec-system without a binary says so' 'pre-commit names the missing executable' logged 'not found'
    fi
    PATH=$tmp/bin:$PATH
    valid_and_invalid 'polarspec-system '
    writes -system
    gen_checks -system
}

mkdir -p -- "$tmp/bin"
(cd -- "$tmp/hooks" && go build -o "$tmp/bin/" ./cmd/polarspec)
for section in lints writes documented gen system; do
    if [[ $part != all && $part != "$section" ]]; then
        continue
    fi
    case $section in
    lints) lints ;;
    writes) writes '' ;;
    documented)
        documented README.md
        documented docs/tutorial.md
        ;;
    gen) gen_checks '' ;;
    system) system ;;
    esac
done

printf '        after %s\n' "$(seconds)"
summary
