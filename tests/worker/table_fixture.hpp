// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fixture.hpp"
#include "worker/table_builder.hpp"
#include "worker/table_view.hpp"

namespace dp::test {

/// A key and a text.
struct Keyed {
  std::optional<std::int64_t> key;
  std::optional<std::string> text;
};
inline const Schema kKeyed = {{"key", Type::int64, true}, {"text", Type::string, true}};

/// Keys and texts as a batch; the offsets are 0, 10, 20 ...
class KeyedBatch {
 public:
  explicit KeyedBatch(const std::vector<Keyed>& rows) : builder_(kKeyed, rows.size()) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].key)
        builder_.column(0).put(i, *rows[i].key);
      else
        builder_.column(0).set_null(i);
      if (rows[i].text)
        builder_.column(1).put_copy(i, *rows[i].text);
      else
        builder_.column(1).set_null(i);
      builder_.offsets()[i] = 10 * i;
    }
    batch_ = builder_.finish(rows.size(), 0).value();
  }
  operator const dp_batch&() const noexcept { return batch_; }

 private:
  BatchBuilder builder_;
  dp_batch batch_{};
};

/// A table of these rows with the key `key`, stored and opened.
inline std::shared_ptr<const worker::TableView> table_of(const std::vector<Keyed>& rows,
                                                         MemoryContext& context) {
  worker::TableBuilder builder(kKeyed, {0, 1}, 1);
  if (!rows.empty()) (void)builder.add(KeyedBatch(rows));
  (void)builder.index(7, [] {});
  const auto range = builder.store(context).value();
  return worker::TableView::open(pool::StoreView::of(context.text(range))).value();
}

}  // namespace dp::test
