// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Write a dp plugin in C++: classes for its tasks, and one DP_PLUGIN line.
///
/// A task is a class with a `static constexpr dp::TaskInfo kInfo`, a static `open`, and the
/// calls of its role; see docs/writing-a-plugin.md for a whole plugin in 40 lines:
///
///   reader   Status read(const dp::Input&, dp::Output&, dp::ReadCount&)
///            optional: std::uint32_t cut() const noexcept    // DP_CUT_..., by its options
///            with DP_CUT_RECORDS: std::size_t find(const dp::Input&),
///            optional: dp::Result<std::uint64_t> skip(const dp::Input&)
///   step     Status process(const dp::BatchView&, dp::Output&)
///            optional: dp::Result<std::string> target(std::string_view item)  // see dp_task
///   reducer  Status update(const dp::BatchView&)
///            Status save(dp::Output&)                 // out.partial(partition, bytes)
///            Status combine(std::uint32_t partition, std::string_view partial)
///            Status finalize(dp::Output&)             // out.emit(batch)
///            std::uint64_t size() const;  void reset();  optional: Status trim(); and
///            Status bounds(std::uint32_t ranges, dp::Output&),            // out.write(bytes)
///            save_ranges(std::string_view bounds, dp::Output&)  // out.partial(range, bytes)
///   writer   Status begin(dp::Output&), section(std::string_view name, const Schema&,
///   Output&),
///            write(const dp::BatchView&, dp::Output&), end(dp::Output&)      //
///            out.write(bytes)
///   all      static dp::Result<std::unique_ptr<T>> open(const dp::Context&, dp::Schema&
///   output), or, of a T that is made without arguments,
///            dp::Status open(const dp::Context&, dp::Schema& output)
///            optional: void need(std::span<const std::uint8_t> used)
///
/// Processes: instances live in worker processes, one a worker, each used by one thread.
/// Errors: return a failed Status, or throw; either fails the chunk, never the process.

#include <dp/abi.h>

#include <concepts>
#include <cstdio>
#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <dp/rows.hpp>
#include <dp/task.hpp>
#include <exception>
#include <iterator>
#include <memory>
#include <new>
#include <span>
#include <string_view>

namespace dp {

// ---- from classes to the C table ------------------------------------------------------------

namespace detail {

inline std::int32_t report(const Error& error, dp_error* out) noexcept {
  if (!error.message.empty())
    std::snprintf(out->message, sizeof out->message, "%s", error.message.c_str());
  return static_cast<std::int32_t>(error.code);
}

/// Run `call`, and turn a failed Status or an exception into the C result.
template <class Call>
std::int32_t guard(dp_error* error, Call&& call) noexcept {
  try {
    const Status status = call();
    return status ? 0 : report(status.error(), error);
  } catch (const std::bad_alloc&) {
    return report({Errc::out_of_memory, "out of memory"}, error);
  } catch (const std::exception& exception) {
    return report({Errc::task_failed, exception.what()}, error);
  } catch (...) {
    return report({Errc::task_failed, "threw something that is not a std::exception"}, error);
  }
}

template <class T>
T& self(void* instance) noexcept {
  return *static_cast<T*>(instance);
}

/// T::open makes an instance, or readies one.
template <class T>
Result<std::unique_ptr<T>> make(const Context& context, Schema& schema) {
  if constexpr (requires {
                  { T::open(context, schema) } -> std::same_as<Result<std::unique_ptr<T>>>;
                }) {
    return T::open(context, schema);
  } else {
    auto made = std::make_unique<T>();
    DP_CHECK(made->open(context, schema));
    return made;
  }
}

template <class T>
std::int32_t open(const dp_context* raw, ArrowSchema* output, void** instance,
                  dp_error* error) noexcept {
  return guard(error, [&]() -> Status {
    Schema schema;
    auto made = make<T>(Context(*raw, error), schema);
    if (!made) return fail(std::move(made).error());
    if (output != nullptr) export_schema(schema, output);
    *instance = std::move(made)->release();
    return {};
  });
}

template <class T>
void close(void* instance) noexcept {
  delete static_cast<T*>(instance);
}

template <class T>
void need(void* instance, const std::uint8_t* used, std::uint64_t count) noexcept {
  if constexpr (requires(T & task) { task.need(std::span<const std::uint8_t>{}); })
    self<T>(instance).need({used, static_cast<std::size_t>(count)});
}

template <class T>
std::int32_t read(void* instance, const dp_input* input, const dp_out* out, dp_read* done,
                  dp_error* error) noexcept {
  return guard(error, [&] {
    Output output(*out);
    ReadCount count;
    auto status = self<T>(instance).read(Input(*input), output, count);
    *done = {count.lines, count.blank, count.consumed};
    return status;
  });
}

template <class T>
std::int32_t find(void* instance, const dp_input* input, std::uint64_t* at,
                  dp_error* error) noexcept {
  return guard(error, [&]() -> Status {
    *at = self<T>(instance).find(Input(*input));
    return {};
  });
}

template <class T>
std::int32_t skip(void* instance, const dp_input* input, std::uint64_t* consumed,
                  dp_error* error) noexcept {
  return guard(error, [&]() -> Status {
    auto size = self<T>(instance).skip(Input(*input));
    if (!size) return fail(std::move(size).error());
    *consumed = *size;
    return {};
  });
}

template <class T>
std::uint32_t cut(void* instance) noexcept {
  return self<T>(instance).cut();
}

template <class T>
std::int32_t process(void* instance, const dp_batch* batch, const dp_out* out,
                     dp_error* error) noexcept {
  return guard(error, [&] {
    Output output(*out);
    return self<T>(instance).process(BatchView(*batch), output);
  });
}

template <class T>
std::int32_t target(void* instance, dp_bytes item, const dp_out* out,
                    dp_error* error) noexcept {
  return guard(error, [&]() -> Status {
    auto path = self<T>(instance).target(Options::view(item));
    if (!path) return fail(std::move(path).error());
    return Output(*out).write(*path);
  });
}

template <class T>
std::int32_t update(void* instance, const dp_batch* batch, dp_error* error) noexcept {
  return guard(error, [&] { return self<T>(instance).update(BatchView(*batch)); });
}

template <class T>
std::int32_t save(void* instance, const dp_out* out, dp_error* error) noexcept {
  return guard(error, [&] {
    Output output(*out);
    return self<T>(instance).save(output);
  });
}

template <class T>
std::int32_t combine(void* instance, std::uint32_t partition, dp_bytes partial,
                     dp_error* error) noexcept {
  return guard(error,
               [&] { return self<T>(instance).combine(partition, Options::view(partial)); });
}

template <class T>
std::int32_t trim(void* instance, dp_error* error) noexcept {
  if constexpr (requires(T & task) { task.trim(); })
    return guard(error, [&] { return self<T>(instance).trim(); });
  else
    return 0;
}

template <class T>
std::int32_t bounds(void* instance, std::uint32_t ranges, const dp_out* out,
                    dp_error* error) noexcept {
  return guard(error, [&] {
    Output output(*out);
    return self<T>(instance).bounds(ranges, output);
  });
}

template <class T>
std::int32_t save_ranges(void* instance, dp_bytes bounds, const dp_out* out,
                         dp_error* error) noexcept {
  return guard(error, [&] {
    Output output(*out);
    return self<T>(instance).save_ranges(Options::view(bounds), output);
  });
}

template <class T>
std::int32_t finalize(void* instance, const dp_out* out, dp_error* error) noexcept {
  return guard(error, [&] {
    Output output(*out);
    return self<T>(instance).finalize(output);
  });
}

template <class T>
std::uint64_t size(void* instance) noexcept {
  return self<T>(instance).size();
}

template <class T>
void reset(void* instance) noexcept {
  self<T>(instance).reset();
}

template <class T>
std::int32_t begin(void* instance, const dp_out* out, dp_error* error) noexcept {
  return guard(error, [&] {
    Output output(*out);
    return self<T>(instance).begin(output);
  });
}

template <class T>
std::int32_t section(void* instance, dp_bytes name, const ArrowSchema* schema,
                     const dp_out* out, dp_error* error) noexcept {
  return guard(error, [&]() -> Status {
    Output output(*out);
    auto columns = import_schema(schema);
    if (!columns) return fail(Errc::bug, "section: not a schema");
    return self<T>(instance).section(Options::view(name), *columns, output);
  });
}

template <class T>
std::int32_t write(void* instance, const dp_batch* batch, const dp_out* out,
                   dp_error* error) noexcept {
  return guard(error, [&] {
    Output output(*out);
    return self<T>(instance).write(BatchView(*batch), output);
  });
}

template <class T>
std::int32_t end(void* instance, const dp_out* out, dp_error* error) noexcept {
  return guard(error, [&] {
    Output output(*out);
    return self<T>(instance).end(output);
  });
}

template <class T>
constexpr dp_task task(dp_role role) noexcept {
  dp_task made{};
  made.role = role;
  made.traits = T::kInfo.traits;
  made.name = T::kInfo.name;
  made.summary = T::kInfo.summary;
  made.doc = T::kInfo.doc;
  made.suffixes = T::kInfo.suffixes;
  made.options = T::kInfo.options.data();
  made.n_options = static_cast<std::uint32_t>(T::kInfo.options.size());
  made.functions = T::kInfo.functions.data();
  made.n_functions = static_cast<std::uint32_t>(T::kInfo.functions.size());
  made.open = &open<T>;
  made.close = &close<T>;
  made.need = &need<T>;
  return made;
}

}  // namespace detail

template <class T>
constexpr dp_task reader() noexcept {
  auto made = detail::task<T>(DP_READER);
  made.read = &detail::read<T>;
  if constexpr (requires(T & task, const Input& input) { task.find(input); })
    made.find = &detail::find<T>;
  if constexpr (requires(T & task, const Input& input) { task.skip(input); })
    made.skip = &detail::skip<T>;
  if constexpr (requires(const T& task) { task.cut(); }) made.cut = &detail::cut<T>;
  return made;
}

template <class T>
constexpr dp_task step() noexcept {
  auto made = detail::task<T>(DP_STEP);
  made.process = &detail::process<T>;
  if constexpr (requires(T & task, std::string_view item) { task.target(item); })
    made.target = &detail::target<T>;
  return made;
}

template <class T>
constexpr dp_task reducer() noexcept {
  auto made = detail::task<T>(DP_REDUCER);
  made.update = &detail::update<T>;
  made.save = &detail::save<T>;
  made.combine = &detail::combine<T>;
  made.trim = &detail::trim<T>;
  if constexpr (requires(T & task, Output & out) {
                  task.save_ranges(std::string_view(), out);
                }) {
    made.bounds = &detail::bounds<T>;
    made.save_ranges = &detail::save_ranges<T>;
  }
  made.finalize = &detail::finalize<T>;
  made.size = &detail::size<T>;
  made.reset = &detail::reset<T>;
  return made;
}

template <class T>
constexpr dp_task writer() noexcept {
  auto made = detail::task<T>(DP_WRITER);
  made.begin = &detail::begin<T>;
  made.section = &detail::section<T>;
  made.write = &detail::write<T>;
  made.end = &detail::end<T>;
  return made;
}

namespace detail {
/// The ELF note "dp" of a plugin: header, owner, description, as <elf.h> lays them out.
struct Note {
  std::uint32_t owner_size = sizeof(DP_ABI_NOTE_OWNER);
  std::uint32_t body_size = sizeof(dp_plugin_note);
  std::uint32_t type = DP_ABI_NOTE_TYPE;
  char owner[4] = DP_ABI_NOTE_OWNER;
  std::uint32_t body[4] = {static_cast<std::uint32_t>(DP_ABI_MAGIC),
                           static_cast<std::uint32_t>(DP_ABI_MAGIC >> 32), DP_ABI_VERSION,
                           static_cast<std::uint32_t>(sizeof(dp_task))};
};
static_assert(sizeof(Note) == 32 && sizeof(dp_plugin_note) == 16);
}  // namespace detail

}  // namespace dp

/// Export a plugin: DP_PLUGIN("name", "version", "summary", dp::reader<T>(), ...). Once a
/// library.
#define DP_PLUGIN(name, version, summary, ...)                                            \
  namespace {                                                                             \
  __attribute__((section(".note.dp"), used,                                               \
                 aligned(4))) constexpr ::dp::detail::Note dp_plugin_elf_note{};          \
  constexpr dp_task dp_plugin_tasks[] = {__VA_ARGS__};                                    \
  }                                                                                       \
  extern "C" __attribute__((visibility("default"))) const dp_plugin_info dp_plugin_table; \
  extern "C" const dp_plugin_info dp_plugin_table = {                                     \
      DP_ABI_MAGIC, DP_ABI_VERSION, sizeof(dp_task), name,                                \
      version,      summary,        dp_plugin_tasks, std::size(dp_plugin_tasks)}
