# SPDX-License-Identifier: Apache-2.0
# How a plugin is built, in dp's own tree and out of it: this file is installed with the package.

# dp_make_plugin(NAME SOURCES file... [PRIVATE library...])
# The target dp_plugin_NAME, which is NAME.so: loaded, never linked, with its own symbols hidden but
# the plugin's table. Floats are not contracted, so that they come out the same on every processor.
function(dp_make_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 PLUGIN "" "" "SOURCES;PRIVATE")
  if(NOT PLUGIN_SOURCES OR PLUGIN_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "dp_add_plugin(${name}): got '${PLUGIN_UNPARSED_ARGUMENTS}', "
      "expected dp_add_plugin(NAME SOURCES file... [PRIVATE library...])")
  endif()
  add_library(dp_plugin_${name} MODULE ${PLUGIN_SOURCES})
  target_link_libraries(dp_plugin_${name} PRIVATE dp::headers ${PLUGIN_PRIVATE})
  target_compile_options(dp_plugin_${name} PRIVATE -ffp-contract=off)
  # A symbol that is missing is an error here, not in the first run. What sanitizers and fuzzers put
  # into the code is found in the program that loads it.
  if(NOT "${CMAKE_CXX_FLAGS} ${DP_SANITIZE} ${DP_FUZZ}" MATCHES "sanitize|address|thread|undefined|ON")
    target_link_options(dp_plugin_${name} PRIVATE LINKER:-z,defs)
  endif()
  set_target_properties(dp_plugin_${name} PROPERTIES OUTPUT_NAME ${name} PREFIX "" SUFFIX .so
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()
