// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/row_maker.hpp"

#include <algorithm>

#include "scan/reading.hpp"
#include "values/text.hpp"

namespace dp::xml {
namespace {

constexpr std::size_t kBatchBytes = 256 * 1024;
constexpr std::size_t kMostValues = 65536;

/// A reason with where the record is, if that is not at its offset.
std::string reason_at(const Record& record, std::string_view reason) {
  std::string all(reason);
  if (record.part_at != 0)
    all += " (at byte " + std::to_string(record.part_at) + " of the record)";
  if (record.after != 0)
    all += " (" + std::to_string(record.after) + " bytes after that place)";
  return all;
}

}  // namespace

std::string wrong_at(const RecordChecker& reader, const char* record) {
  return reader.reason() + " (at byte " + std::to_string(reader.wrong() - record) +
         " of the record)";
}

RowMaker::RowMaker(const Layout& layout, RecordChecker& reader)
    : layout_(layout), reader_(reader), rows_(layout.columns), learner_(layout), rest_(layout) {
  const std::vector<std::uint8_t> all(layout.columns.size(), 1);
  need(all);
  if (layout.needs_trees()) spaces_ = Trees::Spaces::all;
}

void RowMaker::need(std::span<const std::uint8_t> used) {
  if (layout_.learning) return;
  rows_.need(used);
  renew();
}

void RowMaker::renew() {
  learner_.renew();
  if (layout_.learning) return;
  picker_ = picker_of(layout_);
  for (std::uint32_t i = 0; i < layout_.paths.size(); ++i)
    if (rows_.used()[i] != 0) picker_.want(i, layout_.paths[i]);
  want_guards(layout_, rows_.used(), picker_);
  if (!layout_.found() || !layout_.others.growing) return;
  picker_.close(layout_.paths, *layout_.bare);
}

void RowMaker::begin(std::uint64_t item, const char* text) noexcept {
  rows_.begin(item);
  learner_.begin(item);
  text_ = text;
  clear();
}

void RowMaker::clear() noexcept {
  waiting_.records.clear();
  waiting_.values.clear();
  waiting_.to_parse = 0;
  waiting_.expanded.clear();
}

/// Put what its document type declares into a record. Returns why it is rejected.
std::string RowMaker::expand(const Record& record, Expanded& to) {
  auto wrong = Expander(*layout_.doctype).expand(record.text, to);
  const auto text = to.view();
  if (wrong.empty() && reader_.read(text.data(), text.data() + text.size(), true) !=
                           RecordChecker::Outcome::done)
    wrong = "with what its document type declares: " + reader_.reason();
  return wrong;
}

Status RowMaker::add(const Record& record, std::span<const Value> values, Output& out) {
  if (!record.picked) [[unlikely]]
    return add_to_parse(record, out);
  if (waiting_.values.size() > kMostValues || waiting_.records.size() == Rows::kMost)
    DP_CHECK(flush(out));
  waiting_.records.push_back(record);
  waiting_.values.insert(waiting_.values.end(), values.begin(), values.end());
  return {};
}

/// Add a record that is not picked.
Status RowMaker::add_to_parse(const Record& given, Output& out) {
  auto record = given;
  Expanded expanded;
  if (layout_.doctype != nullptr) {
    const auto wrong = expand(record, expanded);
    if (!wrong.empty()) return reject(given, wrong, out);
    record.expanded = &expanded;
  }
  if (is_large_tree(record.to_parse()))
    return reject(given,
                  "more than " + std::to_string(kMostOfTree) +
                      " elements and attributes, and " +
                      (picker_.explodes() ? "rows are made of what is in it"
                                          : "a value that is in parts or decoded"),
                  out);
  const auto size = record.to_parse().size();
  const bool is_full = waiting_.to_parse != 0 && waiting_.to_parse + size > kBatchBytes;
  if (is_full || waiting_.records.size() == Rows::kMost) DP_CHECK(flush(out));
  waiting_.to_parse += size;
  if (record.expanded != nullptr)
    record.expanded = &waiting_.expanded.emplace_back(std::move(expanded));
  waiting_.records.push_back(record);
  return {};
}

Status RowMaker::reject(std::string_view raw, std::uint64_t offset, std::string_view reason,
                        Output& out) {
  DP_CHECK(flush(out));
  return scan::reject(out, offset, raw, reason);
}

Status RowMaker::reject(const Record& record, std::string_view reason, Output& out) {
  return reject(record.text, record.offset, reason_at(record, reason), out);
}

Status RowMaker::flush(Output& out) {
  if (waiting_.records.empty()) return {};
  const auto size = wanted().columns();
  const auto* picked = waiting_.values.data();
  parsed_.together = waiting_.to_parse != 0 && parse(waiting_.records);
  rows_.begin_batch(text_);
  for (std::size_t i = 0; i < waiting_.records.size(); ++i) {
    const auto& record = waiting_.records[i];
    if (!record.picked) {
      DP_CHECK(put_tree(i, out));
    } else {
      if (!record.unknown.empty() && layout_.others.become == values::Others::leave)
        rest_.see(record.text, record.offset);
      DP_CHECK(put(record, {picked, size}, out));
      picked += size;
    }
  }
  clear();
  DP_CHECK(rest_.flush(out));
  return rows_.flush(out);
}

bool RowMaker::parse(std::span<const Record> records) {
  parsed_.texts.clear();
  for (const auto& record : records)
    if (!record.picked) parsed_.texts.push_back(record.to_parse());
  parsed_.next = 0;
  return trees_.parse(parsed_.texts, spaces_);
}

/// Make a row of a record that is not picked, or reject it if it is refused.
Status RowMaker::put_tree(std::size_t place, Output& out) {
  const auto& record = waiting_.records[place];
  if (!parsed_.together) {
    const auto reason = refusal(record);
    if (!reason.empty()) return reject_record(record, reason, out);
  }
  if (layout_.found() && layout_.others.become == values::Others::reject) {
    const auto reason = rest_.difference(trees_.roots()[parsed_.next]);
    if (!reason.empty()) {
      ++parsed_.next;
      return reject_record(record, reason, out);
    }
  }
  if (layout_.learning) {
    learner_.see(trees_.roots()[parsed_.next++], record.offset);
    return {};
  }
  if (picker_.explodes()) return put_rows(record, trees_.roots()[parsed_.next++], out);
  if (!picker_.pick(trees_.roots()[parsed_.next], spaces_ == Trees::Spaces::all)) {
    // From now on all spaces are kept: the next records are likely to be of the same kind.
    spaces_ = Trees::Spaces::all;
    const auto rest =
        std::span(waiting_.records)
            .subspan(place, parsed_.together ? waiting_.records.size() - place : 1);
    if (!parse(rest)) return fail(Errc::bug, trees_.reason());
    if (!picker_.pick(trees_.roots()[parsed_.next], true))
      return fail(Errc::bug, "spaces are lacking");
  }
  auto seen = record;
  seen.unknown = picker_.unknown();
  if (!seen.unknown.empty() && layout_.others.become == values::Others::leave)
    rest_.see(trees_.roots()[parsed_.next], record.offset);
  ++parsed_.next;
  seen.repeated = picker_.repeated();
  return put(seen, picker_.values(), out);
}

/// Make rows of elements of a record, whose tree is `root`.
Status RowMaker::put_rows(const Record& record, pugi::xml_node root, Output& out) {
  bool any_unknown = false;
  const auto status = picker_.for_each_row(root, [&](pugi::xml_node element) -> Status {
    if (rows_.is_full()) {
      DP_CHECK(rows_.flush(out));
      rows_.begin_batch(text_);
    }
    auto row = record;
    // Names stay in the text that was parsed, which is a copy of the record.
    row.part_at = static_cast<std::size_t>(element.name() - root.name());
    if (row.expanded != nullptr) row.part_at = row.expanded->original_of(row.part_at);
    row.text.remove_prefix(row.part_at);
    row.unknown = picker_.unknown();
    row.repeated = picker_.repeated();
    any_unknown = any_unknown || !row.unknown.empty();
    return put(row, picker_.values(), out);
  });
  if (any_unknown && layout_.others.become == values::Others::leave)
    rest_.see(root, record.offset);
  return status;
}

/// A row's values with those of the item.
std::span<const Value> RowMaker::with_item(std::span<const Value> values) {
  auto& row = waiting_.row;
  row.assign(values.begin(), values.end());
  row.resize(std::max(row.size(), layout_.columns.size()));
  for (const auto& value : layout_.item_values)
    if (value.text) row[value.column] = {value.text->data(), value.text->size()};
  return row;
}

/// Make a row of a record's values, or reject it if one does not fit, or it has what is
/// unknown.
Status RowMaker::put(const Record& record, std::span<const Value> values, Output& out) {
  if (!record.unknown.empty() && layout_.others.become == values::Others::join)
    return refute(record, values::shown(record.unknown) + ": no record before has it there",
                  out);
  if (const auto* guard = guard_of(layout_, values))
    return reject_record(record, guard->reason, out);
  if (!layout_.item_values.empty()) [[unlikely]]
    values = with_item(values);
  if (rows_.add(values, record.offset)) {
    if (record.repeated) [[unlikely]]
      rows_.note_repeated(values, record.offset);
    return {};
  }
  const auto& misfit = rows_.misfit();
  return misfit.refutes ? refute(record, misfit.reason, out)
                        : reject_record(record, misfit.reason, out);
}

Status RowMaker::refute(const Record& record, std::string_view reason, Output& out) {
  return out.refute(record.offset, text_of(record), reason);
}

/// Reject a record, after the rows before it.
Status RowMaker::reject_record(const Record& record, std::string_view reason, Output& out) {
  DP_CHECK(rows_.flush(out));
  rows_.begin_batch(text_);
  return scan::reject(out, record.offset, text_of(record), reason_at(record, reason));
}

/// The text of a record, or of the element that is a row.
std::string_view RowMaker::text_of(const Record& record) {
  const char* begin = record.text.data();
  const char* end = begin + record.text.size();
  // All of a row may stand in an entity.
  if (record.part_at != 0 && *begin == '&')
    return record.text.substr(0, record.text.find(';') + 1);
  if (record.part_at == 0 || reader_.read(begin, end, true) != RecordChecker::Outcome::done)
    return record.text;
  return {begin, static_cast<std::size_t>(reader_.at() - begin)};
}

std::string RowMaker::refusal(const Record& record) {
  const char* begin = record.text.data();
  if (reader_.read(begin, begin + record.text.size(), true) == RecordChecker::Outcome::wrong)
    return wrong_at(reader_, begin);
  return parse({&record, 1}) ? "" : "pugixml: " + trees_.reason();
}

}  // namespace dp::xml
