// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which calls a task has, and that they are what they must be: what is wrong is a compile
/// error that says what the call must look like. Included by <dp/plugin.hpp>.

#include <concepts>
#include <dp/result.hpp>
#include <dp/task.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace dp::detail {

/// T, and a class that has the member looked for. Where T has one of that name too, whatever
/// its type and access, the name is ambiguous.
template <class T, class Decoy>
struct Both : T, Decoy {};

template <class Return>
concept nothing_or_status = std::is_void_v<Return> || std::same_as<Return, Status>;

/// DP_CALL_(name, sentence, requirement): the concept is_NAME says whether T has the call as it
/// must be, and check_NAME<T>() is whether it may be used: false if there is no such name, a
/// compile error if there is one with another signature.
#define DP_CALL_(name, sentence, ...)                                                         \
  struct decoy_##name {                                                                       \
    int name;                                                                                 \
  };                                                                                          \
  template <class T>                                                                          \
  concept names_##name = !requires {                                                          \
    &Both<T, decoy_##name>::name;                                                             \
  };                                                                                          \
  template <class T>                                                                          \
  concept is_##name =                                                                         \
      requires(T & task, const Context& context, const Input& input, const BatchView& batch,  \
               Output& out, ReadCount& count, Schema& schema, std::string_view text,          \
               std::span<const std::uint8_t> used, std::uint32_t number) {                    \
    __VA_ARGS__                                                                               \
  };                                                                                          \
  template <class T>                                                                          \
  constexpr bool check_##name() noexcept {                                                    \
    static_assert(is_##name<T> || !names_##name<T>, "dp: it must be, and public: " sentence); \
    return is_##name<T>;                                                                      \
  }                                                                                           \
  template <class T>                                                                          \
  constexpr bool demand_##name() noexcept {                                                   \
    static_assert(is_##name<T>, "dp: the task must have, public: " sentence);                 \
    return is_##name<T>;                                                                      \
  }

template <class T>
concept opens_static = requires(const Context& context, Schema& schema) {
  { T::open(context, schema) } -> std::same_as<Result<std::unique_ptr<T>>>;
};
template <class T>
concept skips_with_count = requires(T& task, const Input& input, ReadCount& count) {
  { task.skip(input, count) } -> std::same_as<Result<std::uint64_t>>;
};
template <class T>
concept updates_with_output = requires(T& task, const BatchView& batch, Output& out) {
  { task.update(batch, out) } -> std::same_as<Status>;
};

// clang-format off
DP_CALL_(need, "void need(std::span<const std::uint8_t> used)",
         { task.need(used) } -> nothing_or_status;)
DP_CALL_(start, "dp::Status start()", { task.start() } -> std::same_as<Status>;)

DP_CALL_(read, "dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count)",
         { task.read(input, out, count) } -> std::same_as<Status>;)
DP_CALL_(cut, "std::uint32_t cut() const noexcept",
         { task.cut() } -> std::same_as<std::uint32_t>;)
DP_CALL_(find, "std::size_t find(const dp::Input& input)",
         { task.find(input) } -> std::same_as<std::size_t>;)
DP_CALL_(skip,
         "dp::Result<std::uint64_t> skip(const dp::Input& input), or with dp::ReadCount& after it",
         requires skips_with_count<T> || requires {
           { task.skip(input) } -> std::same_as<Result<std::uint64_t>>;
         };)

DP_CALL_(process, "dp::Status process(const dp::BatchView& batch, dp::Output& out)",
         { task.process(batch, out) } -> std::same_as<Status>;)
DP_CALL_(target, "dp::Result<std::string> target(std::string_view item)",
         { task.target(text) } -> std::same_as<Result<std::string>>;)

DP_CALL_(update, "dp::Status update(const dp::BatchView& batch), or with dp::Output& after it",
         requires updates_with_output<T> || requires {
           { task.update(batch) } -> std::same_as<Status>;
         };)
DP_CALL_(save, "dp::Status save(dp::Output& out)", { task.save(out) } -> std::same_as<Status>;)
DP_CALL_(combine, "dp::Status combine(std::uint32_t partition, std::string_view partial)",
         { task.combine(number, text) } -> std::same_as<Status>;)
DP_CALL_(finalize, "dp::Status finalize(dp::Output& out)",
         { task.finalize(out) } -> std::same_as<Status>;)
DP_CALL_(size, "std::uint64_t size() const", { task.size() } -> std::same_as<std::uint64_t>;)
DP_CALL_(reset, "void reset()", { task.reset() } -> nothing_or_status;)
DP_CALL_(trim, "dp::Status trim()", { task.trim() } -> std::same_as<Status>;)
DP_CALL_(bounds, "dp::Status bounds(std::uint32_t ranges, dp::Output& out)",
         { task.bounds(number, out) } -> std::same_as<Status>;)
DP_CALL_(save_ranges, "dp::Status save_ranges(std::string_view bounds, dp::Output& out)",
         { task.save_ranges(text, out) } -> std::same_as<Status>;)

DP_CALL_(begin, "dp::Status begin(dp::Output& out)",
         { task.begin(out) } -> std::same_as<Status>;)
DP_CALL_(section, "dp::Status section(std::string_view name, const dp::Schema&, dp::Output&)",
         { task.section(text, schema, out) } -> std::same_as<Status>;)
DP_CALL_(write, "dp::Status write(const dp::BatchView& batch, dp::Output& out)",
         { task.write(batch, out) } -> std::same_as<Status>;)
DP_CALL_(end, "dp::Status end(dp::Output& out)", { task.end(out) } -> std::same_as<Status>;)
// clang-format on

#undef DP_CALL_

/// Whether T may be a task at all.
template <class T>
constexpr bool demand_task() noexcept {
  static_assert(!std::is_final_v<T>, "dp: a task's class must not be final");
  static_assert(std::same_as<std::remove_cvref_t<decltype(T::kInfo)>, TaskInfo>,
                "dp: the task must have, public: static constexpr dp::TaskInfo kInfo");
  constexpr bool kReadied = requires(T & task, const Context& context, Schema& output) {
    { task.open(context, output) } -> std::same_as<Status>;
    requires std::default_initializable<T>;
  };
  static_assert(
      opens_static<T> || kReadied,
      "dp: the task must have, public: dp::Status open(const dp::Context&, dp::Schema& "
      "output), and be made without arguments; or static dp::Result<std::unique_ptr<T>> "
      "open(const dp::Context&, dp::Schema& output)");
  return opens_static<T> || kReadied;
}

}  // namespace dp::detail
