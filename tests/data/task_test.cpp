// SPDX-License-Identifier: Apache-2.0
#include "data/task.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(task)

using dp::data::PluginDescription;
using dp::data::TaskDescription;

namespace {

PluginDescription sample() {
  PluginDescription plugin{"geo", "1.0", "where hosts are", "/lib/geo.so", {}};
  TaskDescription task;
  task.role = DP_FUNCTION;
  task.name = "geo_country";
  task.parameters = {
      {"host", "The host.", DP_TYPE_STRING, 0},
      {"lang", "", DP_TYPE_STRING, DP_PARAMETER_CONSTANT | DP_PARAMETER_OPTIONAL}};
  plugin.tasks.push_back(task);
  TaskDescription writer;
  writer.role = DP_WRITER;
  writer.name = "geo";
  writer.traits = DP_WRITER_WHOLE;
  writer.extensions = {"geo", "map"};
  writer.options.resize(1);
  writer.options[0].name = "scale";
  writer.options[0].type = DP_OPTION_FLOAT;
  writer.options[0].fallback = "";
  writer.options[0].allowed = {"1", "2"};
  writer.options[0].maximum = 2.5;
  plugin.tasks.push_back(writer);
  return plugin;
}

std::string bytes_of(const PluginDescription& plugin) {
  std::string bytes;
  dp::ByteWriter out(bytes);
  dp::encode(out, plugin);
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_description_comes_back_from_its_bytes) {
  const auto bytes = bytes_of(sample());
  const auto back = dp::decode_all<PluginDescription>(bytes, "plugin");
  BOOST_REQUIRE(back);
  BOOST_TEST(back->path == "/lib/geo.so");
  BOOST_REQUIRE(back->tasks.size() == 2U);
  BOOST_TEST(back->tasks[0].role == DP_FUNCTION);
  BOOST_TEST(back->tasks[0].parameters[1].optional());
  BOOST_TEST(back->tasks[1].extensions[1] == "map");
  BOOST_TEST(back->tasks[1].options[0].fallback.value() == "");
  BOOST_TEST(back->tasks[1].options[0].maximum == 2.5);
  BOOST_TEST(bytes_of(*back) == bytes);
}

BOOST_AUTO_TEST_CASE(bytes_cut_anywhere_are_refused) {
  const auto bytes = bytes_of(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    BOOST_TEST(!dp::decode_all<PluginDescription>(bytes.substr(0, size), "plugin"));
}

BOOST_AUTO_TEST_CASE(a_role_that_does_not_exist_is_refused) {
  auto plugin = sample();
  for (const int role : {0, 6}) {
    std::string bytes;
    dp::ByteWriter out(bytes);
    out.put(role);
    dp::ByteReader in(bytes);
    dp_role read{};
    dp::decode(in, read);
    BOOST_TEST(!in.ok(), role);
  }
}

BOOST_AUTO_TEST_CASE(roles_have_names) {
  BOOST_TEST(dp::data::role_name(DP_READER) == "reader");
  BOOST_TEST(dp::data::role_name(DP_FUNCTION) == "function");
}

BOOST_AUTO_TEST_CASE(types_are_told_in_words) {
  using dp::data::types_text;
  BOOST_TEST(types_text(DP_TYPE_STRING) == "a string");
  BOOST_TEST(types_text(DP_TYPE_NUMBER) == "an int or a float");
  BOOST_TEST(types_text(DP_TYPE_ANY) ==
             "a string, an int, a float, a bool, a timestamp or a date");
  BOOST_TEST(types_text(DP_TYPE_INT | DP_TYPE_DECIMAL | DP_TYPE_JSON) ==
             "an int, a decimal or json");
  BOOST_TEST(dp::data::type_bit(dp::Type::date) == std::uint32_t{DP_TYPE_DATE});
  BOOST_TEST(dp::data::type_bit(dp::Type::decimal) == std::uint32_t{DP_TYPE_DECIMAL});
  BOOST_TEST(dp::data::type_bit(dp::Type::json) == std::uint32_t{DP_TYPE_JSON});
}

BOOST_AUTO_TEST_CASE(a_function_has_a_signature) {
  BOOST_TEST(dp::data::signature_of(sample().tasks[0]) == "geo_country(host, [lang])");
  TaskDescription many;
  many.name = "any";
  many.parameters = {{"x", "", DP_TYPE_BOOL, DP_PARAMETER_REPEATED}};
  BOOST_TEST(dp::data::signature_of(many) == "any(x, ...)");
}

BOOST_AUTO_TEST_SUITE_END()
