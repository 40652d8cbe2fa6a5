# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Workers killed from outside at random times: the same bytes come out, and nothing is rejected.
# Some minutes.

# System calls that fail, one in each of 2,000 runs.
injected() {
  python3 "$here/inject.py" "$program" --runs 2000 >log 2>&1 && code=0 || code=$?
  [ "$code" != 77 ] || skip "$(cat log)"
  expect "exit code" 0 "$code"
  expect "what broke the law" "" "$(head -n -1 log)"
}
check faults/injected injected

storm() {
  local kills=0 seed=0 sums
  cc -O1 -w -o storm "$cases/faults/storm.c"
  storm_pipeline >p.yaml
  dp run p.yaml
  sums=$(md5sum o.csv n.csv)
  expect "rows" 1000001 "$(wc -l <o.csv)"
  while [ "$kills" -lt 10000 ] && [ "$seed" -lt 1000 ]; do
    seed=$((seed + 1))
    rm -f o.csv n.csv log
    STORM_DEADLINE=100 ./storm 2000 30000 KSABF "$seed" 1000 log -- "$program" run -q p.yaml \
      >"$out" 2>"$err" && code=0 || code=$?
    expect "exit code, seed $seed" 0 "$code"
    expect "outputs, seed $seed" "$sums" "$(md5sum o.csv n.csv)"
    expect "rejects, seed $seed" 0 "$(wc -l <rej.ndjson)"
    kills=$((kills + $(sed -E 's/.* kills=([0-9]+) .*/\1/' log)))
  done
  expect_at_most "kills that are missing" 0 $((10000 - kills))
}
storm_pipeline() {
  seq -f 'line %.0f of the input, and some words more to make it longer' 1 1000000 >in.txt
  cat <<END
dp: 1
plugins: ["$plugins"]
input: in.txt
map: [{use: lines}, {use: evil, with: {deed: none}}]
output: o.csv
reduce: {n: {with: {by: "length(line)", take: {n: count}}, to: n.csv}}
errors: {rejects: rej.ndjson}
END
}
check faults/storm storm
