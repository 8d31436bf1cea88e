# shellcheck shell=bash
# What .ci/run and .ci/doors have in common: named steps that all run, whatever became of those before, and are counted. To be sourced.

all_passed=0
all_failed=0
report=()
# Arguments of the script choose steps by a part of their name; without any, all run.
chosen=("$@")
tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-ci.XXXXXX")
# shellcheck disable=SC2329 # called by the trap
cleanup() {
    # Go makes module caches read-only.
    chmod -R u+w -- "$tmp" 2>/dev/null || true
    rm -rf -- "$tmp"
}
trap cleanup EXIT

choose() {
    local part
    ((${#chosen[@]} > 0)) || return 0
    for part in "${chosen[@]}"; do
        if [[ $1 == *"$part"* ]]; then
            return 0
        fi
    done
    return 1
}

# step NAME FUNCTION…: runs it in a subshell that ends at the first error. A step that counts its checks leaves "PASSED FAILED" in $tmp/counts;
# any other step is one check.
step() {
    local name=$1 began=$SECONDS status passed failed line
    shift
    choose "$name" || return 0
    printf '\n=== %s\n' "$name"
    rm -f -- "$tmp/counts"
    # Not as a condition: there, errors would not end the subshell.
    set +e
    (
        set -e
        "$@"
    ) </dev/null
    status=$?
    set -e
    if [[ -s $tmp/counts ]]; then
        read -r passed failed <"$tmp/counts"
    else
        passed=$((status == 0)) failed=0
    fi
    if ((status != 0 && failed == 0)); then
        failed=1
    fi
    all_passed=$((all_passed + passed))
    all_failed=$((all_failed + failed))
    line=$(printf '%-4s %5ds  %6d passed %4d failed  %s' "$( ((failed == 0)) && echo ok || echo FAIL)" $((SECONDS - began)) "$passed" "$failed" "$name")
    report+=("$line")
    printf '%s\n' "--- $line"
}

# counted COMMAND…: a command whose last line is "N passed, M failed".
counted() {
    local status=0
    "$@" 2>&1 | tee "$tmp/counted.log" || status=$?
    tail -n 1 -- "$tmp/counted.log" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' >"$tmp/counts"
    return "$status"
}

# go_tests ARGUMENTS…: go test, in short; fails too when no test ran.
go_tests() {
    go test -json "$@" 2>&1 | go run .ci/gotests.go "$tmp/counts"
}

# finish: all steps with their seconds, and the closing line.
finish() {
    printf '\n=== %s, %d seconds\n' "${0##*/}" "$SECONDS"
    printf '%s\n' "${report[@]}"
    printf '\n%d passed, %d failed\n' "$all_passed" "$all_failed"
    ((all_failed == 0 && all_passed > 0))
}
