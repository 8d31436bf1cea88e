# shellcheck shell=bash
# What scripts/test-hook.sh and scripts/test-action.sh have in common. To be sourced; it runs nothing by itself.

passed=0
failed=0
# The file with the output of the last command under test; a failing check shows its end.
log=/dev/null

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

# want NAME EXPECTATION COMMAND…: one check. COMMAND is the condition; EXPECTATION says in words what should have been.
want() {
    local name=$1 expectation=$2
    shift 2
    if "$@"; then
        passed=$((passed + 1))
        printf 'ok      %s\n' "$name"
        return
    fi
    failed=$((failed + 1))
    printf 'NOT OK  %s\n        expected: %s\n        condition: %s\n' "$name" "$expectation" "$*"
    if [[ -s $log ]]; then
        printf '        the last output was:\n'
        tail -n 40 -- "$log" | sed 's/^/        | /'
    fi
}

# Conditions for want.
logged() { grep -qF -e "$1" -- "$log"; }
logged_re() { grep -qE -e "$1" -- "$log"; }
not_logged() { ! grep -qF -e "$1" -- "$log"; }
equal() { [[ $1 == "$2" ]]; }
differ() { [[ $1 != "$2" ]]; }
absent() { [[ ! -e $1 && ! -L $1 ]]; }
present() { [[ -s $1 ]]; }

# summary closes a script: the counted checks, and their verdict as the exit code.
summary() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0 && passed > 0))
}

# shellcheck disable=SC2154 # tmp is the script's folder for everything it writes
# need COMMAND [PACKAGE]: a command that must be there; on Debian and its like it is installed from PACKAGE when it is not.
need() {
    local command=$1 package=${2:-}
    command -v "$command" >/dev/null && return
    if [[ -n $package ]] && command -v apt-get >/dev/null; then
        local -a as_root=()
        if [[ $(id -u) != 0 ]]; then
            as_root=(sudo -n)
        fi
        printf 'installing %s\n' "$package"
        if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package"; } \
            </dev/null >"$tmp/apt.log" 2>&1; then
            tail -n 5 -- "$tmp/apt.log" >&2
            die "cannot install $package, and $command is not there"
        fi
        hash -r
    fi
    command -v "$command" >/dev/null || die "needs $command${package:+ (Debian package $package)}"
}

# isolate_git: commits in throw-away repositories must not depend on whose machine it is, nor on a commit that is being made around us.
isolate_git() {
    local name
    for name in $(git rev-parse --local-env-vars); do
        unset "$name"
    done
    export GIT_CONFIG_GLOBAL=$tmp/gitconfig GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
    cat >"$GIT_CONFIG_GLOBAL" <<'CONFIG'
[user]
	name = Test
	email = test@example.com
[init]
	defaultBranch = main
[commit]
	gpgSign = false
[core]
	autocrlf = false
CONFIG
}

# copy_tree FROM TO: what a commit of everything in FROM would have: tracked and new files, without the ignored ones.
copy_tree() {
    mkdir -p -- "$2"
    (
        cd -- "$1" || exit
        git ls-files -z --cached --others --exclude-standard |
            while IFS= read -r -d '' file; do
                if [[ -e $file || -L $file ]]; then
                    printf '%s\0' "$file"
                fi
            done |
            tar --null -T - -cf -
    ) | tar -xf - -C "$2"
}

# seconds: whole seconds since the script began, for messages.
seconds() { printf '%ds' "$SECONDS"; }
