// SPDX-License-Identifier: Apache-2.0
#include "plugin/instance.hpp"

#include <algorithm>
#include <cstddef>
#include <new>
#include <set>

namespace dp::plugin {

namespace {

/// Schemas are freed by their release callback, whoever made them.
class OwnedSchema {
 public:
  OwnedSchema() = default;
  explicit OwnedSchema(const Schema& schema) { export_schema(schema, &schema_); }
  OwnedSchema(const OwnedSchema&) = delete;
  OwnedSchema& operator=(const OwnedSchema&) = delete;
  ~OwnedSchema() {
    if (schema_.release != nullptr) schema_.release(&schema_);
  }
  ArrowSchema* get() noexcept { return &schema_; }

 private:
  ArrowSchema schema_{};
};

Error error_of(std::int32_t code, dp_error& raw) {
  raw.message[sizeof raw.message - 1] = '\0';
  const bool known = code > 0 && code <= static_cast<std::int32_t>(Errc::sample_too_short);
  std::string message(raw.message);
  if (message.empty()) message = "failed with code " + std::to_string(code);
  return {known ? static_cast<Errc>(code) : Errc::task_failed, std::move(message)};
}

/// Plugins of 2.0 may fail with a code of their own that has a meaning since: it has that only where
/// the host asks for it.
Error without(Errc code, Error error) {
  if (error.code == code) error.code = Errc::task_failed;
  return error;
}

/// What is wrong with the schema that a task says it emits; empty if nothing.
std::string fault_of(const Schema& schema) {
  std::set<std::string_view> names;
  for (const auto& field : schema) {
    if (field.name.empty()) return "it emits a column without a name";
    if (!names.insert(field.name).second)
      return "it emits two columns named '" + field.name + "'";
  }
  return {};
}

/// dp_context.warn. `host`: the list.
void keep_warning(void* host, dp_bytes option, dp_bytes text) noexcept {
  constexpr std::size_t kMost = 64;
  auto& list = *static_cast<std::vector<data::OptionWarning>*>(host);
  try {
    if (list.size() == kMost) return;
    list.push_back({std::string(option.data, option.size), std::string(text.data, text.size)});
  } catch (const std::bad_alloc&) {
    // One warning less: the plugin's frames are no place to throw through.
  }
}

std::uint32_t cut_of(const TaskTable& table, void* self) noexcept {
  if (table.reader.cut != nullptr) return table.reader.cut(self);
  return static_cast<std::uint32_t>(table.task.traits) & (DP_CUT_LINES | DP_CUT_RECORDS);
}

}  // namespace

tl::expected<Instance, OpenError> Instance::open(const TaskTable& table,
                                                 const OpenSettings& settings) {
  const data::Value none;
  const data::ValueTree options(settings.options == nullptr ? none : *settings.options);
  OwnedSchema input;
  if (settings.input != nullptr) export_schema(*settings.input, input.get());
  const dp_context context{
      settings.refutes ? sizeof(dp_context) : offsetof(dp_context, knowledge),
      options.root(),
      settings.input == nullptr ? nullptr : input.get(),
      {settings.sample.data(), settings.sample.size()},
      settings.hash_seed,
      {settings.knowledge.data(), settings.knowledge.size()},
      settings.growing ? 1u : 0u,
      settings.learning ? 1u : 0u,
      settings.sample_cut ? 1u : 0u,
      settings.sample_more ? 1u : 0u,
      settings.warnings,
      settings.warnings == nullptr ? nullptr : &keep_warning};
  OwnedSchema output;
  void* self = nullptr;
  dp_error raw{};
  raw.struct_size = sizeof raw;
  if (const auto code = table.task.open(&context, output.get(), &self, &raw); code != 0) {
    raw.option[sizeof raw.option - 1] = '\0';
    auto error = without(Errc::refuted, error_of(code, raw));
    if (!settings.sample_more) error = without(Errc::sample_too_short, std::move(error));
    return tl::unexpected<OpenError>(OpenError{std::move(error), raw.option});
  }
  Schema columns;
  if (table.role() != DP_WRITER) {
    auto imported = import_schema(output.get());
    const auto fault = imported ? fault_of(*imported) : "it does not say what columns it emits";
    if (!fault.empty()) {
      table.task.close(self);
      return tl::unexpected<OpenError>(OpenError{{Errc::invalid_plugin, fault}, {}});
    }
    columns = std::move(*imported);
  }
  Instance instance(table, self, std::move(columns));
  if (table.role() == DP_READER && table.reader.find == nullptr &&
      cut_of(table, self) == DP_CUT_RECORDS)
    return tl::unexpected<OpenError>(
        OpenError{{Errc::invalid_plugin, "it is cut by records, but has no find"}, {}});
  return instance;
}

Instance::~Instance() {
  if (self_ != nullptr) table_->task.close(self_);
}

template <class... Parameters, class... Arguments>
Status Instance::invoke(std::int32_t (*callback)(void*, Parameters...),
                        Arguments... arguments) {
  dp_error raw;
  raw.struct_size = sizeof raw;
  raw.message[0] = '\0';
  raw.option[0] = '\0';
  const std::int32_t code = callback(self_, arguments..., &raw);
  if (code == 0) return {};
  auto error = without(Errc::sample_too_short, error_of(code, raw));
  const bool may_refute = table_->role() == DP_READER && table_->reader.knowledge != nullptr;
  return fail(may_refute ? std::move(error) : without(Errc::refuted, std::move(error)));
}

Status Instance::need(std::span<const std::uint8_t> used) {
  if (table_->task.need == nullptr) return {};
  return invoke(table_->task.need, used.data(), used.size());
}

Status Instance::start() {
  if (table_->task.start == nullptr) return {};
  return invoke(table_->task.start);
}

Status ReaderInstance::read(const dp_input& input, const dp_out& out, dp_read& done) {
  done.struct_size = sizeof done;
  return invoke(table().reader.read, &input, &out, &done);
}

Result<std::uint64_t> ReaderInstance::find(const dp_input& input) {
  std::uint64_t at = 0;
  DP_CHECK(invoke(table().reader.find, &input, &at));
  return std::min(at, input.data.size);
}

Result<Skipped> ReaderInstance::skip(const dp_input& input) {
  dp_read done{};
  done.struct_size = sizeof done;
  if (table().reader.skip == nullptr) {
    const dp_out nowhere{sizeof(dp_out),
                         nullptr,
                         [](void*, const dp_batch*) { return 0; },
                         [](void*, std::uint32_t, const void*, std::uint64_t) { return 0; },
                         [](void*, std::uint64_t, dp_bytes, dp_bytes) { return 0; },
                         [](void*, const dp_note*) { return 0; }};
    DP_CHECK(read(input, nowhere, done));
  } else {
    DP_CHECK(invoke(table().reader.skip, &input, &done));
  }
  Skipped skipped{done.consumed, 0, std::min(done.consumed, input.data.size)};
  if (done.record_begin >= done.record_end || done.record_end > skipped.end) return skipped;
  skipped.begin = done.record_begin;
  skipped.end = done.record_end;
  return skipped;
}

std::uint32_t ReaderInstance::cut() const noexcept { return cut_of(table(), self()); }

Status StepInstance::process(const dp_batch& batch, const dp_out& out) {
  return invoke(table().step.process, &batch, &out);
}

Status StepInstance::target(const dp_item& item, const dp_out& out) {
  return invoke(table().step.target, &item, &out);
}

Status ReducerInstance::update(const dp_batch& batch, const dp_out& out) {
  return invoke(table().reducer.update, &batch, &out);
}

Status ReducerInstance::save(const dp_out& out) { return invoke(table().reducer.save, &out); }

Status ReducerInstance::combine(std::uint32_t partition, std::string_view partial) {
  return invoke(table().reducer.combine, partition, dp_bytes{partial.data(), partial.size()});
}

Status ReducerInstance::trim() {
  if (table().reducer.trim == nullptr) return {};
  return invoke(table().reducer.trim);
}

Status ReducerInstance::bounds(std::uint32_t ranges, const dp_out& out) {
  return invoke(table().ranges.bounds, ranges, &out);
}

Status ReducerInstance::save_ranges(std::string_view bounds, const dp_out& out) {
  return invoke(table().ranges.save, dp_bytes{bounds.data(), bounds.size()}, &out);
}

Status ReducerInstance::finalize(const dp_out& out) {
  return invoke(table().reducer.finalize, &out);
}

std::uint64_t ReducerInstance::size() { return table().reducer.size(self()); }

Status ReducerInstance::reset() { return invoke(table().reducer.reset); }

Status WriterInstance::begin(const dp_out& out) { return invoke(table().writer.begin, &out); }

Status WriterInstance::section(std::string_view name, const Schema& schema, const dp_out& out) {
  OwnedSchema columns(schema);
  return invoke(table().writer.section, dp_bytes{name.data(), name.size()}, columns.get(),
                &out);
}

Status WriterInstance::write(const dp_batch& batch, const dp_out& out) {
  return invoke(table().writer.write, &batch, &out);
}

Status WriterInstance::end(const dp_out& out) { return invoke(table().writer.end, &out); }

Result<const ArrowArray*> FunctionInstance::call(const dp_batch& arguments) {
  const ArrowArray* result = nullptr;
  DP_CHECK(invoke(table().function.call, &arguments, &result));
  const auto rows = arguments.array->length;
  if (result != nullptr && result->length == rows) return result;
  return fail(Errc::invalid_plugin,
              "it gave " + (result == nullptr ? "nothing" : std::to_string(result->length)) +
                  " for " + std::to_string(rows) + " rows, expected one value for each");
}

}  // namespace dp::plugin
