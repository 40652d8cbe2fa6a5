// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Texts, and what the JSON reader makes of them.

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "fixture.hpp"

namespace dp::test {

struct RecordText {
  std::string text;
  Rows rows;
  std::vector<Reject> rejects;
  friend std::ostream& operator<<(std::ostream& out, const RecordText& one) {
    return out << one.text;
  }
};

inline void check_records(const RecordText& text, const Given& given) {
  auto task = open_json(text.text, given);
  const auto all = read_whole(task, text.text);
  BOOST_TEST(all.rows == text.rows);
  BOOST_TEST(all.rejects == text.rejects, boost::test_tools::per_element());
}

}  // namespace dp::test
