#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Run the cases that were handed over as having gone wrong, and compare what comes with what should.
# They are not part of the repository: they lie in ../shared/cases beside it, each as a folder or a
# file with what should come. A case that belongs to work that is still to come is named as "later".
#
#   tests/cases/run.sh DP                  the program DP on ../shared/cases
#   tests/cases/run.sh DP CASES            on the cases of the folder CASES
#   tests/cases/run.sh --long DP [CASES]   those that take minutes, too
#   tests/cases/run.sh --only WORD DP      those with WORD in their name
#
# A line for each case, then a total. Exit codes: 0 all are as they should be, 1 some differ,
# 2 the command is wrong, 77 there are no cases on this machine.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
# shellcheck source=../../script/lib.sh
source "$here/../../script/lib.sh"
# shellcheck source=harness.sh
source "$here/harness.sh"
# shellcheck source=plugins.sh
source "$here/plugins.sh"

usage() {
  say "usage: tests/cases/run.sh [--long] [--only WORD] DP [CASES]"
  exit 2
}

long=false
only=
while [[ ${1-} == --* ]]; do
  case $1 in
    --long) long=true ;;
    --only)
      only=${2?$(usage)}
      shift
      ;;
    *) usage ;;
  esac
  shift
done
[ $# = 1 ] || [ $# = 2 ] || usage
program=$(readlink -f "$1")
[ -x "$program" ] || die "$1: no such program"
cases=${2-$root/../shared/cases}
if [ ! -d "$cases" ]; then
  echo "skipped: no $cases on this machine"
  exit 77
fi
cases=$(cd "$cases" && pwd)

exec </dev/null
umask 022
work=$(mktemp -d)
chmod 755 "$work"
out=$work/out
err=$work/err
trap 'rm -rf "$work"' EXIT

build_plugins
for group in data tables use language pictures; do
  # shellcheck source=/dev/null
  source "$here/groups/$group.sh"
done
await_plugins
for group in run plugin faults; do
  # shellcheck source=/dev/null
  source "$here/groups/$group.sh"
done
if $long; then
  # shellcheck source=groups/storms.sh
  source "$here/groups/storms.sh"
fi
# shellcheck source=groups/later.sh
source "$here/groups/later.sh"
check_all_are_named
total
