// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/task.hpp>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(task)

namespace {

using dp::Errc;
using dp::Schema;
using dp::Type;

constexpr dp_option kDeclared[] = {dp::option("limit").integer()};

dp_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }
std::string text(dp_bytes bytes) { return {bytes.data, static_cast<std::size_t>(bytes.size)}; }

/// What an instance is opened from: {limit: 7}, two columns, a sample.
struct Opening {
  explicit Opening(const Schema& input = {{"size", Type::int64, true},
                                          {"name", Type::string, true}}) {
    value.kind = DP_VALUE_INT;
    value.integer = 7;
    options.kind = DP_VALUE_MAP;
    options.count = 1;
    options.keys = &key;
    options.items = &value;
    dp::export_schema(input, &columns);
    raw = {sizeof raw, &options, &columns, bytes("first bytes"), 42, {}, 0, 0, 0,
           1,          nullptr,  nullptr};
    error.struct_size = sizeof error;
  }
  Opening(const Opening&) = delete;
  Opening& operator=(const Opening&) = delete;
  ~Opening() { columns.release(&columns); }

  dp::Context context() { return {raw, &error, kDeclared}; }

  dp_bytes key = bytes("limit");
  dp_value value{};
  dp_value options{};
  ArrowSchema columns{};
  dp_context raw{};
  dp_error error{};
};

/// A host that notes what a task gives it, and answers with `code`.
struct Host {
  dp_out out() {
    return {sizeof(dp_out),
            this,
            [](void* host, const dp_batch* batch) {
              return note(host, "emit " + std::to_string(batch->array->length) + " of item " +
                                    std::to_string(batch->item));
            },
            [](void* host, std::uint32_t partition, const void* data, std::uint64_t size) {
              return note(host, "bytes " + std::to_string(partition) + ": " +
                                    std::string(static_cast<const char*>(data), size));
            },
            [](void* host, std::uint64_t offset, dp_bytes raw, dp_bytes reason) {
              return note(host, "reject " + std::to_string(offset) + " " + text(raw) + ": " +
                                    text(reason));
            },
            [](void* host, const dp_note* said) {
              return note(host, "note " + std::to_string(said->offset) + " " +
                                    text(said->text) + " " + std::to_string(said->count) +
                                    (said->only_some != 0 ? " only some" : ""));
            }};
  }
  static std::int32_t note(void* host, std::string what) {
    auto& self = *static_cast<Host*>(host);
    self.seen.push_back(std::move(what));
    return self.code;
  }

  std::vector<std::string> seen;
  std::int32_t code = 0;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_task_declares_nothing_that_it_does_not_name) {
  constexpr dp::TaskInfo kInfo{.name = "n", .summary = "s"};
  BOOST_TEST(std::string(kInfo.doc).empty());
  BOOST_TEST((kInfo.options.empty() && kInfo.aggregates.empty() && kInfo.parameters.empty()));
  BOOST_TEST(kInfo.traits == 0U);
  BOOST_TEST((kInfo.extensions == nullptr));
}

BOOST_FIXTURE_TEST_CASE(a_context_shows_options_columns_sample_and_seed, Opening) {
  const auto context = this->context();
  BOOST_TEST(context.options().integer("limit") == 7);
  BOOST_TEST(context.mistake().message == "");
  BOOST_TEST(
      (context.input() == Schema{{"size", Type::int64, true}, {"name", Type::string, true}}));
  BOOST_TEST(context.sample() == "first bytes");
  BOOST_TEST(context.sample_is_whole());
  BOOST_TEST(context.can_see_more());
  BOOST_TEST(context.hash_seed() == 42U);
}

BOOST_FIXTURE_TEST_CASE(a_context_of_a_reader_has_no_columns, Opening) {
  raw.input = nullptr;
  BOOST_TEST(context().input().empty());
}

BOOST_FIXTURE_TEST_CASE(a_context_remembers_an_option_that_was_not_declared, Opening) {
  const auto context = this->context();
  BOOST_TEST(!context.options().flag("deep"));
  BOOST_TEST(context.mistake().option == "deep");
  BOOST_TEST(context.mistake().message == "reads option 'deep', which it does not declare");
}

BOOST_FIXTURE_TEST_CASE(a_column_is_found_by_name_and_type, Opening) {
  BOOST_TEST(context().column("size", Type::int64).value() == 0U);
  BOOST_TEST(context().column("name", Type::string).value() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_column_that_is_not_there_is_refused_with_those_that_are, Opening) {
  const auto missing = context().column("line", Type::string);
  BOOST_REQUIRE(!missing);
  BOOST_TEST((missing.error().code == Errc::invalid_pipeline));
  BOOST_TEST(missing.error().message ==
             "expects a column 'line' of type string (got size: int, name: string)");
  BOOST_TEST(context().column("size", Type::float64).error().message ==
             "expects a column 'size' of type float (got size: int, name: string)");
  Opening none(Schema{});
  BOOST_TEST(none.context().column("line", Type::string).error().message ==
             "expects a column 'line' of type string (got no columns)");
}

BOOST_FIXTURE_TEST_CASE(a_bad_option_is_named_with_its_place, Opening) {
  const dp::Status refused = context().bad_option("sort[1]", "no such column");
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == Errc::invalid_pipeline));
  BOOST_TEST(refused.error().message == "no such column");
  BOOST_TEST(error.option == std::string("sort[1]"));
  const std::string path(300, 'x');
  (void)context().bad_option(path, "");
  BOOST_TEST(error.option == path.substr(0, sizeof error.option - 1));
  (void)context().bad_option(std::string_view("take.hits", 4), "");  // not NUL-terminated
  BOOST_TEST(error.option == std::string("take"));
}

BOOST_AUTO_TEST_CASE(an_input_shows_its_bytes_and_where_they_stand) {
  const dp_item item{sizeof item, 3, bytes("a.csv"), 100, bytes("head of it")};
  const dp_input raw{sizeof raw, &item, bytes("a,b\n"), 50, 2, 0, 1, 1, 0};
  const dp::Input input(raw);
  BOOST_TEST(input.data() == "a,b\n");
  BOOST_TEST(input.offset() == 50U);
  BOOST_TEST(input.item() == 3U);
  BOOST_TEST(input.item_name() == "a.csv");
  BOOST_TEST(input.head() == "head of it");
  BOOST_TEST(input.stop() == 2U);
  BOOST_TEST((!input.first() && input.last() && input.full()));
  BOOST_TEST(input.place(4).item == 3U);
  BOOST_TEST(input.place(4).offset == 54U);
}

BOOST_AUTO_TEST_CASE(an_output_hands_on_to_the_host) {
  Host host;
  const auto raw = host.out();
  dp::Output out(raw);
  dp::BatchBuilder builder({{"n", Type::int64, false}}, 2);
  builder.column(0).put(0, std::int64_t{1});
  builder.column(0).put(1, std::int64_t{2});
  BOOST_TEST(out.emit(builder.finish(2, 5)).has_value());
  BOOST_TEST(out.emit(*builder.finish(1, 6)).has_value());
  BOOST_TEST(out.write("head\n").has_value());
  BOOST_TEST(out.partial(63, std::string_view("a\0b", 3)).has_value());
  BOOST_TEST(out.reject(12, "raw bytes", "no number").has_value());
  BOOST_TEST(out.note(7, "is odd", 3, true).has_value());
  const std::vector<std::string> expected{"emit 2 of item 5",
                                          "emit 1 of item 6",
                                          "bytes 0: head\n",
                                          std::string("bytes 63: a\0b", 13),
                                          "reject 12 raw bytes: no number",
                                          "note 7 is odd 3 only some"};
  BOOST_TEST(host.seen == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_the_host_refuses_is_a_failure_with_its_code_and_no_message) {
  Host host;
  host.code = DP_ERRC_IO;
  const auto raw = host.out();
  dp::Output out(raw);
  const ArrowArray array{};
  const dp_batch batch{sizeof batch, &array, nullptr, 0, nullptr};
  for (const auto& status : {out.emit(batch), out.write("x"), out.partial(1, "x"),
                             out.reject(0, "x", "y"), out.note(0, "x")}) {
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == Errc::io));
    BOOST_TEST(status.error().message == "");
  }
}

BOOST_AUTO_TEST_CASE(a_batch_that_could_not_be_made_does_not_reach_the_host) {
  Host host;
  const auto raw = host.out();
  dp::Output out(raw);
  dp::BatchBuilder builder({{"n", Type::int64, false}}, 1);
  const auto status = out.emit(builder.finish(2, 0));
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::invalid_plugin));
  BOOST_TEST(status.error().message == "got a batch of 2 rows, expected at most 1");
  BOOST_TEST(host.seen.empty());
}

BOOST_AUTO_TEST_CASE(each_call_has_an_output_of_its_own_number) {
  Host host;
  const auto raw = host.out();
  const auto first = dp::Output(raw).call();
  BOOST_TEST(dp::Output(raw).call() == first + 1);
  BOOST_TEST(dp::Output(raw).call() == first + 2);
}

BOOST_AUTO_TEST_SUITE_END()
