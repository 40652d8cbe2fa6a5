# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# What users met: names of files, what is found before the run, tests, times, how a run ends.

names() {
  dp run p.yaml
  expect "output of p.yaml" $'a\n2\n1\n3' "$(cat 'out dir/ö.csv')"
  expect "exit code of p.yaml" 0 "$code"
  printf 'a\n8\n' >sub/x.csv
  dp run sub/q.yaml
  expect "output beside the pipeline" $'a\n8' "$(cat sub/o.csv)"
  printf 'a\n7\n' >sub/x.csv
  (cd sub && dp run q.yaml)
  expect "output within its folder" $'a\n7' "$(cat sub/o.csv)"
}
check use/names names

policy_stop() {
  mkdir same-file
  (cd same-file && give use/same-file/in.csv)
  dp run s.yaml
  expect "exit code" 1 "$code"
  expect_in "the message" "same-file/in.csv:3: got 1 field" "$err"
  expect "rejected lines" 3 "$(rejected_lines)"
}
check use/policy-stop policy_stop

# Each file, as a user whom modes bind, to whom only `ro555` is closed.
rejects_late() {
  mkdir -p big/weblog ro755
  (cd big/weblog && give data/05-space-in-url/access.log && mv access.log access-1.log)
  chmod 555 ro755
  chmod 777 .
  closed p /root/no/rejects.ndjson "no file can be made in /root"
  closed p2 ro755/rej.ndjson "no file can be made in ro755"
  closed p3 ro755/rej.ndjson "no file can be made in ro755"
  closed p4 ro755/o.csv "no file can be made in ro755"
  expect "outputs" "" "$(find . -name '*.csv' -o -name '*.ndjson')"
}
closed() {
  local verb
  for verb in validate run; do
    dp_as_nobody "$verb" "$1.yaml"
    expect "$verb $1.yaml, exit code" 2 "$code"
    expect_in "$verb $1.yaml" "error: $2: $3: Permission denied" "$err"
    expect "$verb $1.yaml, errors" 1 "$(grep -c 'error:' "$err")"
  done
}
check use/rejects-late rejects_late

same_file() {
  ln -sf in.csv link.csv
  ln -f in.csv hard.csv
  ln -s x y
  echo in.csv >l.csv
  cp in.csv before
  expect_refused "'out.ndjson' is the output 'out.ndjson' too" p.yaml
  expect_refused "'out.ndjson' is the result 'out.ndjson' too" p2.yaml
  expect_refused "'y/o.csv' is written twice" p3.yaml
  expect_refused "'hard.csv' is an input too (in.csv)" p4.yaml
  expect_refused "'l.csv' is the list of the input" p6.yaml
  sed 's/hard/link/' p4.yaml >p7.yaml
  expect_refused "'link.csv' is an input too (in.csv)" p7.yaml
  expect "the input" "$(cat before)" "$(cat in.csv)"
  expect "the list" in.csv "$(cat l.csv)"
}
check use/same-file same_file

stopped_on_stdin() {
  local name fifo=$work/open
  mkfifo "$fifo"
  sleep 60 >"$fifo" &
  local writer=$!
  for name in INT:130 TERM:143; do
    signal "${name%:*}" run p.yaml <"$fifo"
    expect "exit code at ${name%:*}" "${name#*:}" "$code"
    expect_in "what it says at ${name%:*}" "stopped after" "$err"
  done
  kill "$writer"
}
check use/sigint-stdin stopped_on_stdin

tests_key() {
  dp test p195.yaml
  expect "exit code" 1 "$code"
  cat "$out" "$err" >said
  expect_in "the failure" "a combined line: row 1: status: expected 200, got 404" said
  expect_in "the total" "0 of 1 tests passed" said
  sed 's/status: 200/status: 404/' p195.yaml >good.yaml
  dp test good.yaml
  cat "$out" "$err" >said
  expect "exit code of a good one" 0 "$code"
  expect_in "the total of a good one" "1 of 1 tests passed" said
}
check use/tests-key tests_key

thumbnails_collide() {
  need_pictures
  mkdir a b
  give run/07-photo-overwritten/photos/a.jpg
  cp a.jpg a/i.jpg
  mv a.jpg b/i.jpg
  expect_refused "makes a column 'output'" th2.yaml
  sed 's/}},{use/}}, {select: [path]}, {use/' th2.yaml >selected.yaml
  keep_rejects selected.yaml
  dp run selected.yaml
  expect "exit code" 3 "$code"
  expect "rows" 1 "$(tail -n +2 th.csv | grep -c t/i.jpg)"
  expect "rejects" 1 "$(grep -c 'would be written to it too' rej.ndjson)"
}
check use/thumb-collision thumbnails_collide

timestamps() {
  expect_output "ts.yaml" 0 \
    '{"index":0,"a":"2026-11-01T10:00:00Z","b":"2026-11-01T08:00:00Z","c":"2026-11-01T10:00:00Z"}' \
    run ts.yaml
  local file
  for file in ts2 ts3; do
    dp run "$file.yaml"
    expect "t of $file.yaml" '"2026-11-01T08:00:00Z"' "$(members t)"
    expect "timestamp() of $file.yaml" '"2026-11-01T08:00:00Z"' "$(members same)"
  done
  dp test tests.yaml
  expect "exit code of tests.yaml" 1 "$code"
}
check use/timestamps timestamps

validate_misses() {
  printf 'a\n1\n' >i.csv
  mkdir outdir.csv
  expect_refused "30_out_is_dir.yaml:4:9: error: outdir.csv: is not a regular file" \
    30_out_is_dir.yaml
  expect_refused "31_out_noperm.yaml:4:9: error: /proc/x.csv: no file can be made in /proc" \
    31_out_noperm.yaml
}
check use/validate-misses validate_misses
