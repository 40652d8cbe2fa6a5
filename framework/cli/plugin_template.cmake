# SPDX-License-Identifier: Apache-2.0
# Writes plugin_template.cpp: the files of share/templates/plugin as text in the program, so that
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
foreach(file IN LISTS template_files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${template}/${file})
  file(READ ${template}/${file} content)
  string(APPEND text "    {\"${file}\", R\"dp_file(${content})dp_file\"},\n")
endforeach()
string(APPEND text "};

}  // namespace

std::span<const TemplateFile> plugin_template() noexcept { return kFiles; }

}  // namespace dp::cli
")
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/plugin_template.cpp CONTENT "@text@" @ONLY)
