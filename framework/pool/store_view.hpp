// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "pool/job.hpp"

namespace dp::pool {

/// Bytes of a store, to be read where they lie: all processes that look at them share the pages.
///
/// Lifetime: bytes() as long as this object, also once the store's descriptor is closed.
class StoreView {
 public:
  StoreView() = default;
  /// Look at `range` of the store `fd`. Errors: corrupt if the file does not hold it; io.
  static Result<StoreView> map(int fd, const StoreRange& range);
  /// Bytes of one's own, for those that have no store.
  static StoreView of(std::string bytes);

  [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

 private:
  class Pages;
  std::shared_ptr<const Pages> pages_;  ///< shared, for a view can be copied
  std::shared_ptr<const std::string> own_;
  std::string_view bytes_;
};

}  // namespace dp::pool
