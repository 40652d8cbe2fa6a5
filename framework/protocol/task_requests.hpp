// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/option_warning.hpp"
#include "protocol/plan.hpp"
#include "protocol/request.hpp"

namespace dp::protocol {

/// Load a library and say what is in it.
struct DescribeRequest {
  static constexpr auto kKind = RequestKind::describe;
  static constexpr std::string_view kName = "describe";
  using Reply = data::PluginDescription;

  std::string library;  ///< path

  static constexpr auto kFields = std::tuple(&DescribeRequest::library);
};

/// The columns that an instance emits, or why it cannot be opened. `option`: which of the task's
/// options is to blame.
struct OpenReply {
  bool ok = false;
  Schema output;
  std::uint32_t cut = DP_CUT_WHOLE;  ///< reader: how its items may be cut
  bool has_targets = false;          ///< step: it writes files, and tells which
  Error error;
  std::string option;
  std::vector<data::OptionWarning> warnings{};  ///< of options that are most likely mistakes

  static constexpr auto kFields =
      std::tuple(&OpenReply::ok, &OpenReply::output, &OpenReply::cut, &OpenReply::has_targets,
                 &OpenReply::error, &OpenReply::option, &OpenReply::warnings);
};

/// Open an instance and say what columns it emits.
struct OpenRequest {
  static constexpr auto kKind = RequestKind::open;
  static constexpr std::string_view kName = "open";
  using Reply = OpenReply;

  dp_role role = DP_STEP;
  TaskUse use;
  bool has_input = false;
  Schema input;
  ReaderContext reader;
  std::vector<std::pair<std::string, Schema>> sections;  ///< writer: what it will be given

  static constexpr auto kFields =
      std::tuple(&OpenRequest::role, &OpenRequest::use, &OpenRequest::has_input,
                 &OpenRequest::input, &OpenRequest::reader, &OpenRequest::sections);
};

/// The file that a step would write for an item (empty: none), or why it refuses the item.
struct TargetReply {
  bool ok = false;
  std::string text;

  static constexpr auto kFields = std::tuple(&TargetReply::ok, &TargetReply::text);
};

/// Say which files a step would write for items of these names. The replies come in their order.
struct TargetsRequest {
  static constexpr auto kKind = RequestKind::targets;
  static constexpr std::string_view kName = "targets";
  using Reply = std::vector<TargetReply>;

  TaskUse use;
  Schema input;  ///< the columns that the step is opened with
  std::vector<std::string> items;

  static constexpr auto kFields =
      std::tuple(&TargetsRequest::use, &TargetsRequest::input, &TargetsRequest::items);
};

}  // namespace dp::protocol
