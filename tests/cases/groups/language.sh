# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Expressions, texts and times, and YAML 1.2. The cases are files of one folder.

language() {
  local file
  for file; do give "language/$file"; done
}

# A number of items is whole.
chunksize() {
  language chunksize.yaml
  expect_refused "chunksize" chunksize.yaml
}
check language/chunksize chunksize

column_named_as_expression() {
  language column-named-as-expression.yaml column-named-as-expression.csv
  expect_output "sums" 0 $'total,all\n26,26' run column-named-as-expression.yaml
}
check language/column-named-as-expression column_named_as_expression

float_text() {
  language float-text.yaml
  expect_output "floats" 0 '{"index":0,"a":"0","b":null}' run float-text.yaml
}
check language/float-text float_text

if_text_then_date() {
  language if-text-then-date.yaml
  expect_output "text, date" 0 '{"index":0,"x":"2026-01-02"}' run if-text-then-date.yaml
  sed "s/'2026-01-01', date('2026-01-02')/date('2026-01-01'), '2026-01-02'/" \
    if-text-then-date.yaml >other.yaml
  expect_output "date, text" 0 '{"index":0,"x":"2026-01-02"}' run other.yaml
}
check language/if-text-then-date if_text_then_date

nan_in_list() {
  language nan-in-long-list.yaml
  expect_output "lists" 0 '{"index":0,"a":false,"b":false,"c":true}' run nan-in-long-list.yaml
}
check language/nan-in-long-list nan_in_list

passwd() {
  language passwd-delimiter.yaml pw
  dp run passwd-delimiter.yaml
  expect "exit code" 0 "$code"
  expect "records" 1 "$(wc -l <"$out")"
  local column=0 value
  for value in '"root"' '"x"' 0 0 '"root"' '"/root"' '"/bin/bash"'; do
    column=$((column + 1))
    expect "column $column" "$value" "$(members "column$column")"
  done
}
check language/passwd-delimiter passwd

# The name of the column is `-index`, which sorts by itself: smallest first.
sort_minus() {
  language sort-minus.yaml
  dp run sort-minus.yaml
  expect "rows" "-index n -2 1 -1 1 0 1" "$(sed 2d "$out" | xargs)"
  dp run <(sed 's/sort: "-/sort: "--/' sort-minus.yaml)
  expect "rows, largest first" "-index n 0 1 -1 1 -2 1" "$(sed 2d "$out" | xargs)"
}
check language/sort-minus sort_minus

# Two of the 14 are no times; csv, timestamp() and what is written and read back agree about all.
times() {
  language ts.csv ts.yaml
  keep_rejects ts.yaml
  dp run ts.yaml
  write times.txt 2017-01-01T00:00:00Z 2015-06-30T08:01:00Z -0001-12-31T23:00:00Z \
    +10000-01-01T00:59:59Z 2025-12-31T00:01:00Z 2026-01-01T00:00:00Z 2025-12-31T23:00:00Z \
    2025-12-31T22:30:00Z 2026-01-01T00:00:00Z 2026-01-01T00:00:00Z 2026-01-01T00:00:00.123456Z \
    2026-01-01T00:00:00Z
  local times
  times=$(sed 's/.*/"&"/' times.txt | paste -sd ' ')
  expect "times" "$times" "$(members t)"
  expect "years" "2017 2015 -1 10000 2025 2026 2025 2025 2026 2026 2026 2026" "$(members y)"
  expect "rejected lines" "7 13" "$(rejected_lines)"
  sed 's/t: timestamp/t: string/; s/y: year(t), s: string(t)/p: timestamp(t)/' ts.yaml >text.yaml
  dp run text.yaml
  expect "times by timestamp()" "$times" "$(grep -v '"p":null' "$out" | members p -)"
  expect "no times by timestamp()" 2 "$(grep -c '"p":null' "$out")"
  times_come_back
}
times_come_back() {
  sed '/derive/d; s/^input: .*/&\noutput: back.csv/' ts.yaml >there.yaml
  dp run there.yaml
  sed 's/ts.csv/back.csv/' ts.yaml >back.yaml
  dp run back.yaml
  expect "times read back" "$times" "$(members t)"
}
check language/ts times

underflow() {
  language underflow.yaml underflow.csv u2.csv
  expect_output "1e-400" 0 $'{"x":0}\n{"x":2}' run underflow.yaml
  sed 's/underflow.csv/u2.csv/' underflow.yaml >u2.yaml
  expect_output "0.0000001e-320" 0 $'{"x":1.5}\n{"x":0}' run u2.yaml
}
check language/underflow underflow

yaml_hex() {
  language yaml-hex.yaml
  dp run yaml-hex.yaml
  expect "rows" "$(seq -s ' ' 0 15)" "$(sed -n '3,$p' "$out" | awk '{print $1}' | paste -sd ' ')"
}
check language/yaml-hex yaml_hex

yaml_trailing_break() {
  language yaml-trailing-break.yaml
  expect_output "the length" 0 '{"index":0,"x":3}' run yaml-trailing-break.yaml
}
check language/yaml-trailing-break yaml_trailing_break

# The guess keeps all digits.
version_guess() {
  language version-guess.yaml version-guess.csv
  dp run version-guess.yaml
  expect "versions" "1.1 1.10 1.9" "$(members version version-guess-out.ndjson)"
  expect "floats" "3.14159265358979323846 0.1234567890123456789 2.0" \
    "$(members pi version-guess-out.ndjson)"
}
check language/version-guess version_guess
