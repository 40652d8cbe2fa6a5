# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the scripts beside this file share. Source it; it sets `root` and changes no folder.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

# ccache, where it is there, finds what another clone in another folder has compiled.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

say() { printf '%s\n' "$*" >&2; }
die() {
  say "$(basename "$0"): $*"
  exit 1
}

# How many things to do at once: the processors that this process may use, and 1 GiB of memory
# for each compiler.
cores() {
  local count quota period memory
  count=$(nproc)
  if read -r quota period 2>/dev/null </sys/fs/cgroup/cpu.max && [ "$quota" != max ]; then
    quota=$(((quota + period - 1) / period))
    [ "$quota" -ge "$count" ] || count=$quota
  fi
  memory=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo)
  [ "$memory" -ge "$count" ] || count=$memory
  [ "$count" -ge 1 ] || count=1
  echo "$count"
}

# build PRESET [TARGET...]: configure on first use, then build. Quiet unless something is wrong.
build() {
  local preset=$1
  shift
  local folder=$root/build/$preset
  if [ ! -f "$folder/build.ninja" ]; then
    mkdir -p "$folder"
    (cd "$root" && cmake --preset "$preset") >"$folder/configure.log" 2>&1 </dev/null || {
      tail -n 40 "$folder/configure.log" >&2
      die "cannot configure; the whole log: $folder/configure.log"
    }
  fi
  local quiet=()
  [ -t 2 ] || quiet=(--quiet)
  ninja "${quiet[@]}" -C "$folder" -j "$(cores)" "$@" </dev/null
}

# configure_clang FOLDER: how clang compiles each file, for clang-tidy.
configure_clang() {
  (cd "$root" && cmake -S . -B "$1" -G Ninja -DCMAKE_CXX_COMPILER=clang++ \
    -DCMAKE_BUILD_TYPE=None -DDP_WERROR=ON -DDP_BENCH=ON) </dev/null
}
