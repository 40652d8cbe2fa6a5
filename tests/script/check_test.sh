#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What script/check counts and lists, on planted files, and what script/run_sanitized runs
# again: check_test.sh CASE.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
script=$here/../../script

# expect GOT EXPECTED
expect() {
  diff -u --label expected --label got <(printf '%s\n' "$2") <(printf '%s\n' "$1")
}

classes_are_counted() {
  local got
  got=$(cd "$here" && awk -f "$script/class_sizes.awk" planted.hpp | sed 's/^[^:]*:[0-9]*: //')
  expect "$got" "Empty 0 0
Plain 0 5
Local 0 1
Methods 5 4
Inner 1 1
Outer 1 2
c_like 0 2"
}

a_class_has_the_place_of_its_first_line() {
  local got
  got=$(printf 'int f() {\n  return 1;\n}\nclass A {\n  int b_;\n};\n' |
    awk -f "$script/class_sizes.awk" /dev/stdin)
  expect "$got" "/dev/stdin:4: A 0 1"
}

units_without_tests_are_listed() {
  local got
  got=$(printf '%s\n' framework/base/fd.cpp framework/base/fd.hpp framework/run/map/a.cpp \
    framework/include/dp/hash.hpp framework/include/dp/abi.h plugins/xml/split/b.cpp \
    tests/base/fd_test.cpp tests/include/hash_test.cpp tests/run/a_test.cpp script/x.cpp |
    awk -f "$script/missing_tests.awk")
  expect "$got" "framework/run/map/a.cpp: no tests/run/map/a_test.cpp
framework/include/dp/abi.h: no tests/include/abi_test.cpp
plugins/xml/split/b.cpp: no tests/plugins/xml/split/b_test.cpp"
}

files_are_checked_within_what_they_are_compiled_in() {
  local folder got
  folder=$(mktemp -d)
  mkdir "$folder/Unity"
  printf '#include "/r/%s"\n' a.cpp b.cpp >"$folder/Unity/unity_t_0_cxx.cxx"
  printf '#include "/r/%s"\n' c.cpp >"$folder/Unity/unity_t_1_cxx.cxx"
  printf '  "command": "c++",\n  "file": "%s",\n' "$folder/Unity/unity_t_0_cxx.cxx" \
    "$folder/Unity/unity_t_1_cxx.cxx" /r/alone.cpp /r/alone.cpp /r/other.cpp >"$folder/commands"
  got=$(printf '%s\n' a.cpp b.cpp alone.cpp nowhere.cpp |
    awk -v root=/r/ -f "$script/compiled_in.awk" - "$folder/commands" | sed "s|^$folder/||")
  rm -r "$folder"
  expect "$got" "Unity/unity_t_0_cxx.cxx
/r/alone.cpp"
}

# excepted EXCEPTIONS KNOWN FINDINGS, each a text.
excepted() {
  awk -v check=class -f "$script/except.awk" <(printf '%s\n' "$1") <(printf '%s\n' "$2") \
    <(printf '%s\n' "$3") | sed 's|/dev/fd/[0-9]*|LIST|' | sort
}

exceptions_drop_what_they_name() {
  expect "$(excepted 'class a.hpp A  # a table' 'class b.hpp B' $'a.hpp:3: A (got 30)
b.hpp:9: B (got 40)\na.hpp:7: C (got 50)')" "a.hpp:7: C (got 50)"
}

exceptions_that_nothing_needs_are_findings() {
  expect "$(excepted 'test a.cpp -  # another check' $'# known\nclass b.hpp B' '')" \
    "LIST:2: not needed any more, remove the line: class b.hpp B"
}

exceptions_need_a_reason() {
  expect "$(excepted 'class a.hpp A' '' 'a.hpp:3: A (got 30)')" \
    "LIST:1: no reason: got 'class a.hpp A', expected 'class FILE NAME  # reason'"
}

findings_without_a_name_are_excepted_by_a_dash() {
  local got
  got=$(awk -v check=test -f "$script/except.awk" <(echo 'test a.cpp -  # trivial') /dev/null \
    <(printf 'a.cpp: no tests/a_test.cpp\nb.cpp: no tests/b_test.cpp\n'))
  expect "$got" "b.cpp: no tests/b_test.cpp"
}

# sanitized PROGRAM: what run_sanitized prints of a program, with its exit status. The program
# finds its number of runs in $runs.
sanitized() {
  local folder status=0
  folder=$(mktemp -d)
  # shellcheck disable=SC2016 # the program expands it
  printf '%s\n' 'echo run >>"$1"; runs=$(wc -l <"$1")' "$1" >"$folder/program"
  "$script/run_sanitized" bash "$folder/program" "$folder/runs" 2>&1 || status=$?
  echo "exit $status"
  rm -r "$folder"
}

a_failure_of_leak_sanitizer_is_run_again() {
  local again="run_sanitized: LeakSanitizer failed, not the test: once more"
  local fails='echo "==7==LeakSanitizer has encountered a fatal error." >&2; exit 1'
  expect "$(sanitized "[ \$runs = 2 ] || { $fails; }")" \
    "==7==LeakSanitizer has encountered a fatal error.
$again
exit 0"
  local without="run_sanitized: LeakSanitizer failed again: once more, without looking for leaks"
  # shellcheck disable=SC2016 # the program expands it
  local looks='[ "${ASAN_OPTIONS#*detect_leaks=0}" = "$ASAN_OPTIONS" ]'
  expect "$(ASAN_OPTIONS=a=b sanitized "if $looks; then $fails; fi")" \
    "==7==LeakSanitizer has encountered a fatal error.
$again
==7==LeakSanitizer has encountered a fatal error.
$without
exit 0"
  expect "$(sanitized "$fails")" "==7==LeakSanitizer has encountered a fatal error.
$again
==7==LeakSanitizer has encountered a fatal error.
$without
==7==LeakSanitizer has encountered a fatal error.
exit 1"
}

only_a_failure_of_leak_sanitizer_is_run_again() {
  expect "$(sanitized 'echo "LeakSanitizer: detected memory leaks" >&2; exit 1')" \
    "LeakSanitizer: detected memory leaks
exit 1"
  expect "$(sanitized 'exit 139')" "exit 139"
  expect "$(sanitized 'echo fine')" "fine
exit 0"
}

"$1"
