// SPDX-License-Identifier: Apache-2.0
#include "protocol/plan.hpp"

namespace dp::protocol {

const Schema& item_schema(Intake intake) {
  static const Schema kFiles = {{"path", Type::string, false},
                                {"size", Type::int64, false},
                                {"index", Type::int64, false}};
  static const Schema kRange = {{"index", Type::int64, false}};
  return intake == Intake::range ? kRange : kFiles;
}

}  // namespace dp::protocol
