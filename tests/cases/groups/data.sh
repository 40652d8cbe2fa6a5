# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Web logs as servers write them, and which file an input is.

addresses() {
  keep_rejects p.yaml
  dp run p.yaml
  expect "the first hosts" '"fe80::a00:27ff:abcd:abc%enp0s8" "2001:db8::1" "192.0.2.1:42918"' \
    "$(members host | cut -d' ' -f-3)"
  expect "the other hosts" '"[2001:db8::2]:443" "ns1.example.com" "-" "unix:"' \
    "$(members host | cut -d' ' -f4-)"
  expect "bytes" "360 10 11 12 13 14 15" "$(members bytes)"
  expect "rejected lines" "8 9" "$(rejected_lines)"
  expect "exit code" 3 "$code"
}
check data/01-ipv6-zone addresses

spaces_in_targets() {
  dp run p.yaml
  expect "path of line 1" '"/index.php"' "$(members path | cut -d' ' -f1)"
  expect "query of line 1" '"x=a b"' "$(sed -n 1p "$out" | members query -)"
  expect "paths" '"/my file.pdf" "/my%20file.pdf" "/double" "/end" "/a b"' \
    "$(sed -n '3,$p' "$out" | members path -)"
  expect "protocol of line 7" null "$(sed -n 7p "$out" | members protocol -)"
  expect "status" "404 400 200 200 200 200 200" "$(members status)"
  expect "exit code" 0 "$code"
}
check data/05-space-in-url spaces_in_targets

repeated_spaces() {
  keep_rejects p.yaml
  dp run p.yaml
  expect "paths" '"/a" "/b" "/c" "/e"' "$(members path)"
  expect "bytes" "308 308 308 308" "$(members bytes)"
  expect "agents" '"curl/7.43.0" "curl/7.43.0" "curl/7.43.0" "curl/7.43.0"' "$(members agent)"
  expect "rejected lines" 4 "$(rejected_lines)"
  expect "exit code" 3 "$code"
}
check data/06-multiple-spaces repeated_spaces

# A field more before the referrer: the line is rejected, and not read as a shorter format.
one_field_more() {
  keep_rejects p.yaml
  dp run p.yaml
  expect "agents" '"Player"' "$(members agent)"
  expect "rejected lines" "1 2 3 5 6 7 8" "$(rejected_lines)"
  keep_rejects d.yaml
  sed 's/combined/auto/' d.yaml >auto.yaml
  local file
  for file in d auto; do
    expect_output "$file.yaml" 3 "" run "$file.yaml"
    expect_in "$file.yaml" "got '0.000', expected a field in quotes" rej.ndjson
  done
}
check data/07-two-ips one_field_more

nuls() {
  local line='192.0.2.1 - - [05/Jun/2016:15:26:51 +0200] "GET /a HTTP/1.1" 200 308 "-" "x"'
  { head -c 300000 /dev/zero && printf '%s\n%s\n' "$line" "$line"; } >status.log
  dp run p.yaml
  expect "hosts after NULs" '"192.0.2.1" "192.0.2.1"' "$(members host)"
  dp run <(sed 's/status.log/nulmid.log/' p.yaml)
  expect "hosts around NULs" '"192.0.2.1" "192.0.2.1" "192.0.2.1"' "$(members host)"
  expect "paths around NULs" '"/a" "/b" "/c"' "$(members path)"
  dp run <(sed 's/status.log/crlf.log/' p.yaml)
  expect "agents before CRLF" '"x" "x"' "$(members agent)"
  dp run <(sed 's/status.log/noeol.log/' p.yaml)
  expect "paths up to a line without its end" '"/a" "/a" "/b"' "$(members path)"
}
check data/08-nul-log nuls

one_file_counts_once() {
  local input
  ln -sf access.log current.log
  ln -f access.log hard.log
  for input in '[./access.log, access.log, "../14-same-file-twice/access.log"]' '"*.log"'; do
    sed "s|\[\.\]|$input|" q.yaml >../q.yaml
    dp run ../q.yaml
    expect "n of $input" 7 "$(number)"
    expect "exit code of $input" 0 "$code"
  done
  mkdir logs
  mv ./*.log logs
  sed 's|\[\.\]|logs|' q.yaml >folder.yaml
  dp run folder.yaml
  expect "n of the folder" 7 "$(number)"
}
check data/14-same-file-twice one_file_counts_once

count_of() {
  dp run <(sed "s/lines.zst/$1/" l.yaml)
  expect "lines of $1" "$2" "$(number)"
  expect "exit code of $1" "$3" "$code"
}

seen_by_content() {
  local file
  count_of lines.zst 1000 0
  for file in skipfirst.zst midline.zst nocheck.zst x.xz b.bz2; do count_of "$file" 1 0; done
  count_of skipmid.zst 2 0
  count_of multi.zst 3 0
  for file in pz.log.zst pz.log pz.dat.zst.log; do count_of "$file" 7 0; done
  dp run c.yaml
  expect "rows of n.csv.zst" 1000 "$(number)"
  damaged_zstd
  refused_by_name z.zip "is a zip archive, which is not read"
  refused_by_name l.lz4 "is lz4 data, which is not read"
  dp run p.yaml --set f=gz_in.zst
  expect_in "gz_in.zst" "it looks like gzip data within compressed data" "$err"
}
damaged_zstd() {
  keep_rejects l.yaml
  count_of trunc.zst 1000 3
  expect_in "reject of trunc.zst" '"line":1001' rej.ndjson
  expect_in "reject of trunc.zst" "cut short: at byte 87 of the file, after 77000 bytes" rej.ndjson
  for file in garbage.zst zeros.zst; do
    count_of "$file" 1 3
    expect_in "reject of $file" "at byte 83 of the file, after 77 bytes of its data" rej.ndjson
  done
  dp run p.yaml --set f=long.zst
  expect_in "reject of long.zst" "requires too much memory" rej.ndjson
}
# Nothing of the input can be read, so the run fails or ends with its reject.
refused_by_name() {
  dp run p.yaml --set "f=$1"
  expect "exit code of $1" 3 "$code"
  expect_in "$1" "$1: $2" "$err"
}
check data/16-zstd seen_by_content

broken_quotes() {
  keep_rejects p.yaml
  dp run p.yaml
  expect "bytes" "1 2 3 6 10 11" "$(members bytes)"
  write agents.txt '"Mozilla \\\"quoted\\\" UA"' '"UA"' '"ends with backslash \\\\"' \
    "\"'Mozilla/5.0\"" '"UA"' '"UA \\x22x\\x22"'
  expect "agents" "$(paste -sd ' ' agents.txt)" "$(members agent)"
  expect "rejected lines" "4 5 7 8 9 11 13 14 15" "$(rejected_lines)"
  expect "exit code" 3 "$code"
}
check data/17-quotes broken_quotes

# From CSV to NDJSON and back no byte is another.
there_and_back() {
  rm -f back.csv
  dp run a.yaml
  dp run b.yaml
  expect "bytes" "$(cat in.csv)" "$(cat back.csv)"
}
check data/64-roundtrip there_and_back

exact_decimals() {
  rm -f out.csv
  dp run p.yaml
  expect "sums and means" $'k,s,m\na,0.3,0.15\nb,1.0,0.1\nc,3.015,1.5075\nd,0.8,0.4' \
    "$(cat out.csv)"
}
check data/62-decimal-sum exact_decimals

streams_as_inputs() {
  give data/05-space-in-url/access.log
  dp run w.yaml --set f=<(cat access.log)
  expect "n of <(...)" 7 "$(number)"
  mkfifo fifo
  cat access.log >fifo &
  dp run w.yaml --set f=fifo
  expect "n of a FIFO" 7 "$(number)"
  dp run w.yaml --set f=/dev/stdin <access.log
  expect "n of /dev/stdin, a file" 7 "$(number)"
  dp run w.yaml --set f=/dev/stdin < <(cat access.log)
  expect "n of /dev/stdin, a pipe" 7 "$(number)"
  cat access.log >fifo &
  dp run l.yaml < <(echo fifo)
  expect "n of a list with a FIFO" 7 "$(number)"
}
check data/65-fifo streams_as_inputs

bzip2() {
  give sample/B-bz2.yaml sample/log.bz2
  bzcat log.bz2 | sed 's/["\\]/\\&/g; s/.*/{"line":"&"}/' >lines.ndjson
  expect_output "bzip2" 0 "$(cat lines.ndjson)" run B-bz2.yaml
}
check sample/B-bz2 bzip2

# Objects stay objects, and a nanosecond makes a difference.
json_values() {
  local file
  for file in nulls ns; do
    [ -f "$file.ndjson" ] || printf '{"t":"2024-01-01T00:00:00.12345678%s"}\n' 9Z 8Z >ns.ndjson
    printf 'dp: 1\ninput: %s.ndjson\nmap: [{use: json}]\n' "$file" >"$file.yaml"
  done
  expect_output "objects" 0 "$(sed 's/^{}$/{"test":null}/' nulls.ndjson)" run nulls.yaml
  expect_output "nanoseconds" 0 "$(cat ns.ndjson)" run ns.yaml
}
check data/40-json json_values
