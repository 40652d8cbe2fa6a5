# SPDX-License-Identifier: Apache-2.0
# Flags, and the functions that make a room of the framework, a plugin, and a test.

find_program(DP_CCACHE ccache)
if(DP_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${DP_CCACHE})
endif()

set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# Where an installed dp looks for its plugins, from the folder of its program.
set(DP_PLUGIN_INSTALL_DIR ${CMAKE_INSTALL_LIBDIR}/dp/plugins)
# Where a built, not installed, dp looks for them.
set(DP_PLUGIN_BUILD_DIR ${PROJECT_BINARY_DIR}/lib/dp/plugins)

# GCC 12 warns of overlaps in std::string's own `"text" + string` (its bug 105651, mended in 13).
set(DP_GCC_12 $<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>)
add_library(dp_warnings INTERFACE)
target_compile_features(dp_warnings INTERFACE cxx_std_20)
target_compile_options(dp_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -ffp-contract=off -fvisibility=hidden
  $<${DP_GCC_12}:-Wno-restrict>
  $<$<BOOL:${DP_WERROR}>:-Werror>)
if(DP_PORTABLE)
  target_compile_definitions(dp_warnings INTERFACE DP_PORTABLE)
endif()
if(DP_SANITIZE)
  target_compile_options(dp_warnings INTERFACE
    -fsanitize=${DP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # GCC's -Wmaybe-uninitialized is wrong about instrumented code (in std::regex, for one), and
  # clang's -fsanitize=function compares types by address, which plugins have their own of.
  target_compile_options(dp_warnings INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
    $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
  target_link_options(dp_warnings INTERFACE -fsanitize=${DP_SANITIZE})
endif()

# Seconds that one test may take: far more than it needs, on a machine that does other work too.
set(DP_TEST_TIMEOUT 300)
if(DP_SANITIZE)
  set(DP_TEST_TIMEOUT 1200)
endif()

# Of tests' own files, after dp_warnings: to optimise instrumented tests takes longer than to run them.
add_library(dp_test_checks INTERFACE)
if(DP_SANITIZE)
  target_compile_options(dp_test_checks INTERFACE -O0)
  target_compile_definitions(dp_test_checks INTERFACE DP_TEST_SANITIZED)
endif()

if(DP_FUZZ)
  # Plugins find what counts coverage in the program that loads them, but for the stack's depth.
  target_compile_options(dp_warnings INTERFACE
    -fsanitize=fuzzer-no-link -fno-sanitize-coverage=stack-depth)
endif()

# dp_compile_together(TARGET)
# Compiles up to six files of one folder of TARGET as one: most of what a file costs is its headers.
# Names of such files must differ even within namespaces without a name; all that a test's file
# declares is within its suite, which is a namespace. Of a file with options of its own nothing changes.
function(dp_compile_together target)
  if(NOT DP_UNITY)
    return()
  endif()
  # GCC takes a type without linkage in an included file for one of a header.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  get_target_property(files ${target} SOURCES)
  foreach(file IN LISTS files)
    get_filename_component(folder ${file} DIRECTORY)
    string(MAKE_C_IDENTIFIER "${target}_${folder}" group)
    math(EXPR batch "(${count_${group}}+0) / 6")
    math(EXPR count_${group} "${count_${group}}+1")
    set_source_files_properties(${file} PROPERTIES UNITY_GROUP ${group}_${batch})
  endforeach()
endfunction()

# dp_add_room(NAME SOURCES file... [USES room-or-library...] [PRIVATE library...])
# A folder of the framework as the target dp_NAME. Its headers are included as "NAME/x.hpp", and
# only by targets that link it: the include folder that it exports holds a link to it alone.
function(dp_add_room name)
  cmake_parse_arguments(PARSE_ARGV 1 ROOM "" "" "SOURCES;USES;PRIVATE")
  add_library(dp_${name} STATIC ${ROOM_SOURCES})
  dp_compile_together(dp_${name})
  set(door ${PROJECT_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${door})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${door}/${name} SYMBOLIC)
  target_include_directories(dp_${name} PUBLIC $<BUILD_INTERFACE:${door}>)
  set_target_properties(dp_${name} PROPERTIES EXPORT_NAME ${name})
  target_link_libraries(dp_${name} PUBLIC dp_headers ${ROOM_USES}
    PRIVATE $<BUILD_INTERFACE:dp_warnings> ${ROOM_PRIVATE})
endfunction()

include(dp_plugin)

# dp_add_plugin(NAME SOURCES file... [PRIVATE library...])
# The plugin NAME as NAME.so, built against the public headers alone, as a stranger's would be.
function(dp_add_plugin name)
  dp_make_plugin(${name} ${ARGN})
  target_link_libraries(dp_plugin_${name} PRIVATE dp_warnings)
  set_target_properties(dp_plugin_${name} PROPERTIES
    LIBRARY_OUTPUT_DIRECTORY ${DP_PLUGIN_BUILD_DIR})
  install(TARGETS dp_plugin_${name} LIBRARY DESTINATION ${DP_PLUGIN_INSTALL_DIR})
endfunction()

# dp_add_parts(TARGET SOURCES file... [USES library...] [PRIVATE library...])
# What a folder of plugins/ is made of, as a library of its own: its plugin and its tests link it,
# and plugins may share it. Its headers are included as "FOLDER/x.hpp".
function(dp_add_parts target)
  cmake_parse_arguments(PARSE_ARGV 1 PARTS "" "" "SOURCES;USES;PRIVATE")
  add_library(${target} STATIC ${PARTS_SOURCES})
  dp_compile_together(${target})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/plugins>)
  target_link_libraries(${target} PUBLIC dp_headers ${PARTS_USES}
    PRIVATE dp_warnings ${PARTS_PRIVATE})
endfunction()

# dp_add_test(FOLDER UNITS unit... [USES library...] [SOURCES file...])
# tests/FOLDER as one program; each UNIT is a file UNIT_test.cpp that holds one test suite of the
# name UNIT, and one CTest test. Of a unit in a folder, as csv/reader, the suite is csv_reader.
function(dp_add_test folder)
  cmake_parse_arguments(PARSE_ARGV 1 TEST "" "" "UNITS;USES;SOURCES")
  set(sources ${TEST_UNITS})
  list(TRANSFORM sources APPEND _test.cpp)
  add_executable(test_${folder} ${sources})
  dp_compile_together(test_${folder})
  target_sources(test_${folder} PRIVATE ${TEST_SOURCES})
  target_link_libraries(test_${folder} PRIVATE dp_test_main dp_warnings dp_test_checks
    ${TEST_USES})
  set(run $<TARGET_FILE:test_${folder}>)
  if(DP_SANITIZE)
    set(run ${PROJECT_SOURCE_DIR}/script/run_sanitized ${run})
  endif()
  foreach(unit IN LISTS TEST_UNITS)
    string(REPLACE / _ suite ${unit})
    add_test(NAME ${folder}/${unit} COMMAND ${run} --run_test=${suite})
    set_tests_properties(${folder}/${unit} PROPERTIES TIMEOUT ${DP_TEST_TIMEOUT})
  endforeach()
endfunction()
