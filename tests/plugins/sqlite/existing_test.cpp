// SPDX-License-Identifier: Apache-2.0
#include "sqlite/existing.hpp"

#include <boost/test/unit_test.hpp>

#include "sqlite/database.hpp"
#include "temporary.hpp"

namespace sqlite_existing {
namespace {

using dp::sqlite::Existing;
using dp::sqlite::Target;

struct Fixture {
  Fixture() {
    auto made = dp::sqlite::Database::open(path, dp::sqlite::Database::Access::write).value();
    BOOST_REQUIRE(made.run("CREATE TABLE Orders (id INTEGER, note TEXT)"));
  }
  [[nodiscard]] static std::string refusal(const dp::Status& status) {
    return status ? "" : status.error().message;
  }
  [[nodiscard]] std::string checked(Existing existing) const {
    return refusal(Target(path, existing).check());
  }

  dp::test::TemporaryFolder folder;
  std::string path = folder.path("a.db");
};

}  // namespace
}  // namespace sqlite_existing

BOOST_FIXTURE_TEST_SUITE(sqlite_existing, Fixture)

BOOST_AUTO_TEST_CASE(the_option_has_three_words) {
  BOOST_TEST((dp::sqlite::existing_of("append") == Existing::append));
  BOOST_TEST((dp::sqlite::existing_of("replace") == Existing::replace));
  BOOST_TEST((dp::sqlite::existing_of("error") == Existing::error));
  BOOST_TEST(!dp::sqlite::existing_of("keep"));
}

BOOST_AUTO_TEST_CASE(a_database_that_must_not_exist_is_told) {
  BOOST_TEST(checked(Existing::error) == "sqlite: " + path +
                                             ": exists already; remove it, or write existing: "
                                             "replace or append");
  BOOST_TEST(checked(Existing::replace) == "");
  BOOST_TEST(checked(Existing::append) == "");
  BOOST_TEST(refusal(Target(folder.path("new.db"), Existing::error).check()) == "");
  BOOST_TEST(!Target(folder.path("new.db"), Existing::append).is_kept());
  BOOST_TEST(!Target(path, Existing::replace).is_kept());
  BOOST_TEST(Target(path, Existing::append).is_kept());
}

BOOST_AUTO_TEST_CASE(what_is_no_database_cannot_be_appended_to) {
  const auto text = folder.write("a.txt", "some text that is no database");
  BOOST_TEST(refusal(Target(text, Existing::append).check()) ==
             "sqlite: " + text + ": is not a database, so that nothing can be appended to it");
  BOOST_TEST(refusal(Target(text, Existing::replace).check()) == "");
  const auto packed = folder.path("a.db.gz");
  BOOST_TEST(refusal(Target(packed, Existing::append).check()) ==
             "sqlite: " + packed + ": nothing can be appended to a compressed database");
}

BOOST_AUTO_TEST_CASE(a_database_with_changes_beside_it_stays_as_it_is) {
  folder.write("a.db-wal", "");
  BOOST_TEST(checked(Existing::replace) == "");
  folder.write("a.db-wal", "changes");
  for (const auto existing : {Existing::replace, Existing::append})
    BOOST_TEST(checked(existing) ==
               "sqlite: " + path +
                   ": another program has it open, or ended in the middle of a change (" +
                   path + "-wal is there): close it, or open and close the database once");
}

BOOST_AUTO_TEST_CASE(rows_are_appended_to_a_table_that_has_their_columns) {
  const Target target(path, Existing::append);
  const dp::Schema fits = {{"NOTE", dp::Type::string}};
  BOOST_TEST(refusal(target.check_table("orders", fits)) == "");
  BOOST_TEST(refusal(target.check_table("others", {{"x", dp::Type::string}})) == "");
  BOOST_TEST(
      refusal(target.check_table("orders", {{"total", dp::Type::string}})) ==
      "sqlite: " + path +
          ": rows cannot be appended to table 'orders': table orders has no column named "
          "total");
  BOOST_TEST(refusal(Target(path, Existing::replace)
                         .check_table("orders", {{"total", dp::Type::string}})) == "");
}

BOOST_AUTO_TEST_CASE(a_table_whose_columns_would_change_values_is_refused) {
  folder.write("k.db", "");
  const auto kept = folder.path("k.db");
  {
    auto made = dp::sqlite::Database::open(kept, dp::sqlite::Database::Access::write).value();
    BOOST_REQUIRE(
        made.run("CREATE TABLE t (zip INTEGER, price REAL, note VARCHAR(9), "
                 "paid DECIMAL(10,2), day DATE, any_)"));
  }
  const Target target(kept, Existing::append);
  using dp::Type;
  const auto said = [&](const char* name, Type type) {
    return refusal(target.check_table("t", {{name, type}}));
  };
  BOOST_TEST(
      said("ZIP", Type::string) ==
      "sqlite: " + kept +
          ": rows cannot be appended to table 't': its column 'zip' is declared INTEGER, "
          "which would change values of type string (cast them, or declare it TEXT)");
  for (const auto& [name, type] :
       {std::pair("price", Type::int64), std::pair("paid", Type::decimal),
        std::pair("note", Type::int64), std::pair("price", Type::json),
        std::pair("day", Type::string)})
    BOOST_TEST(!said(name, type).empty(), name);
  for (const auto& [name, type] :
       {std::pair("zip", Type::int64), std::pair("price", Type::float64),
        std::pair("note", Type::decimal), std::pair("day", Type::date),
        std::pair("day", Type::timestamp), std::pair("paid", Type::boolean),
        std::pair("any_", Type::string)})
    BOOST_TEST(said(name, type) == "", name);
}

BOOST_AUTO_TEST_SUITE_END()
