// SPDX-License-Identifier: Apache-2.0
#include "check/driver.hpp"

#include <algorithm>
#include <memory>

#include "base/text.hpp"

namespace dp::check {

namespace {

constexpr std::uint64_t kHashSeed = 0x5eed;
constexpr std::size_t kShownOfCell = 200;
constexpr const char* kEmptyColumn = "(left empty)";

tl::unexpected<Error> lies(const std::string& what) { return fail(Errc::invalid_plugin, what); }

/// Keeps the rows of what a task emits, and checks that they are as abi.h asks.
class SeenLink final : public worker::Link {
 public:
  SeenLink(const Schema& schema, bool offsets, Seen& seen)
      : schema_(&schema), offsets_(offsets), seen_(&seen) {}

  Status push(const dp_batch& batch) override {
    const auto& array = *batch.array;
    if (array.n_children != static_cast<std::int64_t>(schema_->size()))
      return lies("it emits " + std::to_string(array.n_children) + " columns, and said " +
                  std::to_string(schema_->size()) + " in open");
    for (std::size_t i = 0; i < schema_->size(); ++i)
      DP_CHECK(check_column(*array.children[i], (*schema_)[i], array.length));
    for (std::size_t row = 0; row < static_cast<std::size_t>(array.length); ++row)
      keep(batch, row);
    return {};
  }

 private:
  static Status check_column(const ArrowArray& column, const Field& field, std::int64_t rows) {
    if (column.length != 0 && column.length != rows)
      return lies("column '" + field.name + "' has " + std::to_string(column.length) +
                  " rows, its batch " + std::to_string(rows));
    if (column.length == 0) return {};
    if (column.n_buffers < 2 || column.buffers[1] == nullptr)
      return lies("column '" + field.name + "' has no values");
    if (!is_text(field.type)) return {};
    const StringColumn texts(column);
    for (std::size_t row = 0; row < texts.size(); ++row) {
      const auto& ref = texts.ref(row);
      if (!texts.is_null(row) && ref.size > StringRef::kInline &&
          (ref.where.buffer < 0 || ref.where.buffer >= column.n_buffers - 3))
        return lies("column '" + field.name + "', row " + std::to_string(row) +
                    ": its text lies in buffer " + std::to_string(ref.where.buffer) +
                    ", which there is not");
    }
    return {};
  }

  void keep(const dp_batch& batch, std::size_t row) {
    auto& cells = seen_->rows.emplace_back();
    for (std::size_t i = 0; i < schema_->size(); ++i) {
      const auto& column = *batch.array->children[i];
      cells.push_back(column.length == 0 ? kEmptyColumn
                                         : show(column, (*schema_)[i].type, row));
    }
    if (offsets_ && batch.offsets != nullptr)
      cells.push_back("at " + std::to_string(batch.offsets[row]));
  }

  const Schema* schema_;
  bool offsets_;
  Seen* seen_;
};

worker::RecordReports keep_reports(Seen& seen) {
  return {[&seen](std::uint64_t offset, std::string_view raw, std::string_view reason) {
            seen.rejects.push_back("at " + std::to_string(offset) + " '" + printable(raw) +
                                   "': " + printable(reason));
          },
          [&seen](const dp_note& note) {
            seen.notes.add({{note.text.data, note.text.size},
                            note.only_some != 0,
                            std::max<std::uint64_t>(note.count, 1),
                            0,
                            note.offset,
                            0});
          }};
}

std::string note_text(const protocol::Note& note) {
  return "at " + std::to_string(note.offset) + " '" + printable(note.text) + "' of " +
         std::to_string(note.count);
}

std::string row_text(const std::vector<std::string>& cells) {
  std::string text = "[";
  for (const auto& cell : cells) {
    text += (text.size() == 1 ? "" : ", ") + cell.substr(0, kShownOfCell);
    if (cell.size() > kShownOfCell) text += "...";
  }
  return text + "]";
}

template <class List, class Show>
std::optional<std::string> first_difference(std::string_view what, std::string_view a_name,
                                            const List& a, std::string_view b_name,
                                            const List& b, Show show_one) {
  std::size_t at = 0;
  while (at < a.size() && at < b.size() && a[at] == b[at]) ++at;
  if (at == a.size() && at == b.size()) return std::nullopt;
  const auto one = [&](std::string_view name, const List& list) {
    return std::string(name) + " gave " +
           (at < list.size()
                ? show_one(list[at])
                : "only " + std::to_string(list.size()) + " " + std::string(what) + "s");
  };
  return std::string(what) + " " + std::to_string(at + 1) + ": " + one(a_name, a) + ", " +
         one(b_name, b);
}

}  // namespace

std::optional<std::string> difference(std::string_view a_name, const Seen& a,
                                      std::string_view b_name, const Seen& b) {
  if (auto rows = first_difference("row", a_name, a.rows, b_name, b.rows, row_text))
    return rows;
  const auto as_is = [](const std::string& text) { return text; };
  if (auto rejects = first_difference("reject", a_name, a.rejects, b_name, b.rejects, as_is))
    return rejects;
  if (auto notes =
          first_difference("note", a_name, a.notes.list, b_name, b.notes.list, note_text))
    return notes;
  if (a.lines != b.lines)
    return std::string(a_name) + " counted " + std::to_string(a.lines) + " lines, " +
           std::string(b_name) + " " + std::to_string(b.lines);
  if (a.bytes == b.bytes) return std::nullopt;
  const auto [from_a, from_b] =
      std::mismatch(a.bytes.begin(), a.bytes.end(), b.bytes.begin(), b.bytes.end());
  const auto piece = [](const std::string& text, auto from) {
    return "'" +
           printable(std::string_view(text).substr(
               static_cast<std::size_t>(from - text.begin()), 40)) +
           "'";
  };
  return "from byte " + std::to_string(from_a - a.bytes.begin()) +
         " on: " + std::string(a_name) + " gave " + piece(a.bytes, from_a) + ", " +
         std::string(b_name) + " gave " + piece(b.bytes, from_b);
}

std::span<const Row> Driver::part(std::uint8_t number) const {
  const auto [first, last] =
      std::equal_range(trial_->parts.begin(), trial_->parts.end(), number);
  return rows().subspan(static_cast<std::size_t>(first - trial_->parts.begin()),
                        static_cast<std::size_t>(last - first));
}

Result<plugin::Instance> Driver::open_instance(const Used& used) {
  at(Call::open);
  const auto& subject = trial_->subject;
  DP_TRY(const auto* table, libraries_->find(subject.role, subject.use));
  const bool has_input = subject.role != DP_READER && subject.role != DP_WRITER;
  plugin::OpenSettings settings{&subject.use.options, has_input ? &subject.input : nullptr,
                                subject.sample, kHashSeed};
  // Texts of a trial need not be like the sample: what does not fit a guess is to be a reject.
  settings.refutes = false;
  auto instance = plugin::Instance::open(*table, settings);
  if (!instance) return fail(std::move(instance.error().error));
  if (used) {
    at(Call::need);
    DP_CHECK(instance->need(used(instance->output())));
  }
  if (table->task.start != nullptr) {
    at(Call::start);
    DP_CHECK(instance->start());
  }
  return std::move(*instance);
}

namespace {

/// Text as a reader is given it.
class PaddedInput {
 public:
  PaddedInput(std::string_view text, const dp_input& place, char padding)
      // Of its exact size, so that a sanitizer sees a read past the padding.
      : buffer_(std::make_unique<char[]>(text.size() + DP_PADDING)), input_(place) {
    std::copy(text.begin(), text.end(), buffer_.get());
    std::fill_n(buffer_.get() + text.size(), DP_PADDING, padding);
    input_.data = {buffer_.get(), text.size()};
  }
  [[nodiscard]] const dp_input& get() const noexcept { return input_; }

 private:
  std::unique_ptr<char[]> buffer_;
  dp_input input_;
};

}  // namespace

Result<std::uint64_t> Driver::read(plugin::ReaderInstance& reader, std::string_view text,
                                   const dp_input& place, char padding, Seen& seen) {
  const PaddedInput input(text, place, padding);
  SeenLink link(reader.output(), true, seen);
  worker::Outlet outlet;
  outlet.next = &link;
  outlet.reports = keep_reports(seen);
  dp_read done{};
  at(Call::read);
  DP_CHECK(outlet.status_of(reader.read(input.get(), outlet.raw(), done)));
  seen.lines += done.lines;
  return done.consumed;
}

Result<std::uint64_t> Driver::skip(plugin::ReaderInstance& reader, std::string_view text,
                                   const dp_input& place, char padding) {
  at(Call::skip);
  DP_TRY(const auto skipped, reader.skip(PaddedInput(text, place, padding).get()));
  return skipped.consumed;
}

Result<std::uint64_t> Driver::find(plugin::ReaderInstance& reader, std::string_view text,
                                   const dp_input& place, char padding) {
  at(Call::find);
  return reader.find(PaddedInput(text, place, padding).get());
}

namespace {

/// Push what a function gives as a batch of one column.
Status push_result(plugin::FunctionInstance& function, const dp_batch& arguments,
                   worker::Link& link) {
  DP_TRY(const auto* result, function.call(arguments));
  if (function.output().size() != 1) return lies("its result is not one column");
  auto* column = const_cast<ArrowArray*>(result);
  ArrowArray array{};
  array.length = arguments.array->length;
  array.n_children = 1;
  array.children = &column;
  dp_batch batch = arguments;
  batch.array = &array;
  return link.push(batch);
}

/// Some of a trial's rows as a batch. A row keeps its offset whichever batch it is in: rejects
/// name it.
OwnedBatch batch_of(const Trial& trial, std::span<const Row> rows) {
  const auto first = static_cast<std::uint64_t>(rows.data() - trial.rows.data());
  return OwnedBatch(trial.subject.input, rows, {}, first);
}

}  // namespace

Status Driver::process(plugin::StepInstance& step, std::span<const Row> rows, Seen& seen) {
  if (rows.empty()) return {};
  const auto batch = batch_of(*trial_, rows);
  SeenLink link(step.output(), false, seen);
  worker::Outlet outlet;
  outlet.next = &link;
  outlet.reports = keep_reports(seen);
  at(Call::process);
  return outlet.status_of(step.process(batch.view(), outlet.raw()));
}

Status Driver::process(plugin::FunctionInstance& function, std::span<const Row> rows,
                       Seen& seen) {
  if (rows.empty()) return {};
  const auto batch = batch_of(*trial_, rows);
  SeenLink link(function.output(), false, seen);
  at(Call::call);
  return push_result(function, batch.view(), link);
}

Status Driver::update(plugin::ReducerInstance& reducer, std::span<const Row> rows) {
  if (rows.empty()) return {};
  const auto batch = batch_of(*trial_, rows);
  worker::Outlet outlet;
  outlet.reports = {[](std::uint64_t, std::string_view, std::string_view) {},
                    [](const dp_note&) {}};
  at(Call::update);
  return outlet.status_of(reducer.update(batch.view(), outlet.raw()));
}

namespace {

/// What `save` appends to an outlet, by partition.
template <class Save>
Result<Partials> saved_by(Save save) {
  std::string bytes;
  worker::Outlet::Sizes sizes{};
  worker::Outlet outlet;
  outlet.text = &bytes;
  outlet.sizes = &sizes;
  DP_CHECK(outlet.status_of(save(outlet.raw())));
  Partials partials;
  std::size_t from = 0;
  for (std::uint32_t i = 0; i < DP_PARTITIONS; ++i) {
    if (sizes[i] != 0) partials[i] = bytes.substr(from, sizes[i]);
    from += sizes[i];
  }
  return partials;
}

}  // namespace

Result<Partials> Driver::save(plugin::ReducerInstance& reducer) {
  at(Call::save);
  return saved_by([&](const dp_out& out) { return reducer.save(out); });
}

Result<std::string> Driver::bounds(plugin::ReducerInstance& reducer, std::uint32_t ranges) {
  std::string bytes;
  worker::Outlet outlet;
  outlet.text = &bytes;
  at(Call::bounds);
  DP_CHECK(outlet.status_of(reducer.bounds(ranges, outlet.raw())));
  return bytes;
}

Result<Partials> Driver::save_ranges(plugin::ReducerInstance& reducer,
                                     std::string_view bounds) {
  const std::vector<char> exact(bounds.begin(), bounds.end());
  at(Call::save_ranges);
  return saved_by([&](const dp_out& out) {
    return reducer.save_ranges({exact.data(), exact.size()}, out);
  });
}

Status Driver::combine(plugin::ReducerInstance& reducer, const Partials& partials, Call call) {
  for (const auto& [partition, bytes] : partials) {
    at(call);
    // Of its exact size: see read().
    const std::vector<char> exact(bytes.begin(), bytes.end());
    DP_CHECK(reducer.combine(partition, {exact.data(), exact.size()}));
  }
  return {};
}

Status Driver::trim(plugin::ReducerInstance& reducer) {
  at(Call::trim);
  return reducer.trim();
}

Status Driver::reset(plugin::ReducerInstance& reducer) {
  at(Call::reset);
  DP_CHECK(reducer.reset());
  at(Call::size);
  (void)reducer.size();
  return {};
}

Result<Seen> Driver::finalize(plugin::ReducerInstance& reducer) {
  Seen seen;
  SeenLink link(reducer.output(), false, seen);
  worker::Outlet outlet;
  outlet.next = &link;
  at(Call::finalize);
  DP_CHECK(outlet.status_of(reducer.finalize(outlet.raw())));
  return seen;
}

Status Driver::begin(plugin::WriterInstance& writer, Seen& seen) {
  worker::Outlet outlet;
  outlet.text = &seen.bytes;
  at(Call::begin);
  return outlet.status_of(writer.begin(outlet.raw()));
}

Status Driver::section(plugin::WriterInstance& writer, Seen& seen) {
  worker::Outlet outlet;
  outlet.text = &seen.bytes;
  at(Call::section);
  return outlet.status_of(writer.section("", trial_->subject.input, outlet.raw()));
}

Status Driver::write(plugin::WriterInstance& writer, std::span<const Row> rows, Seen& seen) {
  if (rows.empty()) return {};
  const OwnedBatch batch(trial_->subject.input, rows);
  worker::Outlet outlet;
  outlet.text = &seen.bytes;
  at(Call::write);
  return outlet.status_of(writer.write(batch.view(), outlet.raw()));
}

Status Driver::end(plugin::WriterInstance& writer, Seen& seen) {
  worker::Outlet outlet;
  outlet.text = &seen.bytes;
  at(Call::end);
  return outlet.status_of(writer.end(outlet.raw()));
}

}  // namespace dp::check
