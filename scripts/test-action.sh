#!/usr/bin/env bash
# Tests the GitHub Action of this repository: its script by itself, and the whole of it in workflows that act runs on this machine (no Docker).
#
#   scripts/test-action.sh                what the Action promises
#   scripts/test-action.sh --self-check   breaks the Action in one way after the other and checks that the test notices
#   scripts/test-action.sh --break NAME   the test against an Action broken in that way; must fail
#
# Needs bash, git, Go and curl; installs Debian's jq when there is none, and act by `go install` into the user's cache folder.
# Writes only there and below the temporary directory.
#
# shellcheck disable=SC2016 # single quotes keep $ for sed, jq, workflows and hostile names; that nothing expands is the point
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/testlib.sh
. "$root/scripts/testlib.sh"

act_version=v0.2.89

# A way to break the Action, a check that must then fail, and the part of the test that has it: the script alone, or workflows that act runs.
breaks=(
    'never-fails|a bad spec: the exit code|script'
    'no-outputs|a bad spec: the outputs|script'
    'unescaped-properties|hostile names: one annotation each, escaped|script'
    'unescaped-summary|hostile names: no markup of theirs in the summary|script'
    'paths-split-at-spaces|hostile names: every file is linted|script'
    'no-limit|many findings: ten annotations|script'
    'commands-in-output|a hostile report: no command of its text is obeyed|script'
    'unchecked-download|a changed download is refused|script'
    'lost-working-directory|working-directory: annotations are relative to the workspace|script'
    'unmoved-sarif|working-directory: the SARIF report is relative to the workspace|script'
    'endless-summary|a long report: the summary stays below 1 MiB|script'
    'annotations-lost|a bad spec: an annotation|script'
    'nothing-said|fail-level nonsense: there is a summary|script'
    'interpolated-input|act, hostile inputs: nothing of them is run|act'
    'outputs-not-wired|the outputs are those of the step|script'
    'input-not-wired|act, hostile inputs: outcome and outputs|act'
    'documented-input-misspelt|act, the workflow of README.md: the finding is shown|documented'
    'documented-output-misspelt|act, the workflow of docs/ci.md: the report is uploaded|documented'
)

# break_action DIR NAME: edits a copy of the Action.
break_action() {
    local file edit
    case $2 in
    never-fails) file=action/run.sh edit='s/^exit "\$status"/exit 0/' ;;
    no-outputs) file=action/run.sh edit='s/^output exit-code .*/:/' ;;
    unescaped-properties) file=lint/report/github.go edit='s/, ":", "%3A", ",", "%2C")/)/' ;;
    unescaped-summary) file=lint/report/github_summary.go edit='s/^func markdown(text .*/&\n\treturn text/' ;;
    paths-split-at-spaces) file=action/run.sh edit='s/\*) arguments+=("$line")/*) arguments+=($line)/' ;;
    no-limit) file=lint/report/github.go edit='s/^const annotationsPerLevel = .*/const annotationsPerLevel = 1000/' ;;
    commands-in-output) file=action/run.sh edit="s/printf '::stop-commands::.*/:/" ;;
    unchecked-download) file=action/run.sh edit='s/if \[\[ \$actual != .*/if false; then/' ;;
    lost-working-directory) file=cmd/polarspec/ci.go edit='s/options\.Prefix = /_ = /' ;;
    unmoved-sarif) file=lint/report/sarif.go edit='/result = fromCheckoutRoot(/d' ;;
    endless-summary) file=lint/report/github_summary.go edit='s/^const StepSummaryLimit = .*/const StepSummaryLimit = 1 << 30/' ;;
    annotations-lost) file=action/run.sh edit='s/^    cat -- "$tmp\/annotations"/    :/' ;;
    nothing-said) file=action/run.sh edit='s/ >>"$job_summary"/ >\/dev\/null/' ;;
    interpolated-input) file=action.yml edit='s/^      run: \(.*\)/      run: |\n        true "${{ inputs.paths }}"\n        \1/' ;;
    outputs-not-wired) file=action.yml edit='s/steps\.lint\.outputs/steps.linter.outputs/' ;;
    input-not-wired) file=action.yml edit='s/INPUT_PATHS:.*/INPUT_PATHS: sample/' ;;
    documented-input-misspelt) file=README.md edit='s/^\( *\)fail-level: warning/\1working-directory: no-such-folder/' ;;
    documented-output-misspelt) file=docs/ci.md edit='s/outputs\.sarif-file/outputs.sarif/' ;;
    *) die "unknown break: $2" ;;
    esac
    cp -- "$1/$file" "$tmp/whole"
    sed "$edit" "$tmp/whole" >"$1/$file"
    if cmp -s -- "$1/$file" "$tmp/whole"; then
        die "the break $2 changed nothing"
    fi
}

self_check() {
    local entry name check part status
    for entry in "${breaks[@]}"; do
        IFS='|' read -r name check part <<<"$entry"
        status=0
        log=$tmp/self-check.log
        POLARSPEC_TEST_ACTION_PART=$part bash "${BASH_SOURCE[0]}" --break "$name" >"$log" 2>&1 </dev/null || status=$?
        want "a broken Action ($name) is noticed" 'exit code 1 of the test' equal "$status" 1
        want "a broken Action ($name) fails the check that is about it" "a line 'NOT OK  $check'" logged "NOT OK  $check"
    done
    summary
}

mode=${1:-}
part=${POLARSPEC_TEST_ACTION_PART:-all}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-action.XXXXXX")
tmp=$(cd -- "$tmp" && pwd -P)
cleanup() {
    chmod -R u+w -- "$tmp" 2>/dev/null || true
    rm -rf -- "$tmp"
}
trap cleanup EXIT

need git git
need go
need curl curl
need jq jq
isolate_git

case $mode in
'' | --break) ;;
--self-check)
    self_check
    exit
    ;;
*) die "usage: ${0##*/} [--self-check | --break NAME]" ;;
esac

log=$tmp/output.log
seed=$root/testdata/seed/requests/inline-avro.json
bad_line=$(grep -nF -m1 '"tableName"' "$seed" | cut -d: -f1)
bad_spec() { sed 's/"tableName"/"tabelName"/' "$seed" >"$1"; }

# A repository that is the Action and its user in one: `uses: ./` takes the Action from where the workflow is.
repo=$tmp/repo
copy_tree "$root" "$repo"
rm -rf -- "$repo/.github/workflows"
if [[ $mode == --break ]]; then
    break_action "$repo" "${2:?--break needs a name}"
fi

# Releases to download, without a network: the linter itself, the same with a wrong checksum in the table, and what only pretends to be a linter.
releases=$tmp/releases
platform=$(go env GOOS)-$(go env GOARCH)
mkdir -p -- "$releases"
# release VERSION BINARY [SUM]
release() {
    local archive=$releases/polarspec_$1_${platform/-/_}.tar.gz sum
    tar -czf "$archive" -C "$(dirname -- "$2")" "$(basename -- "$2")"
    sum=${3:-$(sha256sum <"$archive" | cut -d' ' -f1)}
    printf '%s  %s  %s\n' "$1" "$platform" "$sum" >>"$repo/action/versions.txt"
}
# Stripped as a release is: it is unpacked again and again.
(cd -- "$repo" && go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$tmp/built/polarspec" ./cmd/polarspec)
linter=$tmp/built/polarspec
release 0.0.1-test "$linter"
release 0.0.2-test "$linter" 0000000000000000000000000000000000000000000000000000000000000000

# It prints what a runner would obey, and reports three findings.
mkdir -p -- "$tmp/pretender"
cat >"$tmp/pretender/polarspec" <<'PRETENDER'
#!/bin/sh
for argument; do
    case $argument in json=*) printf '{"findings": [{"fingerprint": "1", "message": "\\"fingerprint\\": 1"}, {"fingerprint": "2"}, {"fingerprint" : "3"}]}' >"${argument#json=}" ;; esac
done
printf '::error::injected\n  ::set-output name=exit-code::0\n'
printf '::error::injected too\n' >&2
exit 1
PRETENDER
chmod +x -- "$tmp/pretender/polarspec"
release 0.0.3-test "$tmp/pretender/polarspec"

# The files to lint.
mkdir -p -- "$repo/sample/good" "$repo/sample/bad" "$repo/sample/hostile" "$repo/sample/many" "$repo/sample/long" "$repo/sample/project/jobs" "$repo/sample/project/old"
cp -- "$seed" "$repo/sample/good/inline-avro.json"
bad_spec "$repo/sample/bad/misspelt.json"
for ((i = 0; i < 25; i++)); do
    bad_spec "$repo/sample/many/$i.json"
done
# An error, a warning and an information in each of 2,000 specs.
jq -c '[range(2000) as $_ | .]' "$repo/sample/bad/misspelt.json" >"$repo/sample/long/many.json"
cp -- "$seed" "$repo/sample/project/jobs/inline-avro.json"
bad_spec "$repo/sample/project/old/misspelt.json"
printf 'version: 1\nroot: true\n' >"$repo/sample/project/all.yaml"
printf 'version: 1\nroot: true\nexclude: [old/**]\n' >"$repo/sample/project/with out old.yaml"

# Names that are code, options, markup or commands to whoever does not take care, and how they stand in a property of a command.
hostile=(
    'a b.json' 'a b.json'
    "it's \"quoted\".json" "it's \"quoted\".json"
    '$(touch pwned).json' '$(touch pwned).json'
    '`touch pwned`.json' '`touch pwned`.json'
    '"; touch pwned; ".json' '"; touch pwned; ".json'
    '::error::name.json' '%3A%3Aerror%3A%3Aname.json'
    '--config=name.json' '--config=name.json'
    '100%25,a|b.json' '100%2525%2Ca|b.json'
    '<img src=x>.json' '<img src=x>.json'
)
split_name=$'new\n::error::line.json'
for ((i = 0; i < ${#hostile[@]}; i += 2)); do
    bad_spec "$repo/sample/hostile/${hostile[i]}"
done
bad_spec "$repo/sample/hostile/$split_name"

# run_action NAME=VALUE…: the Action's script as a runner would call it; leaves its output in the log, and status, $outputs and $summary.
outputs=$tmp/outputs
summary=$tmp/summary.md
run_action() {
    status=0
    : >"$outputs"
    : >"$summary"
    # From the repository, where a runner starts a step and where traces would be seen.
    (cd -- "$repo" && exec env -i PATH="${action_path:-$PATH}" HOME="$HOME" LANG=C.UTF-8 RUNNER_TEMP="$tmp" GITHUB_WORKSPACE="$repo" GITHUB_OUTPUT="$outputs" GITHUB_STEP_SUMMARY="$summary" \
        GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=o/r GITHUB_SHA=0123abcd \
        POLARSPEC_DOWNLOAD_URL="file://$releases" INPUT_VERSION=0.0.1-test INPUT_ANNOTATIONS=true INPUT_FAIL_LEVEL=error INPUT_WORKING_DIRECTORY=. "$@" \
        bash "$repo/action/run.sh") >"$log" 2>&1 </dev/null || status=$?
    commands >"$tmp/commands"
}

# commands: the workflow commands in the log that a runner would obey.
commands() {
    awk '
        { sub(/^[ \t]+/, "") }
        stopped != "" { if ($0 == "::" stopped "::") stopped = ""; next }
        /^::stop-commands::/ { stopped = substr($0, 18); next }
        /^::/ { print }' "$log"
}
# get_output NAME: the last value of an output.
get_output() {
    awk -v name="$1" '
        end == "" { at = index($0, "<<"); if (at) { key = substr($0, 1, at - 1); end = substr($0, at + 2); text = "" }; next }
        $0 == end { if (key == name) value = text; end = ""; next }
        { text = text (text == "" ? "" : "\n") $0 }
        END { print value }' "$outputs"
}
all_outputs() { printf '%s/%s/%s' "$(get_output exit-code)" "$(get_output findings)" "$(get_output sarif-file)"; }
# reported PATH…: how many findings the linter itself reports.
reported() { (cd -- "$repo" && { "$linter" lint --format json -- "$@" 2>/dev/null || true; } | jq '.findings | length'); }
count() { grep -cE -e "$1" -- "$2" || true; }
commanded() { grep -qF -e "$1" -- "$tmp/commands"; }
not_commanded() { ! grep -qF -e "$1" -- "$tmp/commands"; }
summarized() { grep -qF -e "$1" -- "$summary"; }
not_summarized() { ! grep -qF -e "$1" -- "$summary"; }
no_traces() { [[ -z $(find "$tmp" -name 'pwned*' -print -quit) ]]; }
below_one_mib() { [[ $(wc -c <"$1") -le 1048576 ]]; }

test_script() {
    local i n names

    # act hands a step's outputs through without being told to, so this is read and not run.
    for i in exit-code findings sarif-file; do
        want 'the outputs are those of the step' "a value for $i in action.yml" grep -qF "value: \${{ steps.lint.outputs.$i }}" "$repo/action.yml"
    done

    run_action INPUT_PATHS=sample/good
    want 'a valid spec: the exit code' 0 equal "$status" 0
    want 'a valid spec: the outputs' 'exit code 0 and no errors' equal "$(all_outputs)" "0/$(reported sample/good)/"
    want 'a valid spec: no error is shown' 'no ::error' not_commanded '::error'
    want 'a valid spec: there is a summary' 'the heading' summarized '### polarspec'

    run_action INPUT_PATHS=sample/bad
    want 'a bad spec: the exit code' 1 equal "$status" 1
    want 'a bad spec: the outputs' "the linter's exit code and number of findings" equal "$(all_outputs)" "1/$(reported sample/bad)/"
    want 'a bad spec: an annotation' 'file, line and rule' commanded "::error file=sample/bad/misspelt.json,line=$bad_line,col="
    want 'a bad spec: the rule is the title' 'title=shape/unknown-field' commanded ',title=shape/unknown-field::'
    want 'a bad spec: the text report is in the log' 'rule and place' logged "sample/bad/misspelt.json:$bad_line:"
    want 'a bad spec: the summary has a row' 'a row with the rule' summarized '>shape/unknown-field</a> |'
    want 'a bad spec: the summary links to the line' 'the address of the line in the commit' summarized "href=\"https://github.com/o/r/blob/0123abcd/sample/bad/misspelt.json#L$bad_line\""

    run_action INPUT_PATHS=sample/bad INPUT_FAIL_LEVEL=never
    want 'fail-level never: findings do not fail' 'exit code 0, findings as before' equal "$status/$(all_outputs)" "0/0/$(reported sample/bad)/"
    want 'fail-level never: the finding is shown' 'an annotation' commanded '::error file=sample/bad/misspelt.json'
    run_action INPUT_PATHS=sample/bad INPUT_FAIL_LEVEL='$(touch pwned)'
    want 'fail-level nonsense: wrong usage' 'exit code 2 in the outputs too' equal "$status/$(all_outputs)" '2/2//'
    want 'fail-level nonsense: said in an annotation' '::error title=polarspec' commanded '::error title=polarspec::'
    want 'fail-level nonsense: there is a summary' 'that there is no report' summarized 'There is no report: polarspec ended with exit code 2.'
    run_action INPUT_PATHS=sample/bad INPUT_ANNOTATIONS=false
    want 'annotations false: none' 'no ::error, but the exit code' equal "$status/$(count '^::(error|warning|notice)' "$tmp/commands")" 1/0
    run_action INPUT_PATHS=sample/bad INPUT_ANNOTATIONS=perhaps
    want 'annotations nonsense: wrong usage' 'exit code 2' equal "$status/$(all_outputs)" '2/2//'
    run_action INPUT_PATHS=sample/no-such-folder
    want 'a path that is not there: unreadable' 'exit code 2 or 3, in the outputs too' differ "$status" 0
    want 'a path that is not there: said in an annotation' '::error' commanded '::error'

    names=
    for ((i = 0; i < ${#hostile[@]}; i += 2)); do
        names+=sample/hostile/${hostile[i]}$'\n'
    done
    run_action INPUT_PATHS="$names" INPUT_ARGS=--min-severity=error
    want 'hostile names: the exit code' 1 equal "$status" 1
    n=0
    for ((i = 0; i < ${#hostile[@]}; i += 2)); do
        if commanded "::error file=sample/hostile/${hostile[i + 1]},line=$bad_line,"; then
            n=$((n + 1))
        fi
    done
    want 'hostile names: every file is linted' "findings in $((${#hostile[@]} / 2)) files" equal "$(get_output findings)" "$((${#hostile[@]} / 2))"
    want 'hostile names: one annotation each, escaped' "$((${#hostile[@]} / 2)) of them, and no other" equal "$n/$(count '^::error' "$tmp/commands")" "$((${#hostile[@]} / 2))/$((${#hostile[@]} / 2))"
    want 'hostile names: nothing is run' 'no file pwned anywhere' no_traces
    want 'hostile names: no markup of theirs in the summary' 'no <img' not_summarized '<img'
    want 'hostile names: one row each in the summary' "$((${#hostile[@]} / 2)) rows with four bars and more nowhere" equal "$(count '^\| error \|[^|]+\|[^|]+\|[^|]+\|$' "$summary")" "$((${#hostile[@]} / 2))"

    (cd -- "$repo/sample/hostile" && mkdir -p ../split && cp -- "$split_name" ../split/)
    run_action INPUT_PATHS=sample/split INPUT_ARGS=--min-severity=error
    want 'a name with a line end: one annotation' 'the line end escaped, and no other command' equal "$(grep -E '^::(error|warning|notice)' "$tmp/commands" | sed 's/,line=.*//')" '::error file=sample/split/new%0A%3A%3Aerror%3A%3Aline.json'
    want 'a name with a line end: one row' 'one row of the summary' equal "$(count '^\| error \|.*\|$' "$summary")" 1

    run_action INPUT_WORKING_DIRECTORY=sample/hostile INPUT_PATHS='--config=name.json' INPUT_ARGS=--min-severity=error
    want 'a name like an option: it is a file' 'its finding' equal "$status/$(get_output findings)" 1/1

    run_action INPUT_PATHS=sample/many INPUT_ARGS=--min-severity=error
    want 'many findings: all are counted' 25 equal "$(get_output findings)" 25
    want 'many findings: ten annotations' 'ten errors' equal "$(count '^::error file=' "$tmp/commands")" 10
    want 'many findings: the rest is announced' 'a notice of 15 more' commanded '::notice title=polarspec::15 more'
    want 'many findings: all are in the summary' '25 rows' equal "$(count '^\| error \|' "$summary")" 25

    run_action INPUT_WORKING_DIRECTORY=sample/project INPUT_CONFIG=all.yaml INPUT_SARIF_FILE='reports/a b.sarif'
    want 'working-directory: the project there is linted' 'the bad spec is found' equal "$status" 1
    want 'working-directory: annotations are relative to the workspace' 'sample/project/ before the path' commanded '::error file=sample/project/old/misspelt.json'
    want 'sarif-file: written relative to the workspace' 'the file' present "$repo/reports/a b.sarif"
    want 'sarif-file: the output' 'the path as it was given' equal "$(get_output sarif-file)" 'reports/a b.sarif'
    want 'sarif-file: it is SARIF' 'version 2.1.0, with results' equal "$(jq -r '[.version, (.runs[0].results | length > 0)] | join(" ")' "$repo/reports/a b.sarif" 2>&1)" '2.1.0 true'
    want 'working-directory: the SARIF report is relative to the workspace' 'sample/project/ before every path' \
        equal "$(jq -r '[.. | objects | .artifactLocation? // empty | .uri | select(. != null) | select(startswith("sample/project/") | not)] | length' "$repo/reports/a b.sarif" 2>&1)" 0
    run_action INPUT_WORKING_DIRECTORY=sample/project INPUT_CONFIG='with out old.yaml'
    want 'config: it is heeded' 'the excluded spec is not linted' equal "$status" 0
    run_action INPUT_WORKING_DIRECTORY=sample/project INPUT_ARGS=$'--config\nwith out old.yaml\n'
    want 'args: one per line' 'an option and its value with spaces' equal "$status" 0
    run_action INPUT_WORKING_DIRECTORY=sample/project INPUT_CONFIG=absent.yaml
    want 'config: absent' 'exit code 2' equal "$status/$(get_output exit-code)" 2/2
    run_action INPUT_WORKING_DIRECTORY='sample/$(touch pwned)'
    want 'working-directory: absent' 'exit code 2 and a clear error' equal "$status/$(commanded 'there is no such folder' && echo said)" 2/said
    run_action INPUT_PATHS=$'sample/good\r\n\r\nsample/bad\r\n'
    want 'paths: Windows line ends and empty lines' 'both folders are linted' equal "$status/$(get_output findings)" "1/$(reported sample/good sample/bad)"

    run_action INPUT_PATHS=sample/good INPUT_VERSION=v0.0.1-test
    want 'version: with a v' 'the release without it' equal "$status" 0
    run_action INPUT_PATHS=sample/good INPUT_VERSION=9.9.9
    want 'version: unknown' 'exit code 2, and what to do' equal "$status/$(all_outputs)/$(commanded 'polarspec 9.9.9 for' && commanded 'version: source' && echo said)" 2/2///said
    run_action INPUT_PATHS=sample/good INPUT_VERSION='1;touch pwned'
    want 'version: hostile' 'exit code 2' equal "$status" 2
    run_action INPUT_PATHS=sample/good INPUT_VERSION=0.0.2-test
    want 'a changed download is refused' 'exit code 2, and both checksums' equal "$status/$(commanded 'and must have 0000' && echo said)" 2/said

    run_action INPUT_VERSION=0.0.3-test
    want 'a hostile report: no command of its text is obeyed' 'no ::error::injected' not_commanded injected
    want 'a hostile report: the linter decides the exit code' 'exit code 1, three findings' equal "$status/$(get_output exit-code)/$(get_output findings)" 1/1/3

    run_action INPUT_PATHS=sample/long INPUT_ARGS=--min-severity=info
    want 'a long report: all are counted' 6000 equal "$(get_output findings)" 6000
    want 'a long report: ten of each level at most' 'ten errors, ten warnings, ten notices with the last' \
        equal "$(count '^::error' "$tmp/commands")/$(count '^::warning' "$tmp/commands")/$(count '^::notice' "$tmp/commands")" 10/10/10
    want 'a long report: the rest is announced' '6,000 less 29' commanded '::notice title=polarspec::5971 more'
    want 'a long report: the summary stays below 1 MiB' 'at most 1,048,576 bytes' below_one_mib "$summary"
    want 'a long report: the summary says that it is cut' 'how many did not fit' summarized 'more did not fit'

    # A runner with little more than a shell.
    mkdir -p -- "$tmp/bin"
    for i in bash env cat grep wc tr awk od rm mktemp dirname basename head cut uname sha256sum tar gzip curl chmod mkdir; do
        ln -sf -- "$(command -v "$i")" "$tmp/bin/$i"
    done
    action_path=$tmp/bin run_action INPUT_PATHS=sample/bad INPUT_SARIF_FILE=bare/out.sarif
    want 'a bare runner: the verdict' 'exit code, findings and the report' equal "$status/$(all_outputs)" "1/1/$(reported sample/bad)/bare/out.sarif"
    want 'a bare runner: an annotation' 'the file' commanded '::error file=sample/bad/misspelt.json,'
    action_path=$tmp/bin run_action INPUT_VERSION='' INPUT_PATHS=sample/good
    want 'without Go: building says what to do' 'exit code 2 and actions/setup-go' equal "$status/$(commanded 'actions/setup-go' && echo said)" 2/said
}

# workflow NAME WITH…: a workflow that runs the Action with these lines under `with:`, and writes down what became of it.
workflow() {
    local name=$1 line
    shift
    {
        cat <<'WORKFLOW'
name: NAME
on: push
permissions:
  contents: read
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - id: check
        uses: ./
        with:
WORKFLOW
        for line; do
            printf '          %s\n' "$line"
        done
        cat <<'WORKFLOW'
      - if: always()
        env:
          OUTCOME: ${{ steps.check.outcome }}
          EXIT_CODE: ${{ steps.check.outputs.exit-code }}
          FINDINGS: ${{ steps.check.outputs.findings }}
          SARIF_FILE: ${{ steps.check.outputs.sarif-file }}
        run: |
          printf '%s/%s/%s/%s' "$OUTCOME" "$EXIT_CODE" "$FINDINGS" "$SARIF_FILE" >"$RESULTS/result"
          find . -name 'pwned*' >"$RESULTS/traces"
          if [ -n "$SARIF_FILE" ]; then cp -- "$SARIF_FILE" "$RESULTS/sarif"; fi
WORKFLOW
    } | sed "s/NAME/$name/" >"$repo/.github/workflows/$name.yml"
}

# The steps of others in the workflows of the documentation: act would fetch these actions from GitHub. Building needs no setup-go here,
# and of an upload it is written down that it was asked for, and with which file.
# shellcheck disable=SC2016 # $GITHUB_WORKSPACE and $RESULTS are of the step
stand_ins='
    /uses: actions\/setup-go@/ { sub(/uses: .*/, "run: true"); print; skip = 1; next }
    /uses: github\/codeql-action\/upload-sarif@/ {
        match($0, /^ */); indent = substr($0, 1, RLENGTH)
        sub(/uses: .*/, "name: upload"); print; upload = 1; next
    }
    skip && /^ *with:/ { skip = 0; next }
    upload && /^ *with:/ { print indent "  env:"; next }
    upload && /sarif_file:/ { sub(/sarif_file:/, "SARIF_FILE:"); print; next }
    upload && /category:/ { upload = 0; print indent "  run: cp -- \"$SARIF_FILE\" \"$RESULTS/uploaded\""; next }
    { print }'

# documented PAGE: a repository as its user would have it: specs with a warning and the workflow as the page shows it. Only where the Action
# comes from is another: a folder beside the specs, which the settings do not select. Leaves act's exit code in status.
documented() {
    local page=$1 user=$tmp/user-${1//\//-} results=$tmp/results-${1//\//-}
    mkdir -p -- "$user/jobs" "$user/.github/workflows" "$results"
    copy_tree "$repo" "$user/the-action"
    rm -rf -- "$user/the-action/sample" "$user/the-action/.github"
    printf 'version: 1\nroot: true\nfiles: [jobs/**]\n' >"$user/.polarspec.yaml"
    cp -- "$seed" "$user/jobs/clicks.json"
    status=0
    (
        cd -- "$repo"
        go run .ci/docsfiles.go "$tmp/shown" "$page"
        awk "$stand_ins" "$tmp/shown/$page/.github/workflows/specs.yml" | sed 's,uses: polarspec/polarspec@[^ ]*,uses: ./the-action,' >"$user/.github/workflows/specs.yml"
        cd -- "$user"
        git init -q
        git add -A
        git commit -q -m 'the specs of a user'
        XDG_CONFIG_HOME=$tmp/xdg XDG_CACHE_HOME=$tmp/xdg "$act" pull_request -W .github/workflows/specs.yml -P ubuntu-latest=-self-hosted \
            --env RESULTS="$results" --env GOCACHE="$GOCACHE" --env GOMODCACHE="$GOMODCACHE"
    ) >"$log" 2>&1 </dev/null || status=$?
}

# run_workflow NAME: leaves what it wrote down in $result, and act's exit code in status.
run_workflow() {
    local results=$tmp/results-$1
    mkdir -p -- "$results"
    status=0
    (
        cd -- "$repo"
        XDG_CONFIG_HOME=$tmp/xdg XDG_CACHE_HOME=$tmp/xdg "$act" push -W ".github/workflows/$1.yml" -P ubuntu-latest=-self-hosted \
            --env RESULTS="$results" --env GOCACHE="$GOCACHE" --env GOMODCACHE="$GOMODCACHE" --env POLARSPEC_DOWNLOAD_URL="file://$releases"
    ) >"$log" 2>&1 </dev/null || status=$?
    result=$(cat -- "$results/result" 2>/dev/null || echo 'no result')
    traces=$(cat -- "$results/traces" 2>/dev/null || echo 'no result')
}

install_act() {
    act=${XDG_CACHE_HOME:-$HOME/.cache}/polarspec/act-$act_version/act
    if [[ ! -x $act ]]; then
        printf 'installing act %s\n' "$act_version"
        if ! GOBIN=$(dirname -- "$act") go install "github.com/nektos/act@$act_version" >"$log" 2>&1 </dev/null; then
            tail -n 5 -- "$log" >&2
            die "cannot install act"
        fi
    fi
    GOCACHE=$(go env GOCACHE)
    GOMODCACHE=$(go env GOMODCACHE)
    # An empty file keeps act from asking which images it should use.
    mkdir -p -- "$tmp/xdg/act"
    : >"$tmp/xdg/act/actrc"
    git -C "$repo" init -q
}

test_with_act() {
    local n i names

    mkdir -p -- "$repo/.github/workflows"
    workflow passes 'paths: sample/good' 'version: source'
    workflow fails 'paths: sample/bad' 'version: 0.0.1-test'
    workflow unknown-version 'paths: sample/good' 'version: 9.9.9'
    names=()
    for ((i = 0; i < ${#hostile[@]}; i += 2)); do
        names+=("  hostile/${hostile[i]}")
    done
    # The outputs go by hostile ways too.
    workflow hostile 'version: 0.0.1-test' 'working-directory: sample' 'sarif-file: out/$(touch pwned) "a".sarif' 'args: --min-severity=error' 'paths: |' "${names[@]}"
    git -C "$repo" add -A
    git -C "$repo" commit -q -m 'the Action under test'

    run_workflow passes
    want 'act, a valid spec: the workflow passes' 'exit code 0 of act' equal "$status" 0
    want 'act, a valid spec: outcome and outputs' 'success, exit code 0' equal "$result" "success/0/$(reported sample/good)/"
    want 'act, a valid spec: built from source' 'said in the log' logged 'Building polarspec from'

    run_workflow fails
    want 'act, a bad spec: the workflow fails' 'exit code of act not 0' differ "$status" 0
    want 'act, a bad spec: outcome and outputs' 'failure, exit code 1, and the number of findings' equal "$result" "failure/1/$(reported sample/bad)/"
    want 'act, a bad spec: the annotation is taken as a command' 'file, line and rule' logged "::error file=sample/bad/misspelt.json,line=$bad_line,"

    run_workflow unknown-version
    want 'act, an unknown version: the workflow fails' 'exit code of act not 0' differ "$status" 0
    want 'act, an unknown version: outcome and outputs' 'failure, exit code 2' equal "$result" 'failure/2//'
    want 'act, an unknown version: what to do' 'the table of releases, and building from source' logged 'action/versions.txt'

    run_workflow hostile
    n=$((${#hostile[@]} / 2))
    want 'act, hostile inputs: outcome and outputs' "failure, $n findings, the name of the SARIF file" equal "$result" "failure/1/$n/"'out/$(touch pwned) "a".sarif'
    # The repository has files whose names have the word in them; a trace is a file of which it is the whole name.
    want 'act, hostile inputs: nothing of them is run' 'no file pwned in the workspace' equal "$traces" ''
    want 'act, hostile inputs: the SARIF file has all of them' "$n results" equal "$(jq '.runs[0].results | length' "$tmp/results-hostile/sarif" 2>&1)" "$n"
    want 'act, hostile inputs: escaped annotations' 'colons in a property' logged '::error file=sample/hostile/%3A%3Aerror%3A%3Aname.json,'
}

test_documented() {
    # The sample rounds a number, which is a warning: the shown fail-level is what makes it fail.
    documented README.md
    want 'act, the workflow of README.md: it fails on a warning' 'exit code of act not 0' differ "$status" 0
    want 'act, the workflow of README.md: the finding is shown' 'file and rule in an annotation' logged_re '::warning file=jobs/clicks\.json,.*title=input/lossy-type::'

    documented docs/ci.md
    want 'act, the workflow of docs/ci.md: it fails on a warning' 'exit code of act not 0' differ "$status" 0
    want 'act, the workflow of docs/ci.md: the report is uploaded' 'SARIF with the finding' \
        equal "$(jq -r '[.runs[0].results[].ruleId] | join(" ")' "$tmp/results-docs-ci.md/uploaded" 2>&1)" input/lossy-type
    want 'act, the workflow of docs/ci.md: no annotations beside code scanning' 'no ::warning file=' not_logged '::warning file='
}

for section in script act documented; do
    if [[ $part != all && $part != "$section" ]]; then
        continue
    fi
    case $section in
    script) test_script ;;
    act)
        install_act
        test_with_act
        ;;
    documented)
        install_act
        test_documented
        ;;
    esac
    printf '        after %s\n' "$(seconds)"
done
summary
