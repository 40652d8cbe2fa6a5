# SPDX-License-Identifier: Apache-2.0
# A call of a task that is not as it must be is a compile error that says how it must be.
#   cmake -D COMPILER=c++ -D INCLUDE=framework/include -P wrong_calls.cmake
cmake_minimum_required(VERSION 3.25)

set(info ".traits = 0")

# compile(ROLE CALLS): sets `result` and `out`.
function(compile role calls)
  string(REPLACE "\n" " " calls "${calls}")
  execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I ${INCLUDE}
    -DROLE=${role} "-DKINFO=${info}" "-DCALLS=${calls}"
    ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/wrong_calls.cpp
    RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE out)
  set(result ${result} PARENT_SCOPE)
  set(out "${out}" PARENT_SCOPE)
endfunction()

function(accepted role calls)
  compile(${role} "${calls}")
  if(NOT result EQUAL 0)
    message(SEND_ERROR "${role} { ${calls} }: expected that it compiles, got\n${out}")
  endif()
endfunction()

# refused(ROLE CALLS SENTENCE): the compiler's words have the sentence in them.
function(refused role calls sentence)
  compile(${role} "${calls}")
  string(FIND "${out}" "dp: ${sentence}" at)
  if(result EQUAL 0 OR at EQUAL -1)
    message(SEND_ERROR "${role} { ${calls} }: expected '${sentence}', got ${result}\n${out}")
  endif()
endfunction()

set(open "dp::Status open(const dp::Context&, dp::Schema&); ")
set(step "${open} dp::Status process(const dp::BatchView&, dp::Output&); ")
set(reader "${open} dp::Status read(const dp::Input&, dp::Output&, dp::ReadCount&); ")
set(writer "${open} dp::Status begin(dp::Output&); dp::Status end(dp::Output&);
  dp::Status section(std::string_view, const dp::Schema&, dp::Output&); ")
set(reducer "${open} dp::Status update(const dp::BatchView&); dp::Status save(dp::Output&);
  dp::Status combine(std::uint32_t, std::string_view); dp::Status finalize(dp::Output&);
  std::uint64_t size() const; void reset(); ")

# Without these the others would fail whatever they say.
accepted(step "${step}")
accepted(step "${step} dp::Result<std::string> target(std::string_view) const;")
accepted(reader "${reader} std::uint32_t cut() const noexcept;")
accepted(reducer "${reducer}")
accepted(writer "${writer} dp::Status write(const dp::BatchView&, dp::Output&);")

set(target "it must be, and public: dp::Result<std::string> target(std::string_view item)")
refused(step "${step} dp::Result<std::string> target(std::string);" "${target}")
refused(step "${step} std::string target(std::string_view);" "${target}")
refused(step "${step} private: dp::Result<std::string> target(std::string_view);" "${target}")
refused(step "${step} int need = 0;"
  "it must be, and public: void need(std::span<const std::uint8_t> used)")
refused(step "${step} void start();" "it must be, and public: dp::Status start()")
refused(step "${open} dp::Status proces(const dp::BatchView&, dp::Output&);"
  "the task must have, public: dp::Status process(const dp::BatchView& batch, dp::Output& out)")
refused(step "dp::Status process(const dp::BatchView&, dp::Output&);"
  "the task must have, public: dp::Status open(const dp::Context&, dp::Schema& output)")
refused(reader "${reader} int cut();"
  "it must be, and public: std::uint32_t cut() const noexcept")
refused(reader "${reader} std::size_t find(std::string_view);"
  "it must be, and public: std::size_t find(const dp::Input& input)")
refused(reducer "${reducer} dp::Status bounds(std::uint32_t, dp::Output&);"
  "a reducer has both bounds and save_ranges, or neither")
refused(writer "${writer} void write(const dp::BatchView&, dp::Output&);"
  "the task must have, public: dp::Status write(const dp::BatchView& batch, dp::Output& out)")
refused(function "${open} std::string operator()(std::string_view); int operator()(int);"
  "a function must have, public: one operator() of a row's values")
set(info ".traits = DP_CUT_RECORDS")
refused(reader "${reader}"
  "a reader with DP_CUT_RECORDS must have, public: std::size_t find(const dp::Input& input)")
