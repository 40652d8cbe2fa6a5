# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# What a column is: what readers infer from their input never loses or changes any of it.

# shape NAME FILE...: what comes of sample/NAME.yaml, which reads these files: the numbers of its
# records and their columns, of rejects, and the exit code.
shape() {
  give "sample/$1.yaml" "${@:2}"
  printf 'output: out.csv\n' >>"$1.yaml"
  keep_rejects "$1.yaml"
  dp run "$1.yaml"
  printf '%s records of %s columns, %s rejected, exit code %s' "$(($(wc -l <out.csv) - 1))" \
    "$(head -n 1 out.csv | tr ',' '\n' | grep -c .)" "$(grep -c . rej.ndjson)" "$code"
}

blank_alone() {
  expect "shape" "0 records of 0 columns, 0 rejected, exit code 0" \
    "$(shape A1-blank-segv sample/blank.csv)"
}
check sample/A1-blank-segv blank_alone

empty_first() {
  expect "shape" "3 records of 2 columns, 0 rejected, exit code 0" \
    "$(shape A1-emptyfirst-segv sample/empty.csv sample/f.csv)"
}
check sample/A1-emptyfirst-segv empty_first

empty_before_header() {
  expect "shape" "2 records of 2 columns, 0 rejected, exit code 0" \
    "$(shape B-emptyfirst sample/empty.csv sample/f.csv)"
}
check sample/B-emptyfirst empty_before_header

long_first() {
  expect "shape" "2 records of 2 columns, 0 rejected, exit code 0" \
    "$(shape A2-long1-phantom sample/long1.csv)"
}
check sample/A2-long1-phantom long_first

open_quote_first() {
  expect "shape" "10000 records of 2 columns, 1 rejected, exit code 3" \
    "$(shape A2-openquote-phantom sample/openquote64k.csv)"
  expect "rejected" 1 "$(rejected_lines)"
}
check sample/A2-openquote-phantom open_quote_first

wide_first() {
  expect "shape" "2 records of 6000 columns, 0 rejected, exit code 0" \
    "$(shape A2-wide-phantom sample/wide.csv)"
}
check sample/A2-wide-phantom wide_first

wide_header() {
  expect "shape" "1 records of 6000 columns, 0 rejected, exit code 0" \
    "$(shape B-wideheader sample/wide.csv)"
}
check sample/B-wideheader wide_header

# long_json NAME FILE RECORDS: all members of records of which the first is long.
long_json() {
  expect "shape" "$3 records of 2 columns, 0 rejected, exit code 0" "$(shape "$1" "sample/$2")"
  expect "columns" "a,b" "$(head -n 1 out.csv)"
  expect "values without a" 0 "$(sed 1d out.csv | grep -c '^,')"
  expect "values without b" 0 "$(grep -c ',$' out.csv)"
}
long_array() { long_json A3-arr64k arr64k.json 2; }
long_lines() { long_json A3-lines64k lines64k.ndjson 2; }
long_detected() { long_json A3-auto64k lines64k.ndjson 2; }
long_document() { long_json A3-doc64k doc64k.json 1; }
check sample/A3-arr64k long_array
check sample/A3-lines64k long_lines
check sample/A3-auto64k long_detected
check sample/A3-doc64k long_document

empty_name() {
  expect "shape" "2 records of 2 columns, 0 rejected, exit code 0" \
    "$(shape B-emptykey sample/emptykey.ndjson)"
}
check sample/B-emptykey empty_name

zeros_in_front() {
  local file
  for file in p p2; do
    dp run "$file.yaml"
    expect "counts" "00501 4|02139 3|90210 1|94105 2" \
      "$(grep -E '[0-9]' "$out" | awk '{print $1, $2}' | sort | paste -sd '|')"
    expect "exit code" 0 "$code"
  done
}
check data/20-per-state zeros_in_front

late_members() {
  dp run e.yaml
  expect "the record with the late member" '"disk full"' "$(members error)"
  expect "exit code" 0 "$code"
  dp run j.yaml
  expect "members" 'null null "disk full" null' "$(members error out.ndjson)"
  dp run x.yaml
  expect "elements, exit code" 0 "$code"
  expect "elements" "$(cat f*.xml | grep -o '<p[ >]' | wc -l)" "$(wc -l <out.ndjson)"
  expect_in "elements" '"error":' out.ndjson
}
check data/41-late-member late_members

second_file() {
  dp run p.yaml
  local name
  for name in a b; do
    expect_in "members of both files" "\"$name\":" "$out"
  done
  expect "exit code" 0 "$code"
}
check use/json-second-file second_file

late_key() {
  rm out.csv
  dp run p.yaml
  expect "columns" id,a,error "$(head -n 1 out.csv)"
  expect "late ones" 5 "$(grep -c 'late one$' out.csv)"
  expect "exit code" 0 "$code"
}
check use/late-key late_key

empty_first_json() {
  rm out.csv
  dp run p.yaml
  expect "exit code" 0 "$code"
  expect "records" "$(cat access.json* | grep -c .)" "$(sed 1d out.csv | wc -l)"
}
check use/empty-first empty_first_json

empty_first_xml() {
  dp run p.yaml
  expect "exit code" 0 "$code"
  expect "records" "$(cat ./*.xml | grep -o '<i[ >]' | wc -l)" "$(sed 1d out.csv | wc -l)"
}
check use/empty-first-xml empty_first_xml

prefixes() {
  dp run p.yaml
  expect "title" '"One" "Two" "Three"' "$(members title)"
  expect "media:title" '"thumb one" "thumb two" null' "$(members media)"
  expect "itunes:title" 'null null "3"' "$(members itunes | sed 's/ 3$/ "3"/')"
  expect "exit code" 0 "$code"
  dp run p2.yaml
  expect "title of all columns" '"One" "Two" "Three"' "$(members title)"
  expect "exit code" 0 "$code"
}
check data/51-rss prefixes

decimal_commas() {
  sed 's/delimiter: semicolon/&, decimal_comma: true/' q.yaml >comma.yaml
  dp run comma.yaml
  expect "sum" "$(sed 1d in.csv | cut -d';' -f3 | tr , . |
    awk '{ sum += $1 } END { print sum }')" "$(number)"
  expect "exit code" 0 "$code"
}
check data/34-decimal-comma decimal_commas

# By an option; without it the record is set aside.
quotes_after_backslashes() {
  expect "shape without" "1 records of 2 columns, 1 rejected, exit code 3" \
    "$(shape C-bslash sample/bslash.csv)"
  printf '%s\n' 'dp: 1' 'input: bslash.csv' "map: [{use: csv, with: {escape: '\\'}}]" \
    'output: out.csv' >with.yaml
  dp run with.yaml
  expect "records" $'a,b\n1,"x ""y"" z"\n2,c' "$(cat out.csv)"
  expect "exit code" 0 "$code"
}
check sample/C-bslash quotes_after_backslashes

spaces_before_quotes() {
  expect "shape" "1 records of 2 columns, 0 rejected, exit code 0" \
    "$(shape C-spacequote sample/spacequote.csv)"
  expect "record" 'onions,","' "$(tail -n 1 out.csv)"
}
check sample/C-spacequote spaces_before_quotes
