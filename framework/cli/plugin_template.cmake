# SPDX-License-Identifier: Apache-2.0
# Writes plugin_template.cpp: the files of share/templates as text in the program, so that
# dp new works wherever the program is.
set(template ${PROJECT_SOURCE_DIR}/share/templates/plugin)
set(template_files CMakeLists.txt README.md wordcount.cpp wordcount.yaml test/counts.csv
  test/text.txt)
set(text "// Made by framework/cli/plugin_template.cmake.
#include \"cli/plugin_template.hpp\"

namespace dp::cli {

namespace {

constexpr TemplateFile kFiles[] = {
")
# carry(KIND PATH FILE): one file, that is written as PATH.
macro(carry kind path file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} content)
  string(APPEND text "    {${kind}, \"${path}\", R\"dp_file(${content})dp_file\"},\n")
endmacro()
foreach(file IN LISTS template_files)
  carry(nullptr ${file} ${template}/${file})
endforeach()
set(kinds ${PROJECT_SOURCE_DIR}/share/templates/kinds)
foreach(file CMakeLists.txt README.md)
  carry("\"\"" ${file} ${kinds}/common/${file})
endforeach()
set(step_test input.txt expected.csv)
set(reader_test input.txt expected.csv)
set(records_test input.txt expected.csv)
set(files_test a.txt b.txt c.txt expected.csv)
set(reducer_test input.txt expected.csv)
set(writer_test input.csv expected.@NAME@)
set(function_test input.txt table.txt expected.csv)
foreach(kind step reader records files reducer writer function)
  carry("\"${kind}\"" "@NAME@.cpp" ${kinds}/${kind}/plugin.cpp)
  carry("\"${kind}\"" "@NAME@.yaml" ${kinds}/${kind}/plugin.yaml)
  foreach(file IN LISTS ${kind}_test)
    carry("\"${kind}\"" "test/${file}" ${kinds}/${kind}/test/${file})
  endforeach()
endforeach()
string(APPEND text "};

}  // namespace

std::span<const TemplateFile> plugin_template() noexcept { return kFiles; }

}  // namespace dp::cli
")
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/plugin_template.cpp CONTENT "@text@" @ONLY)
