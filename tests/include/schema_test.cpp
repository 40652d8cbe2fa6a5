// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/schema.hpp>

BOOST_AUTO_TEST_SUITE(schema)

namespace {

using dp::Schema;
using dp::Type;

struct Word {
  Type type;
  const char* name;
  const char* format;
  const char* extension = "";
};
constexpr Word kWords[] = {{Type::boolean, "bool", "b"},
                           {Type::int64, "int", "l"},
                           {Type::float64, "float", "g"},
                           {Type::string, "string", "vu"},
                           {Type::timestamp, "timestamp", "tsu:UTC"},
                           {Type::date, "date", "tdD"},
                           {Type::decimal, "decimal", "w:16", "dp.decimal"},
                           {Type::json, "json", "vu", "arrow.json"}};

Schema schema_of_all_types() {
  Schema made;
  for (const auto& word : kWords)
    made.push_back({std::string("column of ") + word.name, word.type, made.size() % 2 == 0});
  return made;
}

/// A struct schema of the maker's choice, as a plugin in C makes it: nothing to be freed.
struct Foreign {
  Foreign() {
    column.format = "l";
    column.name = "n";
    root.format = "+s";
    root.n_children = 1;
    root.children = &children;
  }
  Foreign(const Foreign&) = delete;
  Foreign& operator=(const Foreign&) = delete;

  ArrowSchema column{};
  ArrowSchema* children = &column;
  ArrowSchema root{};
};

}  // namespace

BOOST_AUTO_TEST_CASE(each_type_has_a_word_and_an_arrow_format_of_its_own) {
  for (const auto& word : kWords) {
    BOOST_TEST(dp::type_name(word.type) == word.name);
    BOOST_TEST(std::string(dp::arrow_format(word.type)) == word.format);
    BOOST_TEST(dp::arrow_extension(word.type) == word.extension);
    BOOST_TEST((dp::type_of_format(word.format, word.extension) == word.type));
  }
}

BOOST_AUTO_TEST_CASE(formats_that_dp_lacks_are_no_type) {
  for (const char* format :
       {"", "u", "i", "tsu:", "tsu:Europe/Berlin", "tsm:UTC", "bb", "+s", "w:16", "w:8"})
    BOOST_TEST(!dp::type_of_format(format), format);
  BOOST_TEST(!dp::type_of_format("w:16", "arrow.uuid"));
}

BOOST_AUTO_TEST_CASE(an_extension_that_dp_lacks_leaves_the_type_of_the_format) {
  BOOST_TEST((dp::type_of_format("vu", "arrow.other") == Type::string));
  BOOST_TEST((dp::type_of_format("l", "arrow.json") == Type::int64));
}

BOOST_AUTO_TEST_CASE(ints_floats_and_decimals_are_numbers_and_json_is_text) {
  for (const auto& word : kWords) {
    BOOST_TEST(
        dp::is_number(word.type) ==
        (word.type == Type::int64 || word.type == Type::float64 || word.type == Type::decimal));
    BOOST_TEST(dp::is_text(word.type) ==
               (word.type == Type::string || word.type == Type::json));
  }
  BOOST_TEST(std::size(dp::kAllTypes) == std::size(kWords));
}

BOOST_AUTO_TEST_CASE(a_guess_and_an_extension_are_both_in_the_metadata) {
  Schema schema = schema_of_all_types();
  for (std::size_t i = 0; i < schema.size(); ++i) schema[i].guessed = i % 3 != 0;
  ArrowSchema out{};
  dp::export_schema(schema, &out);
  // A plugin that knows neither reads JSON as a string.
  BOOST_TEST(std::string(out.children[7]->format) == "vu");
  BOOST_TEST(dp::detail::find_metadata(out.children[7]->metadata, "ARROW:extension:name") ==
             "arrow.json");
  BOOST_TEST(dp::detail::find_metadata(out.children[7]->metadata, "dp.guess") == "1");
  BOOST_TEST(dp::detail::find_metadata(out.children[7]->metadata, "other").empty());
  BOOST_TEST(out.children[0]->metadata == nullptr);
  const auto imported = dp::import_schema(&out);
  out.release(&out);
  BOOST_REQUIRE(imported);
  BOOST_TEST((*imported == schema));
  for (std::size_t i = 0; i < schema.size(); ++i)
    BOOST_TEST((*imported)[i].guessed == schema[i].guessed);
}

BOOST_FIXTURE_TEST_CASE(metadata_of_others_is_passed_over, Foreign) {
  std::string metadata;
  dp::detail::add_metadata(metadata, "author", "");
  dp::detail::add_metadata(metadata, "", "empty key");
  column.metadata = metadata.data();
  BOOST_TEST((dp::import_schema(&root) == Schema{{"n", Type::int64, false}}));
  dp::detail::add_metadata(metadata, "dp.guess", "1");
  column.metadata = metadata.data();
  BOOST_TEST(dp::import_schema(&root).value().front().guessed);
}

BOOST_AUTO_TEST_CASE(a_column_is_found_by_its_whole_name) {
  const Schema schema{{"a", Type::int64, true}, {"ab", Type::string, true}};
  BOOST_TEST((dp::find_column(schema, "ab") == 1U));
  BOOST_TEST((dp::find_column(schema, "a") == 0U));
  BOOST_TEST(!dp::find_column(schema, "abc"));
  BOOST_TEST(!dp::find_column(schema, "A"));
  BOOST_TEST(!dp::find_column({}, ""));
}

BOOST_AUTO_TEST_CASE(a_schema_is_exported_as_an_arrow_struct) {
  ArrowSchema out{};
  dp::export_schema({{"id", Type::int64, false}, {"when", Type::timestamp, true}}, &out);
  BOOST_TEST(std::string(out.format) == "+s");
  BOOST_TEST(std::string(out.name).empty());
  BOOST_TEST(out.flags == 0);
  BOOST_REQUIRE(out.n_children == 2);
  BOOST_TEST(std::string(out.children[0]->format) == "l");
  BOOST_TEST(std::string(out.children[0]->name) == "id");
  BOOST_TEST(out.children[0]->flags == 0);
  BOOST_TEST(std::string(out.children[1]->format) == "tsu:UTC");
  BOOST_TEST(out.children[1]->flags == ARROW_FLAG_NULLABLE);
  BOOST_TEST((out.children[1]->n_children == 0 && out.dictionary == nullptr));
  out.release(&out);
  BOOST_TEST((out.release == nullptr));
}

BOOST_AUTO_TEST_CASE(what_is_exported_is_imported_equal_after_the_original_is_gone) {
  ArrowSchema out{};
  {
    const auto original = schema_of_all_types();
    dp::export_schema(original, &out);
  }
  const auto imported = dp::import_schema(&out);
  out.release(&out);
  BOOST_REQUIRE(imported);
  BOOST_TEST((*imported == schema_of_all_types()));

  dp::export_schema({}, &out);
  const auto empty = dp::import_schema(&out);
  out.release(&out);
  BOOST_REQUIRE(empty);
  BOOST_TEST(empty->empty());
}

// The Arrow C data interface lets a receiver take a child out: it copies the struct and marks the
// original as released.
BOOST_AUTO_TEST_CASE(a_child_that_was_taken_out_outlives_its_parent) {
  ArrowSchema out{};
  dp::export_schema({{"stays", Type::int64, true}, {"taken", Type::string, true}}, &out);
  ArrowSchema taken = *out.children[1];
  out.children[1]->release = nullptr;
  out.release(&out);
  BOOST_TEST(std::string(taken.name) == "taken");
  BOOST_TEST(std::string(taken.format) == "vu");
  taken.release(&taken);
  BOOST_TEST((taken.release == nullptr));
}

BOOST_FIXTURE_TEST_CASE(a_schema_that_c_code_made_is_imported, Foreign) {
  BOOST_TEST((dp::import_schema(&root) == Schema{{"n", Type::int64, false}}));
  column.flags = ARROW_FLAG_NULLABLE | ARROW_FLAG_MAP_KEYS_SORTED;
  BOOST_TEST((dp::import_schema(&root) == Schema{{"n", Type::int64, true}}));
}

BOOST_FIXTURE_TEST_CASE(what_is_not_a_struct_of_named_columns_is_refused, Foreign) {
  BOOST_TEST(!dp::import_schema(nullptr));
  const ArrowSchema unset{};
  BOOST_TEST(!dp::import_schema(&unset));
  BOOST_TEST(!dp::import_schema(&column));
  column.name = nullptr;
  BOOST_TEST(!dp::import_schema(&root));
  column.name = "n";
  column.format = nullptr;
  BOOST_TEST(!dp::import_schema(&root));
  column.format = "u";
  BOOST_TEST(!dp::import_schema(&root));
}

BOOST_AUTO_TEST_SUITE_END()
