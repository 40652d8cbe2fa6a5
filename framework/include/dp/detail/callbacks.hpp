// SPDX-License-Identifier: Apache-2.0
#pragma once

/// From the calls of a C++ task to the callbacks of its C tables. Included by <dp/plugin.hpp>.

#include <dp/abi.h>

#include <cstdio>
#include <dp/detail/calls.hpp>
#include <dp/result.hpp>
#include <dp/task.hpp>
#include <exception>
#include <memory>
#include <new>
#include <utility>

namespace dp::detail {

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

/// The callback whose work is `body`: a function of the task and the callback's own arguments.
template <auto body>
struct Callback;

template <class T, class... Raw, Status (*body)(T&, Raw...)>
struct Callback<body> {
  static std::int32_t call(void* instance, Raw... raw, dp_error* error) noexcept {
    return guard(error, [&] { return body(*static_cast<T*>(instance), raw...); });
  }
};

template <auto body>
inline constexpr auto* kCallback = &Callback<body>::call;

/// Call what returns a Status or nothing.
template <class Call>
Status status_of(Call&& call) {
  if constexpr (std::is_void_v<decltype(call())>) {
    call();
    return {};
  } else {
    return call();
  }
}

/// What Options may be asked for.
template <class T>
constexpr std::span<const dp_option> declared_options() noexcept {
  if constexpr (requires { T::kDeclared; })
    return T::kDeclared;
  else
    return T::kInfo.options;
}

/// T::open makes an instance, or readies one.
template <class T>
Result<std::unique_ptr<T>> make(const Context& context, Schema& schema) {
  if constexpr (opens_static<T>) {
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
    const Context context(*raw, error, declared_options<T>());
    auto made = make<T>(context, schema);
    if (const auto& mistake = context.mistake(); !mistake.message.empty())
      return fail(Errc::invalid_plugin, mistake.message);
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

/// The status of a call that may have added rows: none may be left.
inline Status flushed(Status status, const Output& out) {
  if (!status || out.held() == 0) return status;
  return fail(Errc::invalid_plugin, "a call ended with rows that it did not flush (got " +
                                        std::to_string(out.held()) +
                                        ", expected 0): end it with `return rows.flush(out)`");
}

/// What the callbacks of a task do.
template <class T>
struct Bodies {
  static Status need(T& task, const std::uint8_t* used, std::uint64_t count) {
    return status_of([&] { return task.need({used, static_cast<std::size_t>(count)}); });
  }
  static Status start(T& task) { return task.start(); }

  static Status read(T& task, const dp_input* input, const dp_out* out, dp_read* done) {
    Output output(*out);
    ReadCount count;
    auto status = task.read(Input(*input), output, count);
    done->lines = count.lines;
    done->blank = count.blank;
    done->consumed = count.consumed;
    return flushed(std::move(status), output);
  }
  static std::uint32_t cut(void* task) noexcept { return static_cast<T*>(task)->cut(); }
  static Status find(T& task, const dp_input* input, std::uint64_t* at) {
    *at = task.find(Input(*input));
    return {};
  }
  static Status skip(T& task, const dp_input* input, dp_read* done) {
    if constexpr (skips_with_count<T>) {
      ReadCount count;
      DP_TRY(done->consumed, task.skip(Input(*input), count));
      if (!DP_HAS(done, record_end)) return {};
      done->record_begin = count.record_begin;
      done->record_end = count.record_end;
    } else {
      DP_TRY(done->consumed, task.skip(Input(*input)));
    }
    return {};
  }

  static Status process(T& task, const dp_batch* batch, const dp_out* out) {
    Output output(*out);
    return flushed(task.process(BatchView(*batch), output), output);
  }
  static Status target(T& task, const dp_item* item, const dp_out* out) {
    DP_TRY(const std::string path, task.target(Options::view(item->name)));
    return Output(*out).write(path);
  }

  static Status update(T& task, const dp_batch* batch, const dp_out* out) {
    Output output(*out);
    if constexpr (updates_with_output<T>)
      return task.update(BatchView(*batch), output);
    else
      return task.update(BatchView(*batch));
  }
  static Status save(T& task, const dp_out* out) {
    Output output(*out);
    return task.save(output);
  }
  static Status combine(T& task, std::uint32_t partition, dp_bytes partial) {
    return task.combine(partition, Options::view(partial));
  }
  static Status finalize(T& task, const dp_out* out) {
    Output output(*out);
    return flushed(task.finalize(output), output);
  }
  static std::uint64_t size(void* task) noexcept { return static_cast<T*>(task)->size(); }
  static Status reset(T& task) {
    return status_of([&] { return task.reset(); });
  }
  static Status trim(T& task) { return task.trim(); }
  static Status bounds(T& task, std::uint32_t ranges, const dp_out* out) {
    Output output(*out);
    return task.bounds(ranges, output);
  }
  static Status save_ranges(T& task, dp_bytes bounds, const dp_out* out) {
    Output output(*out);
    return task.save_ranges(Options::view(bounds), output);
  }

  static Status call(T& task, const dp_batch* arguments, const ArrowArray** result) {
    return task.call(BatchView(*arguments), result);
  }

  static Status begin(T& task, const dp_out* out) {
    Output output(*out);
    return task.begin(output);
  }
  static Status section(T& task, dp_bytes name, const ArrowSchema* schema, const dp_out* out) {
    Output output(*out);
    auto columns = import_schema(schema);
    if (!columns) return fail(Errc::bug, "section: not a schema");
    return task.section(Options::view(name), *columns, output);
  }
  static Status write(T& task, const dp_batch* batch, const dp_out* out) {
    Output output(*out);
    return task.write(BatchView(*batch), output);
  }
  static Status end(T& task, const dp_out* out) {
    Output output(*out);
    return task.end(output);
  }
};

}  // namespace dp::detail
