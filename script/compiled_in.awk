# SPDX-License-Identifier: Apache-2.0
# From the names of source files, and a compile_commands.json after them, the files that a compiler is
# given: each once, a file itself or the one that includes it with its neighbours (dp_compile_together).
# The root of the tree, with a slash at its end, is in "root".
FNR == NR { wanted[root $0]; next }
!/^ *"file": "/ { next }
{
  split($0, quoted, "\"")
  file = quoted[4]
  take = file in wanted
  if (file ~ /\/Unity\/unity_[^\/]*\.cxx$/)
    while ((getline line < file) > 0)
      if (split(line, included, "\"") > 1 && included[2] in wanted) take = 1
  if (take && !(file in taken)) {
    taken[file]
    print file
  }
}
