# SPDX-License-Identifier: Apache-2.0
# Print the units that have no test of their own, of a list of the project's files on standard input:
#
#   framework/ROOM/UNIT.cpp           needs  tests/ROOM/UNIT_test.cpp
#   framework/include/dp/UNIT.hpp            tests/include/UNIT_test.cpp
#   plugins/PLUGIN/[FOLDER/]UNIT.cpp         tests/plugins/PLUGIN/[FOLDER/]UNIT_test.cpp
#
#   git ls-files | awk -f script/missing_tests.awk   ->   FILE: no TEST

{ there[$0] = 1; files[NR] = $0 }

END {
  for (i = 1; i <= NR; ++i) {
    test = test_of(files[i])
    if (test != "" && !(test in there)) print files[i] ": no " test
  }
}

function test_of(file) {
  if (file ~ /^framework\/include\/dp\/.*\.(h|hpp)$/)
    sub(/^framework\/include\/dp\//, "tests/include/", file)
  else if (file ~ /^framework\/.*\.cpp$/)
    sub(/^framework\//, "tests/", file)
  else if (file ~ /^plugins\/.*\.cpp$/)
    sub(/^plugins\//, "tests/plugins/", file)
  else
    return ""
  sub(/\.(cpp|hpp|h)$/, "_test.cpp", file)
  return file
}
