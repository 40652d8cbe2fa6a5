// SPDX-License-Identifier: Apache-2.0
#include "plugins/harness.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace dp::test {
namespace {

std::string text_of(const ArrowArray& array, Type type, std::size_t row) {
  if (array.length == 0) return kEmpty;
  if (ColumnView(array).is_null(row)) return kNull;
  switch (type) {
    case Type::boolean:
      return BoolColumn(array)[row] ? "true" : "false";
    case Type::string:
    case Type::json:
      return std::string(StringColumn(array)[row]);
    case Type::decimal:
      return DecimalColumn(array)[row].text();
    case Type::date:
      return std::to_string(DateColumn(array)[row]);
    case Type::float64: {
      char text[40];
      std::snprintf(text, sizeof text, "%.17g", Float64Column(array)[row]);
      return text;
    }
    default:
      return std::to_string(Int64Column(array)[row]);
  }
}

std::int32_t keep_batch(void* host, const dp_batch* batch) {
  auto& kept = *static_cast<Task::Kept*>(host);
  if (kept.refusal != 0) return kept.refusal;
  const BatchView view(*batch);
  for (std::size_t row = 0; row < view.rows(); ++row) {
    Row cells;
    for (std::size_t i = 0; i < kept.schema.size(); ++i)
      cells.push_back(text_of(view.column(i), kept.schema[i].type, row));
    kept.rows.push_back(std::move(cells));
    kept.offsets.push_back(view.offset(row));
  }
  kept.batches.push_back(view.rows());
  return 0;
}

void keep_warning(void* host, dp_bytes option, dp_bytes text) {
  static_cast<std::vector<std::string>*>(host)->push_back(
      std::string(option.data, option.size) + ": " + std::string(text.data, text.size));
}

std::int32_t keep_bytes(void* host, std::uint32_t partition, const void* data,
                        std::uint64_t size) {
  auto& kept = *static_cast<Task::Kept*>(host);
  if (kept.refusal != 0) return kept.refusal;
  if (partition >= DP_PARTITIONS) return static_cast<std::int32_t>(Errc::bug);
  kept.bytes[partition].append(static_cast<const char*>(data), size);
  return 0;
}

std::int32_t keep_reject(void* host, std::uint64_t offset, dp_bytes raw, dp_bytes reason) {
  auto& kept = *static_cast<Task::Kept*>(host);
  if (kept.refusal != 0) return kept.refusal;
  kept.rejects.push_back(
      {offset, std::string(raw.data, raw.size), std::string(reason.data, reason.size)});
  return 0;
}

std::int32_t keep_note(void* host, const dp_note* note) {
  auto& kept = *static_cast<Task::Kept*>(host);
  if (kept.refusal != 0) return kept.refusal;
  kept.notes.push_back(std::to_string(note->offset) + ": " +
                       std::string(note->text.data, note->text.size) + " (" +
                       std::to_string(note->count) + ")");
  return 0;
}

/// The default of an option, which is YAML text, as the pipeline would hand it over; of a list
/// or map only the empty one, or one item.
Result<data::Value> scalar_fallback_of(const dp_option& option) {
  const std::string text = option.fallback;
  switch (option.type) {
    case DP_OPTION_INT:
      return data::Value::of(std::int64_t{std::strtoll(text.c_str(), nullptr, 10)});
    case DP_OPTION_FLOAT:
      return data::Value::of(std::strtod(text.c_str(), nullptr));
    case DP_OPTION_BOOL:
      return data::Value::of(text == "true");
    case DP_OPTION_SIZE:
    case DP_OPTION_DURATION:
    case DP_OPTION_RATIO:
      return fail(Errc::invalid_argument, std::string("harness: option '") + option.name +
                                              "' has a unit: give its value in the test");
    default:
      // In quotes, where YAML would take it for something else.
      if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'')
        return data::Value::of(text.substr(1, text.size() - 2));
      return data::Value::of(text);
  }
}

Result<data::Value> fallback_of(const dp_option& option) {
  if ((option.flags & DP_OPTION_MAP) != 0) return data::Value::map();
  if ((option.flags & DP_OPTION_LIST) == 0) return scalar_fallback_of(option);
  if (std::string_view(option.fallback) == "[]") return data::Value::list({});
  DP_TRY(auto only, scalar_fallback_of(option));
  return data::Value::list({std::move(only)});
}

/// The library, which stays loaded for the life of the process, as in a worker.
Result<const plugin::Library*> load(const std::string& plugin) {
  static std::map<std::string, plugin::Library> loaded;
  if (const auto found = loaded.find(plugin); found != loaded.end()) return &found->second;
  DP_TRY(auto library, plugin::Library::load(DP_TEST_PLUGIN_DIR "/" + plugin + ".so"));
  return &loaded.emplace(plugin, std::move(library)).first->second;
}

Result<const plugin::TaskTable*> find_task(const std::string& plugin, std::string_view name,
                                           dp_role role) {
  DP_TRY(const auto* library, load(plugin));
  for (const auto& table : library->tables())
    if (name == table.task.name && (role == dp_role{} || role == table.role())) return &table;
  return fail(Errc::not_found, plugin + ": no task '" + std::string(name) + "'");
}

/// Where a task says what went wrong.
struct Told : dp_error {
  Told() : dp_error{} { struct_size = sizeof(dp_error); }
};

}  // namespace

Task::Task(const plugin::TaskTable* task, void* self, Schema schema)
    : task_(task),
      self_(self, Close{task}),
      schema_(std::move(schema)),
      kept_(std::make_unique<Kept>()) {
  kept_->schema = schema_;
}

Result<Task> Task::open(const std::string& plugin, std::string_view task, data::Value options,
                        Setting setting) {
  DP_TRY(const auto* table, find_task(plugin, task, setting.role));
  for (const auto& option : table->options) {
    if (option.fallback == nullptr || options.find(option.name) != nullptr) continue;
    DP_TRY(auto value, fallback_of(option));
    options.add(option.name, std::move(value));
  }
  const data::ValueTree tree(options);
  ArrowSchema input{};
  if (table->role() == DP_STEP || table->role() == DP_REDUCER)
    export_schema(setting.input, &input);
  std::vector<std::string> warnings;
  const dp_context context{
      setting.refutes ? sizeof(dp_context) : offsetof(dp_context, knowledge),
      tree.root(),
      input.release == nullptr ? nullptr : &input,
      {setting.sample.data(), setting.sample.size()},
      setting.hash_seed,
      {setting.knowledge.data(), setting.knowledge.size()},
      setting.growing ? 1u : 0u,
      setting.learning ? 1u : 0u,
      setting.sample_cut || setting.sample.size() >= DP_HEAD_BYTES ? 1u : 0u,
      setting.sample_more ? 1u : 0u,
      &warnings,
      &keep_warning};
  ArrowSchema output{};
  void* self = nullptr;
  Told error;
  const auto code = table->task.open(&context, &output, &self, &error);
  if (input.release != nullptr) input.release(&input);
  if (code != 0)
    return fail(
        static_cast<Errc>(code),
        std::string(error.option) + (*error.option != '\0' ? ": " : "") + error.message);
  auto schema = import_schema(&output);
  if (output.release != nullptr) output.release(&output);
  Task made(table, self, schema ? std::move(*schema) : Schema{});
  made.kept_->warnings = std::move(warnings);
  return made;
}

Status Task::done(std::int32_t code, const dp_error& error) {
  kept_->option = error.option;
  if (code == 0) return {};
  return fail(static_cast<Errc>(code), error.message);
}

dp_out keep_in(Task::Kept& kept) noexcept {
  return {sizeof(dp_out), &kept, &keep_batch, &keep_bytes, &keep_reject, &keep_note};
}

void Task::need(const std::vector<std::string>& columns) {
  std::vector<std::uint8_t> used;
  for (const auto& field : schema_)
    used.push_back(std::find(columns.begin(), columns.end(), field.name) != columns.end());
  Told error;
  if (task_->task.need != nullptr)
    (void)task_->task.need(self_.get(), used.data(), used.size(), &error);
}

namespace {

/// Bytes in a buffer of their exact size, with hostile padding, as a reader gets them.
class Handed {
 public:
  Handed(std::string_view data, const Piece& piece)
      : buffer_(std::make_unique<char[]>(data.size() + DP_PADDING)) {
    std::copy(data.begin(), data.end(), buffer_.get());
    constexpr std::string_view kHostile = "\" \n0]\\[:,9-\r";
    for (std::size_t i = 0; i < DP_PADDING; ++i)
      buffer_[data.size() + i] = kHostile[i % kHostile.size()];
    item_ = {sizeof item_,
             piece.item,
             {piece.name.data(), piece.name.size()},
             0,
             {piece.head.data(), piece.head.size()}};
    input_.struct_size = sizeof input_;
    input_.item = &item_;
    input_.data = {buffer_.get(), data.size()};
    input_.offset = piece.offset;
    input_.stop = std::min<std::uint64_t>(piece.stop, data.size());
    input_.first = piece.first ? 1 : 0;
    input_.last = piece.last ? 1 : 0;
    input_.full = piece.full ? 1 : 0;
  }
  Handed(const Handed&) = delete;
  Handed& operator=(const Handed&) = delete;
  [[nodiscard]] const dp_input& input() const noexcept { return input_; }

 private:
  std::unique_ptr<char[]> buffer_;
  dp_item item_{};
  dp_input input_{};
};

}  // namespace

Status Task::read(std::string_view data, const Piece& piece) {
  const Handed handed(data, piece);
  const auto host = keep_in(*kept_);
  dp_read count{};
  count.struct_size = sizeof count;
  Told error;
  const auto code = task_->reader.read(self_.get(), &handed.input(), &host, &count, &error);
  kept_->lines += count.lines;
  kept_->blank += count.blank;
  kept_->consumed = count.consumed;
  return done(code, error);
}

Result<std::uint64_t> Task::find(std::string_view data, const Piece& piece) {
  const Handed handed(data, piece);
  std::uint64_t at = 0;
  Told error;
  DP_CHECK(done(task_->reader.find(self_.get(), &handed.input(), &at, &error), error));
  return at;
}

std::uint32_t Task::cut() const noexcept {
  if (task_->reader.cut != nullptr) return task_->reader.cut(self_.get());
  return static_cast<std::uint32_t>(task_->task.traits) & (DP_CUT_LINES | DP_CUT_RECORDS);
}

Result<std::uint64_t> Task::skip(std::string_view data, const Piece& piece,
                                 std::string* first) {
  const Handed handed(data, piece);
  dp_read count{};
  count.struct_size = sizeof count;
  Told error;
  DP_CHECK(done(task_->reader.skip(self_.get(), &handed.input(), &count, &error), error));
  if (first != nullptr)
    *first = data.substr(count.record_begin, count.record_end - count.record_begin);
  return count.consumed;
}

Status Task::process(const Batch& batch) {
  const auto host = keep_in(*kept_);
  Told error;
  return done(task_->step.process(self_.get(), &batch.view(), &host, &error), error);
}

Status Task::update(const Batch& batch) { return update(batch.view()); }

Status Task::update(const dp_batch& batch) {
  const auto host = keep_in(*kept_);
  Told error;
  return done(task_->reducer.update(self_.get(), &batch, &host, &error), error);
}

Result<std::map<std::uint32_t, std::string>> Task::save() {
  auto before = std::exchange(kept_->bytes, {});
  const auto host = keep_in(*kept_);
  Told error;
  DP_CHECK(done(task_->reducer.save(self_.get(), &host, &error), error));
  return std::exchange(kept_->bytes, std::move(before));
}

Status Task::combine(std::uint32_t partition, std::string_view partial) {
  // Of its exact size, so that a sanitizer sees a read past its end.
  const std::vector<char> exact(partial.begin(), partial.end());
  Told error;
  return done(
      task_->reducer.combine(self_.get(), partition, {exact.data(), exact.size()}, &error),
      error);
}

Status Task::combine(const std::map<std::uint32_t, std::string>& partials) {
  for (const auto& [partition, partial] : partials) DP_CHECK(combine(partition, partial));
  return {};
}

Status Task::trim() {
  Told error;
  return done(task_->reducer.trim == nullptr ? 0 : task_->reducer.trim(self_.get(), &error),
              error);
}

Result<std::string> Task::bounds(std::uint32_t ranges) {
  auto before = std::exchange(kept_->bytes, {});
  const auto host = keep_in(*kept_);
  Told error;
  DP_CHECK(done(task_->ranges.bounds(self_.get(), ranges, &host, &error), error));
  auto found = std::exchange(kept_->bytes, std::move(before));
  return std::move(found[0]);
}

Result<std::map<std::uint32_t, std::string>> Task::save_ranges(std::string_view bounds) {
  auto before = std::exchange(kept_->bytes, {});
  const std::vector<char> exact(bounds.begin(), bounds.end());
  const auto host = keep_in(*kept_);
  Told error;
  DP_CHECK(done(task_->ranges.save(self_.get(), {exact.data(), exact.size()}, &host, &error),
                error));
  return std::exchange(kept_->bytes, std::move(before));
}

Status Task::finalize() {
  const auto host = keep_in(*kept_);
  Told error;
  return done(task_->reducer.finalize(self_.get(), &host, &error), error);
}

std::uint64_t Task::size() { return task_->reducer.size(self_.get()); }

void Task::reset() {
  Told error;
  (void)task_->reducer.reset(self_.get(), &error);
}

Status Task::begin() {
  const auto host = keep_in(*kept_);
  Told error;
  return done(task_->writer.begin(self_.get(), &host, &error), error);
}

Status Task::section(std::string_view name, const Schema& schema) {
  ArrowSchema raw{};
  export_schema(schema, &raw);
  const auto host = keep_in(*kept_);
  Told error;
  const auto code =
      task_->writer.section(self_.get(), {name.data(), name.size()}, &raw, &host, &error);
  raw.release(&raw);
  return done(code, error);
}

Status Task::write(const Batch& batch) {
  const auto host = keep_in(*kept_);
  Told error;
  return done(task_->writer.write(self_.get(), &batch.view(), &host, &error), error);
}

Status Task::end() {
  const auto host = keep_in(*kept_);
  Told error;
  return done(task_->writer.end(self_.get(), &host, &error), error);
}

Row Task::column(std::string_view name) const {
  const auto place = find_column(schema_, name);
  Row cells;
  for (const auto& row : kept_->rows) cells.push_back(place ? row[*place] : "<no such column>");
  return cells;
}

std::string Task::bytes() const {
  const auto found = kept_->bytes.find(0);
  return found == kept_->bytes.end() ? std::string() : found->second;
}

void Task::forget() {
  *kept_ = Kept{};
  kept_->schema = schema_;
}

}  // namespace dp::test
