// SPDX-License-Identifier: Apache-2.0
#include "plugin/instance.hpp"

#include <algorithm>
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
  const bool known = code > 0 && code <= static_cast<std::int32_t>(Errc::bug);
  std::string message(raw.message);
  if (message.empty()) message = "failed with code " + std::to_string(code);
  return {known ? static_cast<Errc>(code) : Errc::task_failed, std::move(message)};
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

}  // namespace

tl::expected<Instance, OpenError> Instance::open(const dp_task& task,
                                                 const OpenSettings& settings) {
  const data::Value none;
  const data::ValueTree options(settings.options == nullptr ? none : *settings.options);
  OwnedSchema input;
  if (settings.input != nullptr) export_schema(*settings.input, input.get());
  const dp_context context{options.root(),
                           settings.input == nullptr ? nullptr : input.get(),
                           {settings.sample.data(), settings.sample.size()},
                           settings.hash_seed};
  OwnedSchema output;
  void* self = nullptr;
  dp_error raw{};
  if (const auto code = task.open(&context, output.get(), &self, &raw); code != 0) {
    raw.option[sizeof raw.option - 1] = '\0';
    return tl::unexpected<OpenError>(OpenError{error_of(code, raw), raw.option});
  }
  Schema columns;
  if (task.role != DP_WRITER) {
    auto imported = import_schema(output.get());
    const auto fault = imported ? fault_of(*imported) : "it does not say what columns it emits";
    if (!fault.empty()) {
      task.close(self);
      return tl::unexpected<OpenError>(OpenError{{Errc::invalid_plugin, fault}, {}});
    }
    columns = std::move(*imported);
  }
  Instance instance(task, self, std::move(columns));
  if (task.role == DP_READER && instance.cut() == DP_CUT_RECORDS && task.find == nullptr)
    return tl::unexpected<OpenError>(
        OpenError{{Errc::invalid_plugin, "it is cut by records, but has no find"}, {}});
  return instance;
}

Instance::~Instance() {
  if (self_ != nullptr) task_->close(self_);
}

template <class Call>
Status Instance::checked(Call&& call) {
  dp_error raw;
  raw.message[0] = '\0';
  raw.option[0] = '\0';
  const std::int32_t code = call(raw);
  if (code == 0) return {};
  return fail(error_of(code, raw));
}

void Instance::need(std::span<const std::uint8_t> used) {
  if (task_->need != nullptr) task_->need(self_, used.data(), used.size());
}

Status Instance::read(const dp_input& input, const dp_out& out, dp_read& done) {
  return checked([&](dp_error& e) { return task_->read(self_, &input, &out, &done, &e); });
}

Result<std::uint64_t> Instance::find(const dp_input& input) {
  std::uint64_t at = 0;
  DP_CHECK(checked([&](dp_error& e) { return task_->find(self_, &input, &at, &e); }));
  return std::min(at, input.data.size);
}

Result<std::uint64_t> Instance::skip(const dp_input& input) {
  if (task_->skip == nullptr) {
    const dp_out nowhere{nullptr, [](void*, const dp_batch*) { return 0; },
                         [](void*, std::uint32_t, const void*, std::uint64_t) { return 0; },
                         [](void*, std::uint64_t, dp_bytes, dp_bytes) { return 0; }};
    dp_read done{};
    DP_CHECK(read(input, nowhere, done));
    return done.consumed;
  }
  std::uint64_t size = 0;
  DP_CHECK(checked([&](dp_error& e) { return task_->skip(self_, &input, &size, &e); }));
  return size;
}

std::uint32_t Instance::cut() const noexcept {
  if (task_->cut != nullptr) return task_->cut(self_);
  return task_->traits & (DP_CUT_LINES | DP_CUT_RECORDS);
}

Status Instance::process(const dp_batch& batch, const dp_out& out) {
  return checked([&](dp_error& e) { return task_->process(self_, &batch, &out, &e); });
}

Status Instance::target(std::string_view item, const dp_out& out) {
  return checked([&](dp_error& e) {
    return task_->target(self_, {item.data(), item.size()}, &out, &e);
  });
}

Status Instance::update(const dp_batch& batch) {
  return checked([&](dp_error& e) { return task_->update(self_, &batch, &e); });
}

Status Instance::save(const dp_out& out) {
  return checked([&](dp_error& e) { return task_->save(self_, &out, &e); });
}

Status Instance::combine(std::uint32_t partition, std::string_view partial) {
  return checked([&](dp_error& e) {
    return task_->combine(self_, partition, {partial.data(), partial.size()}, &e);
  });
}

Status Instance::trim() {
  if (task_->trim == nullptr) return {};
  return checked([&](dp_error& e) { return task_->trim(self_, &e); });
}

Status Instance::bounds(std::uint32_t ranges, const dp_out& out) {
  return checked([&](dp_error& e) { return task_->bounds(self_, ranges, &out, &e); });
}

Status Instance::save_ranges(std::string_view bounds, const dp_out& out) {
  return checked([&](dp_error& e) {
    return task_->save_ranges(self_, {bounds.data(), bounds.size()}, &out, &e);
  });
}

Status Instance::finalize(const dp_out& out) {
  return checked([&](dp_error& e) { return task_->finalize(self_, &out, &e); });
}

std::uint64_t Instance::size() { return task_->size(self_); }

void Instance::reset() { task_->reset(self_); }

Status Instance::begin(const dp_out& out) {
  return checked([&](dp_error& e) { return task_->begin(self_, &out, &e); });
}

Status Instance::section(std::string_view name, const Schema& schema, const dp_out& out) {
  OwnedSchema columns(schema);
  return checked([&](dp_error& e) {
    return task_->section(self_, {name.data(), name.size()}, columns.get(), &out, &e);
  });
}

Status Instance::write(const dp_batch& batch, const dp_out& out) {
  return checked([&](dp_error& e) { return task_->write(self_, &batch, &out, &e); });
}

Status Instance::end(const dp_out& out) {
  return checked([&](dp_error& e) { return task_->end(self_, &out, &e); });
}

}  // namespace dp::plugin
