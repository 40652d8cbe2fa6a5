# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# The sixteen situations of faults/run.sh, by their numbers (10 is among the pictures).

# evil FILE DEED: 20,000 lines, of which one, the 12,346th, has the plugin do the deed.
evil() {
  seq -f 'line %.0f of the input' 0 19999 | sed 's/^line 12345 .*/line EVIL 12345/' >in.txt
  cat >"$1" <<END
dp: 1
plugins: ["$plugins"]
input: in.txt
map: [{use: lines}, {use: evil, with: {deed: $2}}]
output: o.csv
pool: {memory: 512MiB, timeout: 1s}
errors: {rejects: rej.ndjson}
END
}

kill9() {
  evil p.yaml kill9
  local begin=$SECONDS
  dp run p.yaml
  expect_at_most "seconds" 20 $((SECONDS - begin))
  expect "exit code" 3 "$code"
  expect "rejected lines" 12346 "$(rejected_lines)"
  expect "rows that differ" "12346d12345" "$(diff in.txt <(tail -n +2 o.csv) | head -n 1)"
  expect "rows" 19999 "$(tail -n +2 o.csv | wc -l)"
}
check faults/01-kill9 kill9

update_any_chunksize() {
  evil p.yaml none
  sed -i '/^map/,$d' p.yaml
  cat >>p.yaml <<'END'
map: [{use: lines}]
reduce: {c: {use: evil.count, with: {deed: status}, to: c.csv}}
errors: {rejects: rej.ndjson}
END
  local size
  for size in 64KiB 100KiB 256KiB 1MiB; do
    dp run p.yaml --chunksize "$size"
    expect "exit code at $size" 3 "$code"
    expect "count at $size" $'n\n19999' "$(cat c.csv)"
    expect "rejects at $size" \
      "$(reject in.txt 12346 285170 'update says no' 'line EVIL 12345')" "$(cat rej.ndjson)"
  done
}
check faults/02-update update_any_chunksize

unreadable_inputs() {
  mkdir d
  echo a >d/a
  ln -s nowhere d/b
  mkfifo d/c
  unreadable 'policy: collect' 3 2
  expect "output" $'line\na' "$(cat o.csv)"
  rm o.csv
  unreadable 'policy: stop' 1 1
  unreadable 'budget: 0' 1 1
  unreadable 'budget: 1' 1 2
  expect "output of runs that failed" "" "$(find . -name o.csv)"
}
# unreadable KEY CODE LEAST: at least so many rejects are kept.
unreadable() {
  write p.yaml 'dp: 1' 'input: "d/*"' 'map: [{use: lines}]' 'output: o.csv' \
    "errors: {$1, rejects: rej.ndjson}"
  rm -f rej.ndjson
  dp run p.yaml
  expect "exit code of $1" "$2" "$code"
  expect_in "rejects of $1" '"file":"d/b"' rej.ndjson
  expect_in "what $1 says" "d/b" "$err"
  expect_at_most "rejects of $1 that are missing" 0 $(($3 - $(wc -l <rej.ndjson)))
}
check faults/03-unreadable-inputs unreadable_inputs

one_file_twice() {
  write x.csv a,b 1,2 bad
  write e.yaml 'dp: 1' 'input: x.csv' 'map: [{use: csv}]' 'output: same.csv' \
    'errors: {rejects: same.csv}'
  expect_refused "'same.csv' is the output 'same.csv' too" e.yaml
  write f.yaml 'dp: 1' 'input: {range: 3}' 'output: s.csv' \
    "reduce: {p: {with: {take: {n: count}}, to: \"$PWD/s.csv\"}}"
  expect_refused "s.csv' is the output 's.csv' too" f.yaml
  expect "files" "x.csv" "$(find . -name '*.csv' -printf '%f\n')"
}
check faults/04-one-file-twice one_file_twice

folders_as_nobody() {
  chmod 755 .
  mkdir -p pd/ok pd/secret
  echo 1 >pd/ok/a
  echo 2 >pd/secret/b
  chmod "$([ "$(id -u)" = 0 ] && echo 700 || echo 000)" pd/secret
  write p.yaml 'dp: 1' 'input: pd' 'map: [{use: lines}]'
  dp_as_nobody run p.yaml
  chmod 755 pd/secret
  expect "exit code" 3 "$code"
  expect "records" '{"line":"1"}' "$(cat "$out")"
  expect_in "what is said" "pd/secret: cannot be read: Permission denied" "$err"
}
check faults/05-unreadable-folder folders_as_nobody

interrupted_on_stdin() {
  write p.yaml 'dp: 1' 'input: "-"' 'map: [{use: lines}]'
  mkfifo fifo
  sleep 30 >fifo &
  local writer=$!
  signal INT run p.yaml <fifo
  kill "$writer"
  expect "exit code" 130 "$code"
  expect_in "what is said" "stopped after" "$err"
}
check faults/06-interrupt interrupted_on_stdin

# What is kept of a record that kills its worker: all of its bytes, as its file has them.
bytes_of_a_killer() {
  local segv='the worker was killed by signal 11 (SIGSEGV) in the step evil'
  record_of_json segv "$segv"
  record_of_json throw 'plugin threw \u001b[31mred\u001b[0m\nnewline'
  evil p.yaml segv
  gzip in.txt
  sed -i 's/in.txt/in.txt.gz/' p.yaml
  dp run p.yaml
  expect "reject out of .gz" \
    "$(reject in.txt.gz 12346 285170 "$segv" 'line EVIL 12345')" "$(cat rej.ndjson)"
  long_record
}
record_of_json() {
  {
    echo '['
    for id in 0 1 2 3 4 5 6 7 8 9; do
      printf '{\n "id": %d,\n "line": "%s"\n}%s\n' "$id" \
        "$([ "$id" = 5 ] && echo EVIL || echo ok)" "$([ "$id" = 9 ] || echo ,)"
    done
    echo ']'
  } >m.json
  evil p.yaml "$1"
  sed -i 's/in.txt/m.json/; s/use: lines/use: json/' p.yaml
  dp run p.yaml
  expect "reject of $1" \
    "$(reject m.json 22 147 "$2" '{\n \"id\": 5,\n \"line\": \"EVIL\"\n}')" "$(cat rej.ndjson)"
  expect "rows of $1" 9 "$(tail -n +2 o.csv | wc -l)"
}
long_record() {
  write long.csv a,b 1,2 "x,$(head -c 200000 /dev/zero | tr '\0' y),z"
  write p.yaml 'dp: 1' 'input: long.csv' 'map: [{use: csv}]' 'output: o.csv'
  keep_rejects p.yaml
  dp run p.yaml
  expect "raw_bytes of a long one" 200004 \
    "$(sed -nE 's/.*"raw_bytes":([0-9]+).*/\1/p' rej.ndjson)"
  sed -nE 's/.*"raw":"([^"]*)".*/\1/p' rej.ndjson | tr -d '\n' >raw.txt
  expect "bytes kept of a long one" 65536 "$(wc -c <raw.txt)"
}
check faults/07-bytes-of-a-killer bytes_of_a_killer

leak_of_evil() {
  evil p.yaml leak
  $long || sed -i '8001,$d' in.txt
  sed -i 's/512MiB/256MiB/' p.yaml
  local attempt
  for attempt in $(attempts); do
    dp run p.yaml
    expect "rejects of run $attempt" 0 "$(wc -l <rej.ndjson)"
    expect "rows of run $attempt" "" "$(diff in.txt <(tail -n +2 o.csv) | head -n 3)"
  done
}
check faults/08-leak leak_of_evil

terminal_escapes() {
  dp run "$(printf 'a\033[31mb')"
  expect "exit code" 2 "$code"
  expect_in "the name" 'a\x1B[31mb' "$err"
  expect "lines with ESC" 0 "$(grep -c "$(printf '\033')" "$err")"
  evil p.yaml throw
  dp run p.yaml
  expect_in "the reason" 'plugin threw \x1B[31mred' "$err"
  expect "lines with ESC in the summary" 0 "$(grep -c "$(printf '\033')" "$err")"
}
check faults/09-escapes terminal_escapes

mode_of_a_secret() {
  write p.yaml 'dp: 1' 'input: {range: 3}' 'output: secret.csv'
  echo >secret.csv
  chmod 600 secret.csv
  dp run p.yaml
  expect "mode" 600 "$(stat -c %a secret.csv)"
  expect "output" $'index\n0\n1\n2' "$(cat secret.csv)"
}
check faults/11-mode mode_of_a_secret

rejects_without_a_place() {
  echo a >in.txt
  write p.yaml 'dp: 1' 'input: in.txt' 'map: [{use: lines}]' 'output: o12.csv' \
    'errors: {rejects: /proc/no/r}'
  expect_refused "p.yaml:5:19: error: /proc/no/r: no file can be made in /proc" p.yaml
  expect "output" "" "$(find . -name o12.csv)"
}
check faults/12-rejects-late rejects_without_a_place

stars_at_the_end() {
  mkdir -p t/u
  echo >t/u/f
  echo x >t/g
  write p.yaml 'dp: 1' 'input: "t/**"' 'map: [{use: lines}]'
  expect_output "t/**" 0 $'{"line":"x"}\n{"line":""}' run p.yaml
}
check faults/13-stars stars_at_the_end

brace_bomb() {
  write p.yaml 'dp: 1' "input: \"$(printf '{a,b}%.0s' $(seq 40))\"" 'map: [{use: lines}]'
  local begin=${EPOCHREALTIME/./}
  code=0
  (ulimit -v 2000000 && exec timeout 20 "$program" validate p.yaml) >"$out" 2>"$err" || code=$?
  expect "exit code" 2 "$code"
  expect_in "what is said" "p.yaml:2:8: error:" "$err"
  expect_at_most "milliseconds" 5000 $(((${EPOCHREALTIME/./} - begin) / 1000))
}
check faults/14-brace-bomb brace_bomb

stop_says_why() {
  write x.csv a,b 1,2 bad
  write p.yaml 'dp: 1' 'input: x.csv' 'map: [{use: csv}]' 'output: o.csv' \
    'errors: {policy: stop, rejects: st.rej}'
  dp run p.yaml
  expect "exit code" 1 "$code"
  expect_in "what is said" "x.csv:3: got 1 field" "$err"
  expect_in "rejects" '"file":"x.csv","line":3' st.rej
  expect "output" "" "$(find . -name o.csv)"
}
check faults/15-policy-stop stop_says_why

# 1,000 blocks of 1,024 bytes, and an output that needs more.
file_size_limit() {
  seq 300000 >in.txt
  write p.yaml 'dp: 1' 'input: in.txt' 'map: [{use: lines}]' 'output: o.csv' \
    'errors: {policy: ignore, rejects: rej.ndjson}'
  echo old >o.csv
  code=0
  (ulimit -f 1000 && exec timeout 60 "$program" run p.yaml) >"$out" 2>"$err" || code=$?
  expect "exit code" 1 "$code"
  expect_in "what is said" "ulimit -f" "$err"
  expect "the old output" old "$(cat o.csv)"
}
check faults/16-file-size file_size_limit
