# Sourced by the scripts that make something slow for the tests: where it is kept, how it is named, and how it is made once.
# They set `script` (their own full path) and `prefix` (how the names of what they make begin) before.
# shellcheck shell=bash disable=SC2034,SC2154

cache=${BDL_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/big-data-lab-tests}

say() { printf '%s: %s\n' "${script##*/}" "$*" >&2; }
fail() { say "$*"; exit 1; }

# usage: prints the comment at the top of the script.
usage() { sed -n '2,/^set -e/{/^#/s/^# \{0,1\}//p}' "$script" >&2; }

# need PROGRAM PACKAGE ...: fails with the Debian packages of everything that is missing.
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$1" > /dev/null || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] || fail "missing here, please install: ${missing[*]}"
}

# recipe_hash NAME: of the lines of the script that decide what is made (from `# NAME-begin` to `# NAME-end`), so that a changed
# recipe is never served an old result.
recipe_hash() { sed -n "/^# $1-begin$/,/^# $1-end$/p" "$script" | sha256sum | cut -c1-16; }

# make_once FOLDER VERB: calls the script's own internal VERB with a new folder, and gives that its name FOLDER when it is
# complete. Safe to call at the same time from several processes; the work of an interrupted one is thrown away.
make_once() {
  local folder=$1 verb=$2 making=$1.making started=$SECONDS lock
  [ ! -d "$folder" ] || return 0
  [ "$(id -u)" -eq 0 ] || fail 'making it needs root'
  mkdir -p "$cache"
  exec {lock}> "$cache/${script##*/}.lock"
  flock --nonblock "$lock" || { say 'another process makes it, waiting'; flock "$lock"; }
  if [ ! -d "$folder" ]; then
    rm -rf --one-file-system "$cache/$prefix"-*.making
    mkdir "$making"
    say "making $folder (log: $making/make.log)"
    # When this script is killed, the kernel ends everything below, and whatever the tools mounted goes with it.
    setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork --kill-child --mount-proc \
      "$script" "$verb" "$making" > "$making/make.log" 2>&1 < /dev/null || {
      tail -n 30 "$making/make.log" >&2
      fail "making it failed; the whole log is $making/make.log"
    }
    mv "$making" "$folder"
    say "made in $((SECONDS - started)) s"
  fi
  exec {lock}>&- # or every later child would keep it
}

# clean: removes everything that was made.
clean() {
  local lock
  [ -d "$cache" ] || return 0
  exec {lock}> "$cache/${script##*/}.lock"
  flock "$lock"
  rm -rf --one-file-system "$cache/$prefix"-*
  exec {lock}>&-
}
