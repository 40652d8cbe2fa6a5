# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# How a case is tried: what tests/cases/run.sh and its groups share. `program` is the dp to try,
# `cases` their folder, `work` a temporary one; `out` and `err` are the files that have what the
# last `dp` said.

ok=0 differ=0 skipped=0 later=0
named=()

# check NAME FUNCTION: try the case, and print how it went. FUNCTION is called in a copy of the
# case's folder, or of the files NAME.* with what they read; if there are none, in an empty folder.
check() {
  local name=$1 status=0 findings
  [[ $name == *"$only"* ]] || return 0
  named+=("$name")
  : >"$work/made"
  copy_case "$name"
  (in_its_folder "$name" "$2") >"$work/findings" 2>"$work/noise" || status=$?
  findings=$(sort_out "$status")
  if [ "$status" = 77 ]; then
    skipped=$((skipped + 1))
    printf 'skipped  %s: %s\n' "$name" "$findings"
  elif [ -z "$findings" ]; then
    ok=$((ok + 1))
    printf 'ok       %s\n' "$name"
  else
    differ=$((differ + 1))
    printf 'differs  %s: %s\n' "$name" "$findings"
  fi
  rm -rf "${work:?}/$name"
}

# What the case has left in the background, as a writer that found no reader, ends with it.
in_its_folder() {
  # shellcheck disable=SC2046
  trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
  cd "$work/$1" || exit
  "$2"
}

# What speaks against the case that was just tried, in one line: what differed, what went wrong
# within the check, and that it compared nothing.
sort_out() {
  {
    cat "$work/findings"
    if [ "$1" != 77 ]; then
      sed 's/^/the check said: /' "$work/noise"
      [ -s "$work/made" ] || echo "nothing was compared"
    fi
  } | awk '{ printf "%s%s", between, $0; between = "; " }'
}

copy_case() {
  mkdir -p "$work/$1"
  if [ -d "$cases/$1" ]; then
    cp -R "$cases/$1/." "$work/$1"
    chmod -R u+w "$work/$1"
  fi
}

# later NAME REASON: a case that waits for other work.
later() {
  [[ $1 == *"$only"* ]] || return 0
  named+=("$1")
  later=$((later + 1))
  printf 'later    %s: %s\n' "$1" "$2"
}

# skip REASON: this machine cannot try the case.
skip() {
  printf '%s\n' "$1"
  exit 77
}

# give FILE...: copy these files of the cases, too.
give() {
  local file
  for file; do
    cp "$cases/$file" .
    chmod u+w "$(basename "$file")"
  done
}

# dp ARGUMENT...: what it says goes to $out and $err, its exit code to `code`.
dp() {
  code=0
  timeout --kill-after 5 60 "$program" "$@" >"$out" 2>"$err" || code=$?
}

# The same as a user whom file modes bind.
dp_as_nobody() {
  local as_nobody=()
  if [ "$(id -u)" = 0 ]; then
    as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/)
    "${as_nobody[@]}" test -x "$program" || skip "nobody but root can run $program"
  fi
  code=0
  timeout --kill-after 5 60 "${as_nobody[@]}" "$program" "$@" >"$out" 2>"$err" || code=$?
}

# expect WHAT EXPECTED GOT
expect() {
  printf . >>"$work/made"
  [ "$2" = "$3" ] || printf '%s: wanted %s, got %s\n' "$1" "$(quoted "$2")" "$(quoted "$3")"
}

# expect_in WHAT TEXT FILE: the file has the text.
expect_in() {
  printf . >>"$work/made"
  grep -qF -- "$2" "$3" ||
    printf '%s: wanted %s, got %s\n' "$1" "$(quoted "$2")" "$(quoted "$(cat "$3")")"
}

# expect_at_most WHAT MOST GOT
expect_at_most() {
  printf . >>"$work/made"
  [ "$3" -le "$2" ] || printf '%s: wanted at most %s, got %s\n' "$1" "$2" "$3"
}

# A text as a part of one line.
quoted() {
  local text=${1//$'\n'/\\n}
  [ ${#text} -le 300 ] || text=${text:0:300}...
  printf "'%s'" "$text"
}

# expect_output WHAT CODE TEXT ARGUMENT...: dp, told so, ends with CODE and prints TEXT.
expect_output() {
  local what=$1 expected=$2 text=$3
  shift 3
  dp "$@"
  expect "$what" "$text" "$(cat "$out")"
  expect "$what, exit code" "$expected" "$code"
}

# expect_refused TEXT FILE: validate and run refuse the file, and say TEXT.
expect_refused() {
  local verb
  for verb in validate run; do
    dp "$verb" "$2"
    expect "$verb $2, exit code" 2 "$code"
    expect_in "$verb $2" "$1" "$err"
  done
}

# write FILE LINE...
write() { printf '%s\n' "${@:2}" >"$1"; }

# reject FILE LINE OFFSET REASON RAW: such a reject, as its file has it. LINE is empty for that of a
# whole file, RAW where there is none.
reject() {
  printf '{"file":"%s",%s"offset":%s,"reason":"%s"%s}\n' \
    "$1" "${2:+\"line\":$2,}" "$3" "$4" "${5:+,\"raw\":\"$5\"}"
}

# keep_rejects FILE: have a pipeline that has no `errors` keep its rejects in rej.ndjson.
keep_rejects() { printf '\nerrors: {rejects: rej.ndjson}\n' >>"$1"; }

# The numbers of the lines that were rejected, in one line.
rejected_lines() {
  sed -nE 's/^\{"file":"[^"]*","line":([0-9]+),.*/\1/p' rej.ndjson | paste -sd ' '
}

# members NAME [FILE]: what the records of an NDJSON file have as NAME, in one line.
members() {
  sed -nE "s/^.*\"$1\":(\"([^\"\\\\]|\\\\.)*\"|[^,}]*).*/\1/p" "${2-$out}" | paste -sd ' '
}

# How often what may differ from run to run is tried.
attempts() { if $long; then seq 3; else seq 1; fi; }

# The one number that a table of one row and one column shows.
number() { sed -n 3p "$out" | tr -d ' '; }

# Skip the case if this dp was built without thumbnails.
need_pictures() {
  dp help thumbnail
  ! grep -q "thumbnail (step)" "$out" || return 0
  ! grep -q "no task or function 'thumbnail'" "$err" || skip "this dp makes no thumbnails"
}

# await SECONDS COMMAND...: call the command until it succeeds, for so long.
await() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.05
  done
}

# Whether the process has children, as dp has once its workers are there, or has ended.
is_at_work() { is_gone "$1" || [ -n "$(cat "/proc/$1/task/$1/children" 2>/dev/null)" ]; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }

# signal SIGNAL ARGUMENT...: start dp, send it the signal once its workers are there; `code` is its
# exit code, or "alive" if it had to be killed 5 s later.
signal() {
  local name=$1 process
  shift
  "$program" "$@" <&0 >"$out" 2>"$err" &
  process=$!
  await 5 is_at_work "$process" || true
  sleep 0.3
  kill "-$name" "$process" 2>/dev/null || true
  code=0
  if await 5 is_gone "$process"; then
    wait "$process" || code=$?
  else
    kill -KILL "$process"
    wait "$process" 2>/dev/null || true
    code=alive
  fi
}

# Every case that was handed over is tried or named as one for later.
check_all_are_named() {
  [ -z "$only" ] || return 0
  local path name
  for path in "$cases"/{data,run,use,plugin}/* "$cases"/{language,sample}/*.yaml; do
    name=${path#"$cases"/}
    name=${name%.yaml}
    [[ $name != run/_* ]] || continue
    grep -qxF -e "$name" < <(printf '%s\n' "${named[@]}") || {
      differ=$((differ + 1))
      printf 'differs  %s: wanted a check of this case, got none\n' "$name"
    }
  done
}

total() {
  printf 'cases: %d ok, %d differ, %d skipped, %d later\n' "$ok" "$differ" "$skipped" "$later"
  [ "$differ" = 0 ]
}
