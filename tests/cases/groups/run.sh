# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Workers that die, where outputs go, which files are read, how a run is stopped.

# A record whose worker always dies of SIGKILL, which is what the kernel sends when memory is out.
oom_loop() {
  use_plugins p.yaml
  local begin=$SECONDS
  dp run p.yaml
  expect_at_most "seconds" 15 $((SECONDS - begin))
  expect "exit code" 3 "$code"
  expect "output" '"a" "b" "c" "d"' "$(members line out.ndjson)"
  local reason='the worker was killed by external signal 9 (SIGKILL) in the step nasty'
  expect "rejects" "$(reject in.txt 3 4 "$reason" kill9)" "$(cat rej.ndjson)"
}
check run/01-oom-loop oom_loop

# No record is to blame for what leaked before it. Three runs take long.
leak() {
  use_plugins p.yaml
  sed 's/.*/{"line":"&"}/' in.txt >expected.ndjson
  local attempt
  for attempt in $(attempts); do
    rm -f out.ndjson rej.ndjson
    dp run -j 2 p.yaml
    expect "exit code of run $attempt" 0 "$code"
    expect "records that differ in run $attempt" "" "$(diff expected.ndjson out.ndjson | head -n 3)"
    expect "rejects of run $attempt" 0 "$(wc -l <rej.ndjson)"
  done
}
check run/02-leak-blames-innocents leak

dev_stdout() {
  local csv=$'line,n\na,2\nb,1'
  { echo HEADER && "$program" run -q p.yaml && echo FOOTER; } >report.txt
  expect "a file behind it" $'HEADER\n'"$csv"$'\nFOOTER' "$(cat report.txt)"
  expect "a pipe behind it" "$csv" "$("$program" run -q p.yaml | cat)"
  dp validate p.yaml
  expect "validate" "p.yaml: OK" "$(cat "$err")"
  expect_output "/dev/null" 0 "" run null.yaml
  expect "/dev/null is" "character special file" "$(stat -c %F /dev/null)"
}
check run/04-dev-stdout dev_stdout

nul_list() {
  dp run p.yaml < <(find d -type f -print0)
  expect "records" 5 "$(number)"
  expect "exit code" 0 "$code"
}
check run/05-nul-list nul_list

here_is_no_glob() {
  dp run 'run[1]/p.yaml'
  expect "total" 1 "$(number)"
  mv run1 elsewhere
  dp run 'run[1]/p.yaml'
  expect "total without the neighbour" 1 "$(number)"
}
check run/06-here-is-no-glob here_is_no_glob

unreadable_folder() {
  chmod 777 . out
  rm -f out/*
  chmod "$([ "$(id -u)" = 0 ] && echo 700 || echo 000)" in/locked
  local file
  for file in p g; do
    dp_as_nobody run "$file.yaml"
    expect "exit code of $file.yaml" 3 "$code"
    expect "output of $file.yaml" '{"line":"a"}' "$(cat out/o.ndjson)"
    expect "rejects of $file.yaml" \
      "$(reject in/locked '' 0 'cannot be read: Permission denied' '')" "$(cat out/rej.ndjson)"
    expect_in "what $file.yaml says" "in/locked: cannot be read" "$err"
    rm -f out/*
  done
  chmod 755 in/locked
}
check run/10-unreadable-folder unreadable_folder

mode_kept() {
  rm -f o.ndjson
  dp run p.yaml
  expect "mode of a new file" 644 "$(stat -c %a o.ndjson)"
  local mode
  for mode in 600 664 640; do
    echo old >o.ndjson
    chmod "$mode" o.ndjson
    dp run p.yaml
    expect "mode $mode" "$mode" "$(stat -c %a o.ndjson)"
    expect "records" "0 1 2" "$(members index o.ndjson)"
  done
}
check run/16-mode-kept mode_kept

pipes_as_files() {
  local lines=$'{"line":"a"}\n{"line":"b"}'
  expect_output "<(...)" 0 "$lines" run p.yaml --set in=<(cat f.txt)
  expect_output "/dev/stdin, a pipe" 0 "$lines" run p.yaml --set in=/dev/stdin < <(cat f.txt)
  expect_output "/dev/stdin, a file" 0 "$lines" run p.yaml --set in=/dev/stdin <f.txt
}
check run/19-pipes-as-files pipes_as_files

value_in_expression() {
  expect_output "a quote" 0 '{"path":"/it'"'"'s","n":2}' run p.yaml --set "p=/it's"
  expect_output "an operator" 0 "" run p.yaml --set "p=x' or 'a' == 'a"
  expect_output "a plain value" 0 '{"path":"/b","n":3}' run p.yaml --set p=/b
}
check run/20-value-in-expression value_in_expression

stop_waits() {
  use_plugins p.yaml
  local name
  for name in INT:130 TERM:143; do
    signal "${name%:*}" run p.yaml
    expect "exit code at ${name%:*}" "${name#*:}" "$code"
    expect_in "what it says at ${name%:*}" "(again: stop at once)" "$err"
    expect_in "how it ends at ${name%:*}" "stopped after" "$err"
  done
}
check run/23-stop-waits stop_waits

broken_pipe() {
  seq 1 300000 >in.txt
  expect "what head got" '{"line":"1"}' "$("$program" run p.yaml -q 2>"$err" | head -n 1)"
  expect "what dp says" "" "$(cat "$err")"
  expect "the other output" $'n\n300000' "$(cat n.csv)"
  "$program" run p.yaml -q 2>"$err" > >(head -n 1 >head.txt) && code=0 || code=$?
  expect "exit code" 0 "$code"
}
check run/24-broken-pipe broken_pipe

validate_without_data() {
  LOGS=/var/log/none dp validate --without-data p.yaml
  expect "exit code" 2 "$code"
  expect_in "the misspelt column" "there is no column 'statuss', did you mean 'status'?" "$err"
  expect "errors" 1 "$(grep -c error: "$err")"
  sed 's/statuss/status/' p.yaml >good.yaml
  LOGS=/var/log/none dp validate --without-data good.yaml
  expect "exit code without the mistake" 0 "$code"
  LOGS=/var/log/none dp validate good.yaml
  expect "exit code with data" 2 "$code"
}
check run/26-validate-without-data validate_without_data

linked_folder() {
  ln -sfn ../ext in/more
  expect_output "links: skip" 0 '{"line":"a"}' run p.yaml
  sed 's/input: in/input: {files: in, links: follow}/' p.yaml >follow.yaml
  expect_output "links: follow" 0 $'{"line":"a"}\n{"line":"b"}' run follow.yaml
}
check run/27-linked-folder linked_folder

exclude_folder() {
  local what
  for what in raw raw/ ph/raw 'ph/raw/*'; do
    sed "s|ph/raw/\*|$what|" p.yaml >exclude.yaml
    expect_output "exclude: $what" 0 '{"line":"a"}' run exclude.yaml
  done
  sed "s|ph/raw/\*|other|" p.yaml >exclude.yaml
  expect_output "exclude: other" 0 $'{"line":"a"}\n{"line":"b"}' run exclude.yaml
}
check run/29-exclude-folder exclude_folder

rejects_of_the_same_bytes() {
  use_plugins p.yaml
  local workers expected reason='the worker was killed by signal 11 (SIGSEGV) in the step nasty'
  expected=$(reject in.txt 7 18 "$reason" segv)
  for workers in 1 2 4; do
    rm -f out.ndjson rej.ndjson
    dp run -j "$workers" p.yaml
    expect "the first reject of $workers workers" "$expected" "$(sed -n 1p rej.ndjson)"
    expect "rejects of $workers workers" "7 14" "$(rejected_lines)"
    expect "exit code of $workers workers" 3 "$code"
    expect "output of $workers workers" 18 "$(wc -l <out.ndjson)"
    cat out.ndjson rej.ndjson | md5sum >>sums
  done
  expect "different files" 1 "$(sort -u sums | wc -l)"
}
check run/35-rejects-not-the-same-bytes rejects_of_the_same_bytes
