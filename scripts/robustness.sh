#!/usr/bin/env bash
# What `polarspec lint --fix` and `polarspec fmt` leave behind when they are killed, when the disk is full, when they may not write, and
# when somebody else writes at the same time: every file is as it was or as it should become, and the reason is said.
#
#   scripts/robustness.sh [ROUNDS]     how often a run is killed; 200 unless told
#
# Needs bash and Go. A full disk is a small tmpfs, which takes root to mount, or sudo without a password; revoked permissions take setpriv for
# root, whom nothing is forbidden. What cannot be tried on this machine is said and fails. docs/robustness.md has the table of a run.
# shellcheck disable=SC2016 # backquotes of Markdown
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/testlib.sh
. "$root/scripts/testlib.sh"

rounds=${1:-200}
files=40
tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-robustness.XXXXXX")
as_root=()
if [[ $(id -u) != 0 ]]; then
    as_root=(sudo -n)
fi
cleanup() {
    if [[ -d $tmp/disk ]]; then
        "${as_root[@]}" umount "$tmp/disk" 2>/dev/null || true
    fi
    chmod -R u+w -- "$tmp" 2>/dev/null || true
    rm -rf -- "$tmp"
}
trap cleanup EXIT
chmod 755 "$tmp"
log=$tmp/output.log
: >"$log"

(cd -- "$root" && go build -o "$tmp/polarspec" ./cmd/polarspec)
polarspec=$tmp/polarspec
seed=$root/testdata/seed/requests/inline-avro.json

# What a file is before (a slip, and another layout), and after each command. 40 copies of the mappings make it large enough to be caught half-written.
{
    sed '/"mappings"/,$d' "$seed" | sed 's/"tableName"/"table_name"/; s/^ */&&/'
    printf '    "mappings": [\n        {"expression": "TIME_PARSE(\\"timestamp\\")", "columnName": "__time"}'
    for i in $(seq 400); do
        printf ',\n        {"expression": "\\"city\\"", "columnName": "city_%d"}' "$i"
    done
    printf '\n    ]\n}\n'
} >"$tmp/before"
sed 's/"table_name"/"tableName"/' "$tmp/before" >"$tmp/after-fix"
"$polarspec" fmt - <"$tmp/before" >"$tmp/after-fmt"

# prepare FOLDER: the files before.
prepare() {
    rm -rf -- "$1"
    mkdir -p -- "$1"
    for i in $(seq "$files"); do
        cp -- "$tmp/before" "$1/job-$i.json"
    done
}

# states FOLDER AFTER: counts the files in before, after and torn; leftovers are files of other names.
states() {
    local file
    before=0 after=0 torn=0
    for file in "$1"/job-*.json; do
        if cmp -s -- "$file" "$tmp/before"; then
            before=$((before + 1))
        elif cmp -s -- "$file" "$2"; then
            after=$((after + 1))
        else
            torn=$((torn + 1))
        fi
    done
    leftovers=$(find "$1" -name '.polarspec-*.tmp' | wc -l)
    strangers=$(find "$1" -type f ! -name 'job-*.json' ! -name '.polarspec-*.tmp' | wc -l)
}

# row WHAT RESULT: a line of the table.
row() { printf '| %s | %s |\n' "$1" "$2" >>"$tmp/table"; }

# killed NAME AFTER COMMAND…: runs of the command are killed at random moments, until as many as wanted were caught before their end.
killed() {
    local name=$1 after_text=$2 began took pid delay status tries=0 stopped=0 between=0 all_torn=0 all_left=0 missing=0 odd=0
    shift 2
    prepare "$tmp/kill"
    began=$(date +%s%N)
    (cd -- "$tmp/kill" && "$@" >"$log" 2>&1) || true
    took=$((($(date +%s%N) - began) / 1000)) # microseconds
    while ((stopped < rounds && tries < 10 * rounds)); do
        tries=$((tries + 1))
        prepare "$tmp/kill"
        (cd -- "$tmp/kill" && exec "$@" >"$log" 2>&1) &
        pid=$!
        delay=$((took * (RANDOM % 1000) / 1000))
        sleep "$(printf '%d.%06d' $((delay / 1000000)) $((delay % 1000000)))"
        kill -9 "$pid" 2>/dev/null || true
        status=0
        wait "$pid" 2>/dev/null || status=$?
        if ((status == 137)); then
            stopped=$((stopped + 1))
        else
            took=$((took * 19 / 20)) # it had ended already
        fi
        states "$tmp/kill" "$after_text"
        all_torn=$((all_torn + torn)) all_left=$((all_left + leftovers)) odd=$((odd + strangers))
        if ((before + after + torn != files)); then missing=$((missing + 1)); fi
        if ((before > 0 && after > 0)); then between=$((between + 1)); fi
    done
    want "$name was killed" "$rounds runs killed before their end" equal "$stopped" "$rounds"
    want "$name killed $rounds times: no file is torn" "0 of $((files * tries)) files neither before nor after" equal "$all_torn" 0
    want "$name killed $rounds times: no file is gone" 'all files are there each time' equal "$missing" 0
    want "$name killed $rounds times: nothing else is left" 'only files .polarspec-*.tmp' equal "$odd" 0
    want "$name was killed in the middle" "at least a tenth of the runs had written some files and not others ($between)" test "$between" -ge $((rounds / 10))
    (cd -- "$tmp/kill" && "$@" >"$log" 2>&1) || true
    states "$tmp/kill" "$after_text"
    want "$name goes on where it was killed" 'all files are done' equal "$after" "$files"
    row "\`${*/#$tmp\//}\`, $files files, \`kill -9\` at random moments" "$stopped runs killed before their end, $between runs with some files done and others not; $all_torn files torn, $missing runs with a file missing; $all_left temporary files left"
}

# refused NAME STATUS TEXT AFTER COMMAND…: the command ends with a code and words, and every file is whole.
refused() {
    local name=$1 code=$2 text=$3 after_text=$4 folder=$5 status=0
    shift 5
    (cd -- "$folder" && "$@") >"$log" 2>&1 || status=$?
    states "$folder" "$after_text"
    want "$name: exit code" "exit code $code" equal "$status" "$code"
    want "$name: words" "'$text' in the output" logged "$text"
    want "$name: no file is torn or gone" "all $files files are before or after" equal "$torn/$((before + after))" "0/$files"
    want "$name: no temporary file is left" 'nothing of the command is left' equal "$leftovers/$strangers" 0/0
    row "$name" "exit code $status, \"$(sed -n "s/^polarspec: [^ ]*: \(.*${text//\//\\/}.*\)/\1/p" "$log" | head -n 1)\"; $before files before, $after after, $torn torn"
}

killed 'lint --fix' "$tmp/after-fix" "$polarspec" lint --fix .
killed 'fmt' "$tmp/after-fmt" "$polarspec" fmt .

# A disk with room for the files and no more.
mkdir "$tmp/disk"
if "${as_root[@]}" mount -t tmpfs -o "size=4m,uid=$(id -u)" tmpfs "$tmp/disk" 2>"$log"; then
    for command in fix fmt; do
        prepare "$tmp/disk/jobs"
        dd if=/dev/zero of="$tmp/disk/filler" bs=1k 2>/dev/null || true
        args=(fmt .)
        if [[ $command == fix ]]; then args=(lint --fix .); fi
        refused "\`polarspec ${args[*]}\` on a full disk" 3 'no space left on device' "$tmp/after-$command" "$tmp/disk/jobs" "$polarspec" "${args[@]}"
        rm -rf -- "$tmp/disk/filler" "$tmp/disk/jobs"
    done
    "${as_root[@]}" umount "$tmp/disk"
else
    want 'a full disk' 'a tmpfs can be mounted' false
fi
rmdir "$tmp/disk"

# A limit on the size of files.
limited() { (ulimit -f 8 && exec "$@"); }
prepare "$tmp/limit"
refused '`polarspec lint --fix .` under `ulimit -f 8`' 3 'file too large' "$tmp/after-fix" "$tmp/limit" limited "$polarspec" lint --fix .

# A full pipe's end.
status=0
"$polarspec" lint --fix - <"$tmp/before" 2>"$log" >/dev/full || status=$?
want 'standard output is full: exit code' 'exit code 3' equal "$status" 3
want 'standard output is full: words' 'the error of the system' logged 'no space left on device'
row '`polarspec lint --fix - >/dev/full`' "exit code $status, \"$(sed 's/^polarspec: //' "$log" | tail -n 1)\""

# Permissions, of somebody whom they hold for.
as_user=()
if [[ $(id -u) == 0 ]]; then
    as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
prepare "$tmp/folder"
chmod 777 "$tmp/folder"
chmod 666 "$tmp/folder"/*
chmod 555 "$tmp/folder"
refused '`polarspec lint --fix .` in a folder without permission to write' 3 'permission denied' "$tmp/after-fix" "$tmp/folder" "${as_user[@]}" "$polarspec" lint --fix .
chmod 755 "$tmp/folder"
prepare "$tmp/locked"
chmod 777 "$tmp/locked"
chmod 666 "$tmp/locked"/*
chmod 444 "$tmp/locked/job-7.json"
refused '`polarspec lint --fix .` with a file that is read-only' 3 'the file is read-only' "$tmp/after-fix" "$tmp/locked" "${as_user[@]}" "$polarspec" lint --fix .
want 'a read-only file among others: the others are fixed' "$((files - 1)) files fixed" equal "$after" "$((files - 1))"
prepare "$tmp/secret"
chmod 777 "$tmp/secret"
chmod 666 "$tmp/secret"/*
chmod 000 "$tmp/secret/job-7.json"
status=0
(cd -- "$tmp/secret" && "${as_user[@]}" "$polarspec" fmt . >"$log" 2>&1) || status=$?
want 'a file that may not be read: words' 'permission denied, by name' logged 'job-7.json: cannot be read: permission denied'
chmod 644 "$tmp/secret/job-7.json"
states "$tmp/secret" "$tmp/after-fmt"
want 'a file that may not be read: the others are formatted' 'one before, the others after' equal "$before/$after/$torn" "1/$((files - 1))/0"
row '`polarspec fmt .` with a file that may not be read' "exit code $status; $before files before, $after after, $torn torn"

# Somebody else writes the same file again and again, whole each time.
mkdir "$tmp/race"
sed 's/koalas_inline_avro/bears/' "$tmp/before" >"$tmp/other"
sed 's/"table_name"/"tableName"/' "$tmp/other" >"$tmp/after-other"
cp -- "$tmp/before" "$tmp/race/job.json"
(
    while [[ ! -e $tmp/stop ]]; do
        for text in before other; do
            cp -- "$tmp/$text" "$tmp/race/.next" && mv -- "$tmp/race/.next" "$tmp/race/job.json"
        done
    done
) &
writer=$!
torn=0 fixed=0 said=0 odd=0
for _ in $(seq "$rounds"); do
    status=0
    (cd -- "$tmp/race" && "$polarspec" lint --fix job.json >"$log" 2>&1) || status=$?
    if logged 'has changed since it was read'; then
        said=$((said + 1))
    elif ((status == 3)); then
        odd=$((odd + 1))
    else
        fixed=$((fixed + 1))
    fi
    cp -- "$tmp/race/job.json" "$tmp/seen"
    ok=
    for text in before other after-fix after-other; do
        if cmp -s -- "$tmp/seen" "$tmp/$text"; then ok=1; fi
    done
    if [[ -z $ok ]]; then torn=$((torn + 1)); fi
done
: >"$tmp/stop"
wait "$writer"
want 'a file that somebody else writes: never torn' "0 of $rounds" equal "$torn" 0
want 'a file that somebody else writes: clear words or done' "no other failure in $rounds runs" equal "$odd" 0
want 'a file that somebody else writes: it was noticed' 'at least one run had to give up' test "$said" -gt 0
row "\`polarspec lint --fix job.json\` $rounds times while another process replaces the file without pause" "$fixed runs done, $said gave up with \"has changed since it was read and is left as it is: run again\"; $torn torn"

printf '\n| what | result |\n| --- | --- |\n'
cat -- "$tmp/table"
printf '\n%s cores, %s\n' "$(nproc)" "$(uname -s)"
summary
