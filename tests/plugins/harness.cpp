// SPDX-License-Identifier: Apache-2.0
#include "plugins/harness.hpp"

#include <dlfcn.h>

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
      return std::string(StringColumn(array)[row]);
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

Result<const dp_task*> find_task(const std::string& plugin, std::string_view name,
                                 dp_role role) {
  const auto path = std::string(DP_TEST_PLUGIN_DIR "/") + plugin + ".so";
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return fail(Errc::not_found, dlerror());
  const auto* info = static_cast<const dp_plugin_info*>(dlsym(library, DP_ABI_SYMBOL));
  if (info == nullptr || info->magic != DP_ABI_MAGIC || info->abi != DP_ABI_VERSION)
    return fail(Errc::invalid_plugin, path + ": not a plugin of this ABI");
  for (std::uint64_t i = 0; i < info->n_tasks; ++i)
    if (name == info->tasks[i].name && (role == dp_role{} || role == info->tasks[i].role))
      return &info->tasks[i];
  return fail(Errc::not_found, path + ": no task '" + std::string(name) + "'");
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Rows& rows) {
  for (const auto& row : rows) {
    out << "\n  ";
    for (const auto& cell : row) out << '[' << cell << ']';
  }
  return out;
}

std::ostream& operator<<(std::ostream& out, const Reject& reject) {
  return out << reject.offset << " [" << reject.raw << "] " << reject.reason;
}

Cell::Cell(const Cell& other) = default;
Cell::Cell(Cell&& other) noexcept = default;
Cell& Cell::operator=(const Cell& other) = default;
Cell& Cell::operator=(Cell&& other) noexcept = default;
Cell::~Cell() = default;

Batch::Batch(const Schema& schema, const std::vector<std::vector<Cell>>& rows,
             const std::vector<std::uint8_t>& used, std::uint64_t item)
    : text_(std::make_unique<std::string>()),
      builder_(std::make_unique<BatchBuilder>(schema, std::max<std::size_t>(rows.size(), 1))) {
  std::size_t bytes = 64;
  for (const auto& row : rows)
    for (const auto& cell : row)
      if (const auto* text = std::get_if<std::string>(&cell)) bytes += text->size();
  text_->reserve(bytes);  // so that it never moves
  builder_->set_text(text_->data());
  if (!used.empty()) builder_->set_used(used.data());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    builder_->offsets()[row] = row;
    for (std::size_t i = 0; i < schema.size(); ++i) fill(row, i, rows[row].at(i));
  }
  batch_ = builder_->finish(rows.size(), item).value();
}

void Batch::fill(std::size_t row, std::size_t column, const Cell& cell) {
  auto& builder = builder_->column(column);
  if (const auto* flag = std::get_if<bool>(&cell)) return builder.put(row, *flag);
  if (const auto* number = std::get_if<double>(&cell)) return builder.put(row, *number);
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    if (builder.type() == Type::date)
      return builder.put(row, static_cast<std::int32_t>(*integer));
    if (builder.type() == Type::float64) return builder.put(row, static_cast<double>(*integer));
    return builder.put(row, *integer);
  }
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr) return builder.set_null(row);
  if (row % 2 == 1) return builder.put_copy(row, *text);
  const char* at = text_->data() + text_->size();
  text_->append(*text);
  builder.put(row, at, static_cast<std::uint32_t>(text->size()));
}

Task::Task(const dp_task* task, void* self, Schema schema)
    : task_(task),
      self_(self, Close{task}),
      schema_(std::move(schema)),
      kept_(std::make_unique<Kept>()) {
  kept_->schema = schema_;
}

Task::~Task() = default;

Result<Task> Task::open(const std::string& plugin, std::string_view task, data::Value options,
                        Setting setting) {
  DP_TRY(const auto* table, find_task(plugin, task, setting.role));
  for (std::uint32_t i = 0; i < table->n_options; ++i) {
    const auto& option = table->options[i];
    if (option.fallback == nullptr || options.find(option.name) != nullptr) continue;
    DP_TRY(auto value, fallback_of(option));
    options.add(option.name, std::move(value));
  }
  const data::ValueTree tree(options);
  ArrowSchema input{};
  if (table->role == DP_STEP || table->role == DP_REDUCER) export_schema(setting.input, &input);
  const dp_context context{tree.root(),
                           input.release == nullptr ? nullptr : &input,
                           {setting.sample.data(), setting.sample.size()},
                           setting.hash_seed};
  ArrowSchema output{};
  void* self = nullptr;
  dp_error error{};
  const auto code = table->open(&context, &output, &self, &error);
  if (input.release != nullptr) input.release(&input);
  if (code != 0)
    return fail(
        static_cast<Errc>(code),
        std::string(error.option) + (*error.option != '\0' ? ": " : "") + error.message);
  auto schema = import_schema(&output);
  if (output.release != nullptr) output.release(&output);
  return Task(table, self, schema ? std::move(*schema) : Schema{});
}

Status Task::done(std::int32_t code, const dp_error& error) {
  kept_->option = error.option;
  if (code == 0) return {};
  return fail(static_cast<Errc>(code), error.message);
}

dp_out Task::out() noexcept { return {kept_.get(), &keep_batch, &keep_bytes, &keep_reject}; }

void Task::need(const std::vector<std::string>& columns) {
  std::vector<std::uint8_t> used;
  for (const auto& field : schema_)
    used.push_back(std::find(columns.begin(), columns.end(), field.name) != columns.end());
  task_->need(self_.get(), used.data(), used.size());
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
    input_.item = {piece.item,
                   {piece.name.data(), piece.name.size()},
                   0,
                   {piece.head.data(), piece.head.size()}};
    input_.data = {buffer_.get(), data.size()};
    input_.offset = piece.offset;
    input_.stop = std::min<std::uint64_t>(piece.stop, data.size());
    input_.first = piece.first ? 1 : 0;
    input_.last = piece.last ? 1 : 0;
    input_.full = piece.full ? 1 : 0;
  }
  [[nodiscard]] const dp_input& input() const noexcept { return input_; }

 private:
  std::unique_ptr<char[]> buffer_;
  dp_input input_{};
};

}  // namespace

Status Task::read(std::string_view data, const Piece& piece) {
  const Handed handed(data, piece);
  const auto host = out();
  dp_read count{};
  dp_error error{};
  const auto code = task_->read(self_.get(), &handed.input(), &host, &count, &error);
  kept_->lines += count.lines;
  kept_->blank += count.blank;
  kept_->consumed = count.consumed;
  return done(code, error);
}

Result<std::uint64_t> Task::find(std::string_view data, const Piece& piece) {
  const Handed handed(data, piece);
  std::uint64_t at = 0;
  dp_error error{};
  DP_CHECK(done(task_->find(self_.get(), &handed.input(), &at, &error), error));
  return at;
}

std::uint32_t Task::cut() const noexcept {
  if (task_->cut != nullptr) return task_->cut(self_.get());
  return task_->traits & (DP_CUT_LINES | DP_CUT_RECORDS);
}

Result<std::uint64_t> Task::skip(std::string_view data, const Piece& piece) {
  const Handed handed(data, piece);
  std::uint64_t size = 0;
  dp_error error{};
  DP_CHECK(done(task_->skip(self_.get(), &handed.input(), &size, &error), error));
  return size;
}

Status Task::process(const Batch& batch) {
  const auto host = out();
  dp_error error{};
  return done(task_->process(self_.get(), &batch.view(), &host, &error), error);
}

Status Task::update(const Batch& batch) { return update(batch.view()); }

Status Task::update(const dp_batch& batch) {
  dp_error error{};
  return done(task_->update(self_.get(), &batch, &error), error);
}

Result<std::map<std::uint32_t, std::string>> Task::save() {
  auto before = std::exchange(kept_->bytes, {});
  const auto host = out();
  dp_error error{};
  DP_CHECK(done(task_->save(self_.get(), &host, &error), error));
  return std::exchange(kept_->bytes, std::move(before));
}

Status Task::combine(std::uint32_t partition, std::string_view partial) {
  // Of its exact size, so that a sanitizer sees a read past its end.
  const std::vector<char> exact(partial.begin(), partial.end());
  dp_error error{};
  return done(task_->combine(self_.get(), partition, {exact.data(), exact.size()}, &error),
              error);
}

Status Task::combine(const std::map<std::uint32_t, std::string>& partials) {
  for (const auto& [partition, partial] : partials) DP_CHECK(combine(partition, partial));
  return {};
}

Status Task::trim() {
  dp_error error{};
  return done(task_->trim == nullptr ? 0 : task_->trim(self_.get(), &error), error);
}

Result<std::string> Task::bounds(std::uint32_t ranges) {
  auto before = std::exchange(kept_->bytes, {});
  const auto host = out();
  dp_error error{};
  DP_CHECK(done(task_->bounds(self_.get(), ranges, &host, &error), error));
  auto found = std::exchange(kept_->bytes, std::move(before));
  return std::move(found[0]);
}

Result<std::map<std::uint32_t, std::string>> Task::save_ranges(std::string_view bounds) {
  auto before = std::exchange(kept_->bytes, {});
  const std::vector<char> exact(bounds.begin(), bounds.end());
  const auto host = out();
  dp_error error{};
  DP_CHECK(done(task_->save_ranges(self_.get(), {exact.data(), exact.size()}, &host, &error),
                error));
  return std::exchange(kept_->bytes, std::move(before));
}

Status Task::finalize() {
  const auto host = out();
  dp_error error{};
  return done(task_->finalize(self_.get(), &host, &error), error);
}

std::uint64_t Task::size() { return task_->size(self_.get()); }

void Task::reset() { task_->reset(self_.get()); }

Status Task::begin() {
  const auto host = out();
  dp_error error{};
  return done(task_->begin(self_.get(), &host, &error), error);
}

Status Task::section(std::string_view name, const Schema& schema) {
  ArrowSchema raw{};
  export_schema(schema, &raw);
  const auto host = out();
  dp_error error{};
  const auto code =
      task_->section(self_.get(), {name.data(), name.size()}, &raw, &host, &error);
  raw.release(&raw);
  return done(code, error);
}

Status Task::write(const Batch& batch) {
  const auto host = out();
  dp_error error{};
  return done(task_->write(self_.get(), &batch.view(), &host, &error), error);
}

Status Task::end() {
  const auto host = out();
  dp_error error{};
  return done(task_->end(self_.get(), &host, &error), error);
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
