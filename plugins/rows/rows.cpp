// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <dp/partial.hpp>
#include <dp/plugin.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rows/cells.hpp"
#include "rows/spool.hpp"

namespace dp::rows {
namespace {

constexpr const char* kDoc =
    R"(The records as they are, in the order of the input: for writers that need all rows at once.

    reduce:
      sales: {use: rows, with: {columns: [region, amount]}, to: sales.json}

An `output` whose writer needs all rows at once (json, table, markdown, sqlite, xlsx, arrow) is written so by
itself: `output: sales.json`. The rows take temporary space, not memory; one worker writes them.
)";

constexpr dp_option kOptions[] = {option("columns").text().list().doc(
    "The columns that are kept, in this order (default: all).")};

/// Before the rows of each batch: how many bytes, and how many rows.
struct Header {
  static constexpr std::size_t kBytes = 16;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;

  void put(std::string& out) const {
    PartialWriter writer(out);
    writer.put(bytes);
    writer.put(rows);
  }
  static Header get(std::string_view text) noexcept {
    PartialReader reader(text);
    Header made;
    made.bytes = reader.get<std::uint64_t>();
    made.rows = reader.get<std::uint64_t>();
    return made;
  }
};

/// Keep all rows, in order.
///
/// Shape: a state is the rows of one batch after the other, each with its Header.
/// Law: combine joins states end to end.
class Rows {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "rows",
      .summary = "Keeps the records as they are, in order",
      .doc = kDoc,
      .options = kOptions,
      .traits = DP_ORDER_INPUT,
  };

  static Result<std::unique_ptr<Rows>> open(const Context& context, Schema& output) {
    auto made = std::make_unique<Rows>();
    const auto& input = context.input();
    const auto options = context.options();
    if (!options.has("columns"))
      for (std::size_t i = 0; i < input.size(); ++i) made->keep(i, input[i]);
    const auto names = options.items("columns");
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto path = "columns[" + std::to_string(i) + "]";
      const std::string name(Options::view(names[i].string));
      const auto place = find_column(input, name);
      if (!place) return context.bad_option(path, "there is no column '" + name + "'");
      if (find_column(made->schema_, name))
        return context.bad_option(path, "'" + name + "' is named twice");
      made->keep(*place, input[*place]);
    }
    output = made->schema_;
    return made;
  }

  Status update(const BatchView& batch) {
    bytes_.clear();
    bytes_.resize(Header::kBytes);
    put_rows(bytes_, batch, kept_, schema_);
    std::string header;
    Header{bytes_.size() - Header::kBytes, batch.rows()}.put(header);
    bytes_.replace(0, Header::kBytes, header);
    return spool_.append(bytes_);
  }

  Status save(Output& out) {
    for (std::uint64_t at = 0; at < spool_.size(); at += kPiece) {
      DP_CHECK(spool_.read(at, std::min<std::uint64_t>(kPiece, spool_.size() - at), bytes_));
      DP_CHECK(out.partial(0, bytes_));
    }
    return {};
  }

  Status combine(std::uint32_t, std::string_view partial) {
    for (auto rest = partial; !rest.empty();) {
      const auto header = Header::get(rest);
      if (rest.size() < Header::kBytes || header.bytes > rest.size() - Header::kBytes ||
          header.rows > kMostRows)
        return fail(Errc::corrupt, "partial: cut short or damaged");
      DP_CHECK(
          get_rows(rest.substr(Header::kBytes, header.bytes), header.rows, schema_, nullptr));
      rest.remove_prefix(Header::kBytes + header.bytes);
    }
    return spool_.append(partial);
  }

  Status finalize(Output& out) {
    for (std::uint64_t at = 0; at < spool_.size();) {
      DP_CHECK(spool_.read(at, Header::kBytes, bytes_));
      const auto header = Header::get(bytes_);
      DP_CHECK(spool_.read(at + Header::kBytes, header.bytes, bytes_));
      at += Header::kBytes + header.bytes;
      if (header.rows == 0) continue;
      auto& builder = builder_for(header.rows);
      DP_CHECK(get_rows(bytes_, header.rows, schema_, &builder));
      DP_CHECK(out.emit(builder.finish(header.rows, 0)));
    }
    return {};
  }

  [[nodiscard]] std::uint64_t size() const { return spool_.size(); }
  void reset() { spool_.clear(); }

 private:
  static constexpr std::uint64_t kPiece = 1 << 20;
  static constexpr std::uint64_t kMostRows = 1 << 26;  ///< of a batch, however short they are

  void keep(std::size_t place, const Field& field) {
    kept_.push_back(place);
    schema_.push_back({field.name, field.type, field.nullable});
  }
  BatchBuilder& builder_for(std::size_t rows) {
    if (!builder_ || builder_->capacity() < rows)
      builder_ = std::make_unique<BatchBuilder>(schema_, rows);
    builder_->clear();
    return *builder_;
  }

  std::vector<std::size_t> kept_;
  Schema schema_;
  Spool spool_;
  std::string bytes_;
  std::unique_ptr<BatchBuilder> builder_;
};

}  // namespace
}  // namespace dp::rows

DP_PLUGIN("rows", "1.0.0", "Keeps records as they are", dp::reducer<dp::rows::Rows>());
