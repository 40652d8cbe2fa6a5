# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Plugins whose authors made mistakes.

kills_at_one_file() {
  use_plugins k.yaml
  keep_rejects k.yaml
  dp run k.yaml
  expect "exit code" 3 "$code"
  expect "records" '"kf/1.txt" "kf/2.txt" "kf/4.txt" "kf/5.txt"' "$(members path)"
  local reason='the worker was killed by external signal 9 (SIGKILL) in the step killstep'
  expect "rejects" "$(reject kf/3.txt '' 0 "$reason" '')" "$(cat rej.ndjson)"
}
check plugin/sigkill kills_at_one_file

# 100 KB each; a fifth of the records passes the limit, too.
leaks_each_record() {
  $long || sed -i '6001,$d' in30k.txt
  sed -i "s|\${here}/build|$plugins|" pl.yaml
  rm -f rej.ndjson
  dp run -j 2 pl.yaml --set mode=leak
  expect "records" "$(wc -l <in30k.txt)" "$(number)"
  expect "rejects" 0 "$(wc -l <rej.ndjson)"
  expect_in "what is said of workers" "no record was lost to" "$err"
  expect "exit code" 0 "$code"
}
check plugin/leak leaks_each_record

# One record's update fails: it alone is lost.
update_fails() {
  use_plugins rt.yaml
  keep_rejects rt.yaml
  one_update_fails throw "update threw"
  one_update_fails fail "no"
  one_update_fails segv "the worker was killed by signal 11 (SIGSEGV) in update of the reducer n"
  one_update_fails hang "the worker ran past its time limit in update of the reducer n"
}
one_update_fails() {
  dp run rt.yaml --set "mode=$1"
  expect "records of $1" 2999 "$(number)"
  expect "exit code of $1" 3 "$code"
  expect "rejects of $1" "$(reject in.txt 1000 3888 "$2" 1000)" "$(cat rej.ndjson)"
}
check plugin/update-throws update_fails

# Values of another type than the column's, and rows of too few or too many.
row_emitter() {
  use_plugins r.yaml
  keep_rejects r.yaml
  rows_of none $'1,1\n2,2\n3,3'
  rows_of date $'1970-01-01,1\n1970-01-02,2\n1970-01-03,3'
  rows_of bool $'false,1\ntrue,2\nfalse,3'
  rows_of ts $'1970-01-01T00:00:00Z,1\n1970-01-01T00:00:00.000001Z,2\n1970-01-01T00:00:00.000002Z,3'
  no_rows_of textinint "column 'a'"
  no_rows_of intintext "column 'a'"
  no_rows_of floatinint "column 'a'"
  no_rows_of few "got a row of 1 values, expected 2: a, b"
  no_rows_of many "got a row of 3 values, expected 2: a, b"
}
rows_of() {
  dp run r.yaml --set "mode=$1"
  expect "rows of $1" "$2" "$(sed -n 2,4p o.csv)"
  expect "number of rows of $1" 3001 "$(wc -l <o.csv)"
  expect "exit code of $1" 0 "$code"
}
no_rows_of() {
  dp run r.yaml --set "mode=$1"
  expect "rows of $1" "a,b" "$(cat o.csv)"
  expect "exit code of $1" 3 "$code"
  expect "rejects of $1" 3000 "$(grep -cF -- "$2" rej.ndjson)"
}
check plugin/rowemitter row_emitter

batch_builder() {
  use_plugins b.yaml
  awk 'BEGIN { print "n,length" } { print "7," length($0) }' in.txt >expected.csv
  rm -f o.csv
  dp run b.yaml
  expect "exit code" 0 "$code"
  expect "rows that differ" "" "$(diff expected.csv o.csv | head -n 3)"
}
check plugin/batchbuilder batch_builder

# A reader that reads beyond its piece.
beyond_stop() {
  for _ in $(seq 320); do cat small.bin; done >mid.bin
  dp plugin check "$plugins/fixrec.so" --seed 1
  expect "exit code of check" 2 "$code"
  expect_in "what check says" "depends on cuts" "$out"
  local file
  for file in pm cnt; do
    dp run --plugin-path "$plugins" "$file.yaml" -j 1 --chunksize 64KiB
    expect "exit code of $file.yaml" 1 "$code"
    expect_in "what $file.yaml says" "past stop() at byte 65536: a mistake of the plugin" "$err"
  done
  expect "outputs" "" "$(find . -name cnt.csv)"
}
check plugin/beyond-stop beyond_stop
