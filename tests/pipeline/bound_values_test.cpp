// SPDX-License-Identifier: Apache-2.0
#include "pipeline/bound_values.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "samples.hpp"

BOOST_AUTO_TEST_SUITE(bound_values)

using namespace dp::pipeline;
using dp::test::Loaded;
namespace data = boost::unit_test::data;

namespace {

VariableSettings given(const std::string& value) {
  VariableSettings settings;
  settings.set = {{"v", value}};
  settings.environment = {{"OUT", "out side"}};
  return settings;
}

/// A file whose `where` is `where`, in double quotes of YAML; --set gives its variable v.
Loaded with_where(const std::string& where, const std::string& value) {
  return Loaded(dp::test::minimal("  - where: \"" + where + "\"\nvars: {v: x, text: '5'}\n"),
                given(value));
}

/// The expression of `where`, as it is understood; or the first line of what is wrong.
std::string meaning(const std::string& where, const std::string& value) {
  const auto loaded = with_where(where, value);
  if (loaded.diagnostics.has_errors()) return dp::test::first_line(loaded);
  return loaded.model->map.back().where->expression.to_string();
}

struct Sample {
  const char* where;
  const char* value;
  const char* meaning;
};
std::ostream& operator<<(std::ostream& out, const Sample& sample) {
  return out << sample.where << " with " << sample.value;
}

const Sample kSamples[] = {
    {"path == '${v}'", "/it's", "path == '/it''s'"},
    {"path == '${v}'", "x' or 'a' == 'a", "path == 'x'' or ''a'' == ''a'"},
    {"path == ${v}", "x' or 'a' == 'a", "path == 'x'' or ''a'' == ''a'"},
    {"path == '${v}'", "5", "path == '5'"},
    {"n == ${v}", "5", "n == 5"},
    {"n == ${v}", "-5", "n == -5"},
    {"n == ${v}", "0x10", "n == 16"},
    {"n == ${v}", "1e3", "n == 1000.0"},
    {"n == ${v}", "true", "n == true"},
    {"n == ${v}", "null", "n == 'null'"},
    {"n == ${v}", "other", "n == 'other'"},
    {"n == ${v}", "5 or 1 == 1", "n == '5 or 1 == 1'"},
    {"n == ${v}", "", "n == ''"},
    {"n == ${text}", "", "n == '5'"},
    {"n == ${OUT}", "", "n == 'out side'"},
    {"n == '${OUT}/${v}'", "a'b", "n == 'out side/a''b'"},
    {"n == ${NONE:-7}", "", "n == 7"},
    {"n == ${NONE:-1${v}}", "2", "n == 12"},
    {"n == ${NONE:-'${v}'}", "2", "n == '''2'''"},
    {"n == '${NONE:-it's}'", "", "n == 'it''s'"},
    {"n == ${NONE:-}", "", "n == ''"},
    {"`${v}` > 1", "two `words`", "`two ``words``` > 1"},
    {"status in (${v}, 500)", "404", "status in (404, 500)"},
    {"${v} == ${v}", "a", "'a' == 'a'"},
    {"$${v} == 1", "a", "web.yaml:5:13: error: '$' cannot be in an expression"},
    {"n ${v} 5", "==", "web.yaml:5:15: error: '==' cannot be here"},
    {"status_${v} > 5", "a", "web.yaml:5:20: error: 'a' cannot be here"},
    {"'${v}", "a'", "web.yaml:5:13: error: unterminated quote, ' is missing"},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_value_is_never_syntax, data::make(kSamples), sample) {
  BOOST_TEST(meaning(sample.where, sample.value) == sample.meaning);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_value_is_shown_at_its_reference_with_the_rule) {
  BOOST_TEST(with_where("n ${v} 5", "==").shown() ==
             "web.yaml:5:15: error: '==' cannot be here\n"
             "    5 |   - where: \"n ${v} 5\"\n"
             "      |               ^~~~\n"
             "      = a variable's value is never read as a part of the expression: ${v} is a "
             "number, true, false or text, '${v}' text, `${v}` the name of a column\n");
}

BOOST_AUTO_TEST_CASE(an_empty_value_has_the_place_of_its_reference) {
  const auto loaded = with_where("a == 1 ${v}", "");
  BOOST_TEST(dp::test::first_line(loaded) == "web.yaml:5:20: error: '' cannot be here");
}

BOOST_AUTO_TEST_CASE(bytes_of_a_value_are_told_from_others) {
  const auto loaded = with_where("a == '<${v}>'", "xyz");
  const auto& node = loaded.model->map.back().where->node;
  BOOST_TEST(node.text == "a == '<xyz>'");
  const auto values = dp::pipeline::bound_values(node);
  BOOST_REQUIRE(values.size() == 1U);
  BOOST_TEST(values.front().offset == 7U);
  BOOST_TEST(values.front().length == 3U);
  BOOST_TEST(is_in_value(node, 7, 3));
  BOOST_TEST(is_in_value(node, 8, 1));
  BOOST_TEST(!is_in_value(node, 6, 2));
  BOOST_TEST(!is_in_value(node, 9, 2));
}

BOOST_AUTO_TEST_SUITE_END()
