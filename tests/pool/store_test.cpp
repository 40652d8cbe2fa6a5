// SPDX-License-Identifier: Apache-2.0
#include "pool/store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "base/fd.hpp"
#include "file_size_limit.hpp"
#include "temporary.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(store)

using dp::Errc;
using dp::pool::append_to_store;
using dp::pool::Bytes;
using dp::pool::read_store;
using dp::pool::StoreRange;
using dp::pool::Stores;

namespace {

Stores make(unsigned count, const std::string& folder = {}) {
  auto stores = Stores::create(count, folder);
  BOOST_REQUIRE_MESSAGE(stores, dp::test::why(stores));
  return *std::move(stores);
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_appended_is_read_back_by_its_range) {
  const Stores stores = make(3);
  BOOST_TEST(stores.count() == 3U);
  BOOST_TEST(stores.read_only().size() == 3U);
  const auto first = append_to_store(stores.descriptor(1), 1, Bytes(std::string_view("one")));
  const auto second =
      append_to_store(stores.descriptor(1), 1, Bytes(std::string_view("second")));
  BOOST_REQUIRE((first && second));
  BOOST_TEST(second->store == 1U);
  BOOST_TEST(second->offset == 3U);
  BOOST_TEST(second->size == 6U);
  std::string out;
  BOOST_REQUIRE(read_store(stores.descriptor(1), *second, out));
  BOOST_TEST(out == "second");
  BOOST_REQUIRE(read_store(stores.descriptor(1), *first, out));
  BOOST_TEST(out == "one");
}

BOOST_AUTO_TEST_CASE(the_files_have_no_name) {
  const dp::test::TemporaryFolder folder;
  const Stores stores = make(2, folder.path(""));
  BOOST_REQUIRE(append_to_store(stores.descriptor(0), 0, Bytes(std::string_view("bytes"))));
  BOOST_TEST((std::filesystem::directory_iterator(folder.path("")) ==
              std::filesystem::directory_iterator()));
}

BOOST_AUTO_TEST_CASE(where_the_folder_cannot_hold_them_they_are_in_memory) {
  const Stores stores = make(1, "/proc");
  const auto range = append_to_store(stores.descriptor(0), 0, Bytes(std::string_view("kept")));
  BOOST_REQUIRE(range);
  std::string out;
  BOOST_REQUIRE(read_store(stores.descriptor(0), *range, out));
  BOOST_TEST(out == "kept");
}

BOOST_AUTO_TEST_CASE(a_store_without_room_is_the_hosts_fault_and_names_its_folder) {
  const dp::test::TemporaryFolder folder;
  const Stores stores = make(1, folder.path());
  const dp::test::FileSizeLimit limit(1000);
  const std::string bytes(1001, 'x');
  const auto range = append_to_store(stores.descriptor(0), 0, Bytes(bytes));
  BOOST_REQUIRE(!range);
  BOOST_TEST((range.error().code == Errc::exhausted));
  BOOST_TEST(range.error().message ==
             "cannot keep 1001 bytes in the pool's store, a file without a name in " +
                 folder.path() +
                 ": write: File too large (RLIMIT_FSIZE (ulimit -f) is 1000 bytes); free space "
                 "there, raise the limit, or let TMPDIR name another folder");
}

BOOST_AUTO_TEST_CASE(whatever_keeps_a_store_from_being_written_is_the_hosts_fault) {
  const dp::test::TemporaryFolder folder;
  const auto read_only = dp::open_file(folder.write("a", ""), O_RDONLY).value();
  const auto range = append_to_store(read_only.get(), 0, Bytes(std::string_view("bytes")));
  BOOST_REQUIRE(!range);
  BOOST_TEST((range.error().code == Errc::exhausted));
}

BOOST_AUTO_TEST_CASE(a_range_that_the_file_does_not_hold_is_corrupt) {
  const Stores stores = make(1);
  BOOST_REQUIRE(append_to_store(stores.descriptor(0), 0, Bytes(std::string_view("12345"))));
  std::string out;
  const auto status = read_store(stores.descriptor(0), {0, 3, 4}, out);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::corrupt));
  BOOST_TEST(status.error().message == "store 0: no bytes 3 to 7 (it holds 5)");
  BOOST_TEST(!read_store(stores.descriptor(0), {0, ~std::uint64_t{0}, 2}, out));
}

BOOST_AUTO_TEST_CASE(what_workers_get_of_a_store_can_change_nothing_that_is_in_it) {
  const Stores stores = make(2);
  BOOST_REQUIRE(append_to_store(stores.descriptor(1), 1, Bytes(std::string_view("12345"))));
  const dp::Fd own = stores.append_only(1).value();
  char digit = '9';
  BOOST_TEST(::pread(own.get(), &digit, 1, 0) == -1);
  BOOST_TEST(::pwrite(stores.read_only()[1], &digit, 1, 0) == -1);
  // Wherever it is told to write, it appends.
  BOOST_TEST(::pwrite(own.get(), &digit, 1, 0) == 1);
  const auto range = append_to_store(own.get(), 1, Bytes(std::string_view("abc")));
  BOOST_REQUIRE_MESSAGE(range, dp::test::why(range));
  BOOST_TEST(range->offset == 6U);
  std::string out;
  BOOST_REQUIRE(read_store(stores.read_only()[1], {1, 0, 9}, out));
  BOOST_TEST(out == "123459abc");
}

BOOST_AUTO_TEST_CASE(the_space_of_what_is_freed_is_given_back_and_its_neighbours_stay) {
  const Stores stores = make(1);
  const std::string large(8 << 20, 'x');
  const auto first = append_to_store(stores.descriptor(0), 0, Bytes(large)).value();
  const auto last =
      append_to_store(stores.descriptor(0), 0, Bytes(std::string_view("last"))).value();
  struct stat before {
  }, after{};
  BOOST_REQUIRE(::fstat(stores.descriptor(0), &before) == 0);
  stores.free(first);
  BOOST_REQUIRE(::fstat(stores.descriptor(0), &after) == 0);
  BOOST_TEST(after.st_size == before.st_size);
  BOOST_TEST(after.st_blocks < before.st_blocks / 100);
  std::string out;
  BOOST_REQUIRE(read_store(stores.descriptor(0), last, out));
  BOOST_TEST(out == "last");
}

BOOST_AUTO_TEST_CASE(a_range_is_checked_for_its_store_and_its_size) {
  const Stores stores = make(2);
  const auto range =
      append_to_store(stores.descriptor(1), 1, Bytes(std::string_view("12345"))).value();
  BOOST_TEST(stores.check(range).has_value());
  BOOST_TEST(stores.check({1, 2, 4}).error().message ==
             "store 1: no bytes 2 to 6 (it holds 5)");
  BOOST_TEST(stores.check({7, 0, 1}).error().message == "no store 7 (there are 2)");
  stores.free({7, 0, 1});
}

BOOST_AUTO_TEST_SUITE_END()
