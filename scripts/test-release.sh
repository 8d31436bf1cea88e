#!/usr/bin/env bash
# Tests how releases are made, with nothing published: what .goreleaser.yaml builds, the scripts of the release workflow, `go install …@latest`
# and `cue mod publish`, each against what stands in for GitHub, the module proxy and the CUE registry on this machine.
#
#   scripts/test-release.sh [PART…]          PART is scripts (seconds), archives, install or cue; all of them by default
#   scripts/test-release.sh --self-check     breaks a copy in one way after the other and checks that the test notices
#   scripts/test-release.sh --break NAME     the part that a break is about, on a copy broken in that way; must fail
#
# Needs bash, git, Go and curl; installs Debian's file, jq and unzip when they are not there. goreleaser and cue are pinned where they are used and built by Go.
# Writes only below the temporary directory and to the caches of Go.
#
# shellcheck disable=SC2016 # single quotes keep $ and backquotes for sed
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/testlib.sh
. "$root/scripts/testlib.sh"

# A way to break the copy, a check that must then fail, and the part that has it.
breaks=(
    'notes-not-needed|notes: a version without a section|scripts'
    'any-tag|notes: a tag that is no version|scripts'
    'checksum-replaced|table: another checksum for a known archive|scripts'
    'five-archives|table: an archive is missing|scripts'
    'pushed-to-main|table: the change is proposed on a branch|scripts'
    'target-dropped|the archives: six systems|archives'
    'archive-renamed|the action: its table takes the checksums|archives'
    'changelog-left-out|the contents of polarspec_|archives'
    'version-not-set|the binary: its version|archives'
    'symbols-kept|stripped: |archives'
    'paths-kept|built for |archives'
    'time-of-checkout|the same bytes: |archives'
    'version-not-known|go install: the version|install'
    'definition-left-out|cue: published|cue'
    'definition-lax|cue: a bad spec is refused|cue'
)

# break_copy NAME: edits the copy in $repo.
break_copy() {
    local file edit one_target='/targets:/s/\[.*\]/['"$platform"']/;'
    case $1 in
    notes-not-needed) file=scripts/release-notes.sh edit='s/^if \[\[ -z \$notes .*/if false; then/' ;;
    any-tag) file=scripts/release-notes.sh edit='s/^if \[\[ ! \$tag .*/if false; then/' ;;
    checksum-replaced) file=scripts/update-versions.sh edit='s/^    \*) fail .*/    *) ;;/' ;;
    five-archives) file=scripts/update-versions.sh edit='s/fail "\$checksums must have.*/continue/' ;;
    pushed-to-main) file=scripts/propose-versions.sh edit='s/^branch=.*/branch=main/; s/^git switch .*//' ;;
    target-dropped) file=.goreleaser.yaml edit='s/, windows_arm64\]/]/' ;;
    archive-renamed) file=.goreleaser.yaml edit='s/{{ .Os }}_{{ .Arch }}/{{ .Os }}-{{ .Arch }}/' ;;
    changelog-left-out) file=.goreleaser.yaml edit=$one_target'/CHANGELOG.md/,+1d' ;;
    version-not-set) file=.goreleaser.yaml edit=$one_target's/ -X main.release=.*//' ;;
    symbols-kept) file=.goreleaser.yaml edit=$one_target's/-s -w //' ;;
    paths-kept) file=.goreleaser.yaml edit=$one_target'/-trimpath/d' ;;
    time-of-checkout) file=.goreleaser.yaml edit=$one_target'/info: &text/,/mtime/{/mtime/d}' ;;
    version-not-known) file=cmd/polarspec/version.go edit='s/return v$/return "devel"/' ;;
    definition-left-out) file=scripts/publish-cue.sh edit='s/^cd -- "\$stage"/rm -- "$stage"\/schemas\/polaris\/format.cue; &/' ;;
    definition-lax) file=schemas/polaris/job.cue edit='s/^#Job: .*/#Job: {...}/' ;;
    *) die "unknown break: $1" ;;
    esac
    sed "$edit" "$root/$file" >"$repo/$file"
    if cmp -s -- "$repo/$file" "$root/$file"; then
        die "the break $1 changed nothing"
    fi
}

part_of() {
    local entry
    for entry in "${breaks[@]}"; do
        if [[ ${entry%%|*} == "$1" ]]; then
            printf '%s' "${entry##*|}"
        fi
    done
}

self_check() {
    local entry name check status
    for entry in "${breaks[@]}"; do
        IFS='|' read -r name check _ <<<"$entry"
        status=0
        log=$tmp/self-check.log
        bash "${BASH_SOURCE[0]}" --break "$name" >"$log" 2>&1 </dev/null || status=$?
        want "a broken release ($name) is noticed" 'exit code 1 of the test' equal "$status" 1
        want "a broken release ($name) fails the check that is about it" "a line 'NOT OK  $check'" logged "NOT OK  $check"
    done
    summary
}

tmp=$(mktemp -d "${TMPDIR:-/tmp}/polarspec-release.XXXXXX")
tmp=$(cd -- "$tmp" && pwd -P)
registry=
cleanup() {
    if [[ -n $registry ]]; then
        kill -- "$registry" 2>/dev/null || true
    fi
    # Go makes module caches read-only.
    chmod -R u+w -- "$tmp" 2>/dev/null || true
    rm -rf -- "$tmp"
}
trap cleanup EXIT

need git git
need go
isolate_git
log=$tmp/output.log
platform=$(go env GOOS)_$(go env GOARCH)
platforms=(linux_amd64 linux_arm64 darwin_amd64 darwin_arm64 windows_amd64 windows_arm64)
seed=$root/testdata/seed/requests/inline-avro.json

# run COMMAND…: leaves the exit code in status and all output in the log.
run() {
    status=0
    "$@" >"$log" 2>&1 </dev/null || status=$?
}

# What a tag v0.0.1 on what is in the work tree would have.
repo=$tmp/repo
prepare() {
    copy_tree "$root" "$repo"
    if [[ -n $1 ]]; then
        break_copy "$1"
    fi
    git -C "$repo" init -q
    git -C "$repo" add -A
    git -C "$repo" commit -q -m 'the release under test'
    git -C "$repo" tag v0.0.1
    sed 's/"tableName"/"tabelName"/' "$seed" >"$tmp/misspelt.json"
}

# checksums_of VERSION SUM: as goreleaser writes them.
checksums_of() {
    local system
    for system in "${platforms[@]}"; do
        printf '%s  polarspec_%s_%s.tar.gz\n' "$2" "$1" "$system"
    done
    printf '%s  polarspec_%s_windows_amd64.zip\n' "${2//1/9}" "$1"
}

test_notes() {
    local bad
    printf '# Changelog\r\n\r\n## Unreleased\n\n* later\n\n## 1.2.3 (2026-12-01)\n\n* one\n\n  more of it\n\n### Fixed\n* two\n\n\n## 1.2.30\n\n* other\n\n## 1.2.2\n\n## 1x2x4\n* wrong\n' >"$tmp/changelog.md"
    run bash "$repo/scripts/release-notes.sh" v1.2.3 "$tmp/changelog.md"
    want 'notes: the section of the version' 'its lines, and no others' equal "$status/$(cat -- "$log")" $'0/* one\n\n  more of it\n\n### Fixed\n* two'
    for bad in v1.2.2 v1.2 v1.2.4 v0.9.0 v1.2.3-rc.1; do
        run bash "$repo/scripts/release-notes.sh" "$bad" "$tmp/changelog.md"
        want "notes: a version without a section ($bad)" 'exit code 1' equal "$status" 1
    done
    printf '## nightly\n* x\n## 01.2.3\n* x\n## Unreleased\n* x\n## 1.2.3;touch\n* x\n' >"$tmp/odd.md"
    for bad in 1.2.3 vnightly v01.2.3 vUnreleased 'v1.2.3;touch' ''; do
        run bash "$repo/scripts/release-notes.sh" "$bad" "$tmp/odd.md"
        want "notes: a tag that is no version ($bad)" 'exit code 1, and what a tag looks like' equal "$status/$(grep -c 'must be like v1.2.3' "$log")" 1/1
    done
}

test_table() {
    local table=$tmp/versions.txt one two
    one=$(printf '1%.0s' {1..64})
    two=$(printf '2%.0s' {1..64})
    update() { run bash "$repo/scripts/update-versions.sh" "$1" "$tmp/checksums.txt" "$table"; }

    printf '# a comment\n0.9.0      linux-amd64    %s' "$two" >"$table"
    checksums_of 1.0.0 "$one" >"$tmp/checksums.txt"
    update v1.0.0
    want 'table: the rows of a release' 'six rows behind what was there' equal "$status/$(awk '{ print $1, $2, substr($3, 1, 1) }' "$table")" \
        $'0/# a c\n0.9.0 linux-amd64 2\n1.0.0 linux-amd64 1\n1.0.0 linux-arm64 1\n1.0.0 darwin-amd64 1\n1.0.0 darwin-arm64 1\n1.0.0 windows-amd64 1\n1.0.0 windows-arm64 1'
    cp -- "$table" "$tmp/before"
    update v1.0.0
    want 'table: the same again' 'exit code 0 and no change' equal "$status/$(cmp -- "$table" "$tmp/before" 2>&1)" 0/
    checksums_of 1.0.0 "$one" | sed "/darwin_arm64/s/1\{64\}/$two/" >"$tmp/checksums.txt"
    update v1.0.0
    want 'table: another checksum for a known archive' 'exit code 1, both checksums, and no change' \
        equal "$status/$(grep -c "has $one for 1.0.0 on darwin-arm64, and .* says $two" "$log")/$(cmp -- "$table" "$tmp/before" 2>&1)" 1/1/
    checksums_of 1.1.0 "$one" | grep -v linux_arm64 >"$tmp/checksums.txt"
    update v1.1.0
    want 'table: an archive is missing' 'exit code 1, its name, and no change' \
        equal "$status/$(grep -c polarspec_1.1.0_linux_arm64.tar.gz "$log")/$(cmp -- "$table" "$tmp/before" 2>&1)" 1/1/
    { checksums_of 1.1.0 "$one"; checksums_of 1.1.0 "$two"; } >"$tmp/checksums.txt"
    update v1.1.0
    want 'table: an archive is there twice' 'exit code 1 and no change' equal "$status/$(cmp -- "$table" "$tmp/before" 2>&1)" 1/
    checksums_of 1.1.0 "${one%1}" >"$tmp/checksums.txt"
    update v1.1.0
    want 'table: a checksum that is none' 'exit code 1 and no change' equal "$status/$(cmp -- "$table" "$tmp/before" 2>&1)" 1/
    checksums_of 1.0.0 "$one" >"$tmp/checksums.txt"
    update v1.1.0
    want 'table: the checksums of another release' 'exit code 1 and no change' equal "$status/$(cmp -- "$table" "$tmp/before" 2>&1)" 1/
}

# The last job of the workflow, with a folder as GitHub and a `gh` that writes down what it is asked.
test_proposal() {
    git clone -q --bare -- "$repo" "$tmp/github.git"
    git clone -q -- "$tmp/github.git" "$tmp/checkout"
    mkdir -p -- "$tmp/fake"
    # shellcheck disable=SC2016 # the fake expands it
    printf '#!/bin/sh\ncase "$1 $2" in "pr list") cat "%s/open" 2>/dev/null;; *) printf "%%s\\n" "$*" >>"%s/asked";; esac\nexit 0\n' "$tmp/fake" "$tmp/fake" >"$tmp/fake/gh"
    chmod +x -- "$tmp/fake/gh"
    checksums_of 1.0.0 "$(printf '1%.0s' {1..64})" >"$tmp/checksums.txt"
    propose() {
        git -C "$tmp/checkout" switch -q main
        run env PATH="$tmp/fake:$PATH" bash "$tmp/checkout/scripts/propose-versions.sh" v1.0.0 "$tmp/checksums.txt"
    }
    propose
    want 'table: the change is proposed on a branch' 'one commit over main, with six new lines in one file' \
        equal "$status/$(git -C "$tmp/github.git" diff --numstat main versions-v1.0.0 2>&1)" $'0/6\t0\taction/versions.txt'
    want 'table: a pull request is opened' 'from the branch to main' grep -q -e '^pr create --base main --head versions-v1.0.0 ' -- "$tmp/fake/asked"
    git -C "$tmp/checkout" switch -q main
    git -C "$tmp/checkout" branch -q -D versions-v1.0.0
    printf '7\n' >"$tmp/fake/open"
    propose
    want 'table: the workflow may run again' 'no second pull request' equal "$status/$(grep -c 'pr create' "$tmp/fake/asked")" 0/1
    git -C "$tmp/github.git" update-ref refs/heads/main versions-v1.0.0
    git -C "$tmp/checkout" switch -q main
    git -C "$tmp/checkout" pull -q
    propose
    want 'table: nothing to propose' 'exit code 0, and that it is known' equal "$status/$(grep -c 'has v1.0.0 already' "$log")" 0/1
}

# snapshot FOLDER: what goreleaser makes of a clone in that folder.
snapshot() {
    mkdir -p -- "$(dirname -- "$1")"
    git clone -q -- "$repo" "$1"
    (cd -- "$1" && bash scripts/goreleaser.sh release --snapshot --clean) >"$log" 2>&1 </dev/null
}

# kind SYSTEM: what file(1) says of a program for it.
kind() {
    case $1 in
    linux_amd64) printf '^ELF 64-bit LSB executable, x86-64.* statically linked.* stripped' ;;
    linux_arm64) printf '^ELF 64-bit LSB executable, ARM aarch64.* statically linked.* stripped' ;;
    darwin_amd64) printf '^Mach-O 64-bit x86_64 executable' ;;
    darwin_arm64) printf '^Mach-O 64-bit arm64 executable' ;;
    windows_amd64) printf '^PE32[+] executable .*x86-64' ;;
    windows_arm64) printf '^PE32[+] executable .*Aarch64' ;;
    esac
}

# setting NAME: of how the program in the log of `go version -m` was built.
setting() { sed -n "s/^[[:space:]]*build[[:space:]]*$1=//p" "$log"; }

test_archive() {
    local system=$1 archive=$dist/polarspec_${version}_$1.tar.gz binary=polarspec file
    local folder=$tmp/unpacked/$1 day
    if [[ $system == windows_* ]]; then
        binary=polarspec.exe
    fi
    mkdir -p -- "$folder"
    run tar -xzf "$archive" -C "$folder"
    day=$(TZ=UTC git -C "$repo" log -1 --date=format-local:'%Y-%m-%d %H:%M' --format=%cd)
    want "the contents of polarspec_*_$system.tar.gz" 'program and papers, of root and of the time of the commit' \
        equal "$(TZ=UTC tar -tvzf "$archive" 2>&1 | awk '{ print $1, $2, $4, $5, $6 }' | sort)" \
        "$(printf -- '-rw-r--r-- root/root %s %s\n' "$day" CHANGELOG.md "$day" LICENSE "$day" README.md && printf -- '-rwxr-xr-x root/root %s %s\n' "$day" "$binary")"
    if [[ $system == windows_* ]]; then
        run unzip -q "${archive%.tar.gz}.zip" -d "$folder.zip"
        want "the contents of polarspec_*_$system.zip" 'those of the .tar.gz' equal "$status/$(diff -r -- "$folder" "$folder.zip" 2>&1)" 0/
    fi
    for file in LICENSE README.md CHANGELOG.md; do
        want "the paper $file for $system" 'as it is in the repository' cmp -s -- "$folder/$file" "$repo/$file"
    done
    want "a program for $system" "file: $(kind "$system")" grep -qE -e "$(kind "$system")" <<<"$(file -b -- "$folder/$binary" 2>&1)"
    run go version -m "$folder/$binary"
    want "built for $system" 'GOOS, GOARCH, no cgo, no paths, nothing of the checkout' \
        equal "$(setting GOOS)_$(setting GOARCH)/$(setting CGO_ENABLED)/$(setting -trimpath)/$(setting vcs)" "$system/0/true/"
    # -trimpath leaves no folder of the build in it, and -s -w no tables for debuggers.
    want "stripped: $system" 'no debugging information' equal "$(grep -acE '\.z?debug_(line|info)|__z?debug_(line|info)' "$folder/$binary" 2>&1)" 0
    want "no folder of the build for $system" "no $tmp in it" equal "$(grep -acF "$tmp" "$folder/$binary" 2>&1)" 0
    want "the version in the program for $system" "$version" grep -qaF -e "$version" -- "$folder/$binary"
}

# run_action NAME=VALUE…: the action, as a runner would call it, downloading what was built.
run_action() {
    : >"$tmp/outputs"
    : >"$tmp/summary.md"
    run env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 RUNNER_TEMP="$tmp" GITHUB_WORKSPACE="$tmp/workspace" GITHUB_OUTPUT="$tmp/outputs" GITHUB_STEP_SUMMARY="$tmp/summary.md" \
        POLARSPEC_DOWNLOAD_URL="file://$dist" INPUT_VERSION="$version" INPUT_FAIL_LEVEL=error "$@" bash "$action/run.sh"
}

test_action() {
    local action=$tmp/action table=$tmp/action/versions.txt
    need jq jq
    need curl curl
    cp -R -- "$repo/action" "$action"
    mkdir -p -- "$tmp/workspace/good" "$tmp/workspace/bad"
    cp -- "$seed" "$tmp/workspace/good/"
    cp -- "$tmp/misspelt.json" "$tmp/workspace/bad/"

    run bash "$repo/scripts/update-versions.sh" "v$version" "$dist/checksums.txt" "$table"
    want 'the action: its table takes the checksums' 'exit code 0, six rows' equal "$status/$(grep -c "^$version " "$table")" 0/6
    run_action INPUT_PATHS=good
    want 'the action: the archive is downloaded and passes a valid spec' 'exit code 0' equal "$status/$(grep -c '^Downloading file:' "$log")" 0/1
    run_action INPUT_PATHS=bad
    want 'the action: the archive finds what is wrong' 'exit code 1 and the rule' equal "$status/$(grep -c '^::error file=bad/misspelt.json.*title=shape/unknown-field::' "$log")" 1/1
    sed "/^$version /s/[0-9a-f]\{64\}/$(printf '0%.0s' {1..64})/" "$table" >"$tmp/wrong" && cp -- "$tmp/wrong" "$table"
    run_action INPUT_PATHS=good
    want 'the action: an archive with another checksum is refused' 'exit code 2, and that it was not run' equal "$status/$(grep -c 'It was not run' "$log")" 2/1
}

test_archives() {
    local dist=$tmp/first/dist version=0.0.2-snapshot system name binary=polarspec names again=$tmp/another/folder
    need file file
    need unzip unzip

    if ! snapshot "$tmp/first"; then
        tail -n 30 -- "$log"
        want 'the snapshot is built' 'exit code 0 of goreleaser' false
        return
    fi
    want 'the snapshot is built' 'exit code 0 of goreleaser' true
    names=$(for system in "${platforms[@]}"; do printf 'polarspec_%s_%s.tar.gz\n' "$version" "$system"; done; printf 'polarspec_%s_%s.zip\n' "$version" windows_amd64 "$version" windows_arm64)
    names=$(sort <<<"$names")
    want 'the archives: six systems' 'a .tar.gz for each, and .zip for Windows' equal "$(cd -- "$dist" && printf '%s\n' *.tar.gz *.zip | sort)" "$names"
    want 'the checksums: of every archive' 'one line for each' equal "$(awk '{ print $2 }' "$dist/checksums.txt" | sort)" "$names"
    run bash -c 'cd -- "$1" && sha256sum --check --strict checksums.txt' - "$dist"
    want 'the checksums: right' 'exit code 0 of sha256sum --check' equal "$status" 0

    for system in "${platforms[@]}"; do
        if [[ -e $dist/polarspec_${version}_$system.tar.gz ]]; then
            test_archive "$system"
        fi
    done

    if [[ $platform == windows_* ]]; then
        binary=polarspec.exe
    fi
    binary=$tmp/unpacked/$platform/$binary
    run "$binary" version
    want 'the binary: its version' "polarspec $version, and the Go it was built with" equal "$status/$(cat -- "$log")" "0/polarspec $version ($(go env GOVERSION), ${platform/_//})"
    run "$binary" lint "$seed"
    want 'the binary: lints a valid spec' 'exit code 0' equal "$status" 0
    run "$binary" lint --format json "$tmp/misspelt.json"
    want 'the binary: finds a misspelt field' 'exit code 1 and the rule' equal "$status/$(grep -c '"rule": *"shape/unknown-field"' "$log")" 1/1
    run "$binary" explain shape/unknown-field
    want 'the binary: explains a rule' 'the page of the rule' equal "$status/$(grep -c 'What it catches' "$log")" 0/1
    test_action

    # No other break shows only in a second build.
    if [[ -n $broken && $broken != time-of-checkout ]]; then
        return
    fi
    # Elsewhere, later, for another user, in another part of the world.
    if ! (
        umask 077
        export TZ=Asia/Tokyo LC_ALL=C GOFLAGS=-buildvcs=true
        sleep 1
        snapshot "$again"
    ); then
        tail -n 30 -- "$log"
    fi
    for name in $(cd -- "$dist" && printf '%s\n' *.tar.gz *.zip checksums.txt); do
        want "the same bytes: $name" "as in a build from another folder" cmp -s -- "$dist/$name" "$again/dist/$name"
    done
}

# `go install …@latest`, from a proxy that has what Go itself makes of the tag.
test_install() {
    local module=github.com/polarspec/polarspec binary=polarspec proxies
    proxies=$(go env GOPROXY)
    git config --file "$GIT_CONFIG_GLOBAL" "url.file://$repo.insteadOf" "https://$module"
    # The zip of the module, as a proxy makes it: Go refuses names and sizes that it does not allow in one.
    run env GOFLAGS=-modcacherw GOMODCACHE="$tmp/proxy" GOPROXY=direct GONOSUMDB="$module" GOWORK=off go -C "$tmp" mod download -json "$module@v0.0.1"
    want 'go install: Go makes a module of the tag' 'exit code 0 of go mod download' equal "$status" 0
    # The list of versions, by which a proxy answers what the latest is.
    mkdir -p -- "$tmp/proxy/cache/download/$module/@v"
    printf 'v0.0.1\n' >"$tmp/proxy/cache/download/$module/@v/list"
    # Where the module must not come from this time.
    git config --file "$GIT_CONFIG_GLOBAL" --remove-section "url.file://$repo"
    # Without the folder of the module cache in it, what was compiled before is taken.
    run env -u GOBIN GOFLAGS='-modcacherw -trimpath' GOPATH="$tmp/user" GOMODCACHE="$tmp/user/pkg/mod" GOPROXY="file://$tmp/proxy/cache/download,$proxies" GONOSUMDB="$module" GOWORK=off \
        go -C "$tmp" install "$module/cmd/polarspec@latest"
    want 'go install: it builds' 'exit code 0' equal "$status" 0
    if [[ $(go env GOOS) == windows ]]; then
        binary=polarspec.exe
    fi
    run "$tmp/user/bin/$binary" version
    want 'go install: the version' 'that of the tag' equal "$status/$(cat -- "$log")" "0/polarspec v0.0.1 ($(go env GOVERSION), ${platform/_//})"
    run "$tmp/user/bin/$binary" lint "$seed"
    want 'go install: it lints' 'exit code 0' equal "$status" 0
}

# `cue mod publish` to a registry in memory, and a module of somebody else that imports what was published.
test_cue() {
    local address='' i cue consumer=$tmp/consumer
    GOBIN=$tmp/bin go install "$(grep -oE 'cuelang.org/go/cmd/cue@[^ )]+' "$repo/scripts/publish-cue.sh")"
    cue=$tmp/bin/cue
    : >"$tmp/registry.log"
    "$cue" mod registry localhost:0 >>"$tmp/registry.log" 2>&1 </dev/null &
    registry=$!
    for ((i = 0; i < 100; i++)); do
        address=$(sed -n 's/^listening on //p' "$tmp/registry.log")
        if [[ -n $address ]]; then
            break
        fi
        sleep 0.1
    done
    export CUE_REGISTRY=$address+insecure CUE_CACHE_DIR=$tmp/cue-cache

    need jq jq
    run bash "$repo/scripts/publish-cue.sh" v0.0.1 --json
    want 'cue: what would be published' 'the module file, the licence and the definitions' equal "$status/$(jq -r '.files[]' "$log" 2>&1)" \
        "0/$(cd -- "$repo" && printf '%s\n' LICENSE cue.mod/module.cue schemas/polaris/*.cue)"
    run bash "$repo/scripts/publish-cue.sh" v0.0.1
    want 'cue: published' 'exit code 0, and where to' equal "$status/$(grep -c "^published github.com/polarspec/polarspec@v0.0.1 to $address/" "$log")" 0/1

    mkdir -p -- "$consumer"
    cd -- "$consumer"
    "$cue" mod init example.com/specs@v0
    printf 'package specs\n\nimport "github.com/polarspec/polarspec/schemas/polaris@v0"\n\n#Job: polaris.#Job\n' >specs.cue
    run "$cue" mod tidy
    want 'cue: another module finds it' 'v0.0.1 in cue.mod/module.cue' equal "$status/$(grep -c 'v: "v0.0.1"' cue.mod/module.cue)" 0/1
    run "$cue" vet -c -d '#Job' . "$seed"
    want 'cue: a valid spec is accepted' 'exit code 0' equal "$status/$(cat -- "$log")" 0/
    run "$cue" vet -c -d '#Job' . "$tmp/misspelt.json"
    want 'cue: a bad spec is refused' 'exit code 1 and the field' equal "$status/$(grep -c 'tabelName: field not allowed' "$log")" 1/1
}

broken=
parts=()
case ${1:-} in
--self-check)
    self_check
    exit
    ;;
--break)
    broken=${2:?--break needs a name}
    parts=("$(part_of "$broken")")
    ;;
*) parts=("$@") ;;
esac
if ((${#parts[@]} == 0)); then
    parts=(scripts archives install cue)
fi
prepare "$broken"
for part in "${parts[@]}"; do
    case $part in
    scripts)
        test_notes
        test_table
        test_proposal
        ;;
    archives) test_archives ;;
    install) test_install ;;
    cue) test_cue ;;
    *) die "usage: ${0##*/} [scripts | archives | install | cue]… | --self-check | --break NAME" ;;
    esac
    printf '        after %s\n' "$(seconds)"
done
summary
