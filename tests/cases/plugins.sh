# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# The plugins that misbehave, which came with the cases for ABI 1: adapted, and built against the
# headers of this tree. `plugins` is their folder.

plugins=
builders=()

# compile SOURCE FLAG...: adapt and build one.
compile() {
  local name row=i source=$1
  shift
  name=$(basename "$source" .cpp)
  ! grep -q 'std::size_t row = 0; row <' "$cases/$source" || row=row
  sed -E "s/(rows\.add\(out, b(atch)?)\.item\(\)/\1.place($row)/
    s/rows\.add\(out, 0,/rows.add(out, {},/
    s/rows\.flush\(out, (0|b(atch)?\.item\(\))\)/rows.flush(out)/" \
    "$cases/$source" >"$plugins/$name.cpp"
  "${CXX:-c++}" -std=c++20 -O0 -w -fPIC -shared -fvisibility=hidden "$@" \
    -I "$root/framework/include" -o "$plugins/$name.so" "$plugins/$name.cpp"
}

# Two at a time, while the cases that need none are tried. dp loads what only its owner can write.
build_plugins() {
  plugins=$work/plugins
  mkdir "$plugins"
  chmod go-w "$plugins"
  (
    compile run/_nasty/nasty.cpp
    compile faults/evil.cpp
    compile plugin/leak/oops.cpp
    compile plugin/sigkill/killstep.cpp
  ) >"$work/build-1" 2>&1 &
  builders+=($!)
  (
    compile plugin/rowemitter/rows/rows.cpp
    compile plugin/batchbuilder/bb/bb.cpp
    compile plugin/update-throws/rt/rt.cpp
    compile plugin/beyond-stop/beyondstop/fixrec.cpp -DFIND -DSKIP
  ) >"$work/build-2" 2>&1 &
  builders+=($!)
}

await_plugins() {
  local builder
  for builder in "${builders[@]}"; do
    wait "$builder" || {
      tail -n 20 "$work"/build-? >&2
      die "cannot build the plugins of the cases"
    }
  done
}

# use_plugins FILE...: the pipelines find them.
use_plugins() { sed -i "s|^plugins: .*|plugins: [\"$plugins\"]|" "$@"; }
