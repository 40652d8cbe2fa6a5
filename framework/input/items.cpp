// SPDX-License-Identifier: Apache-2.0
#include "input/items.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>

#include "base/file_identity.hpp"
#include "base/stream_path.hpp"
#include "input/changes.hpp"
#include "input/decoder.hpp"
#include "input/encoding.hpp"
#include "input/glob.hpp"
#include "input/input_encoding.hpp"

namespace dp::input {

namespace {

constexpr std::uint64_t kMaxListBytes = 1 << 30;
static_assert(kEncodingHead == kTarBytes, "a file's head says both");

/// The path without its detours (`a/../b`), if what is left names the same file.
std::string tidy(const std::string& path) {
  if (path.find("/..") == std::string::npos) return path;
  auto plain = std::filesystem::path(path).lexically_normal();
  std::error_code error;
  return std::filesystem::equivalent(path, plain, error) ? plain.string() : path;
}

/// What is made while it is read (of /proc, /sys) has another size than it says, or none: it cannot
/// be cut, and is read as it comes.
bool has_its_size(const protocol::FileStamp& stamp, std::size_t head) {
  return head == std::min<std::uint64_t>(stamp.size, kTarBytes);
}

/// Look at a file: its identity and compression; nullopt if it is a stream like that. Errors: why it
/// cannot be an item.
Result<std::optional<Item>> look_at(const std::string& path,
                                    const protocol::TextEncoding& asked) {
  DP_TRY(const Fd file, open_file(path, O_RDONLY | O_NONBLOCK));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return fail_errno(path);
  if (!S_ISREG(status.st_mode)) return fail(Errc::io, path + ": not a regular file");
  Item item;
  item.path = path;
  DP_TRY(item.stamp, stamp_of(file.get()));
  item.name = tidy(path);
  char head[kTarBytes];
  DP_TRY(const auto got, pread_full(file.get(), head, sizeof head, 0));
  if (!has_its_size(item.stamp, got)) return std::nullopt;
  item.compression = compression_of({head, got});
  item.text =
      item.compression == protocol::Compression::none ? encoding_of(asked, {head, got}) : asked;
  item.changed_ns = status.st_ctim.tv_sec * 1'000'000'000 + status.st_ctim.tv_nsec;
  item.ends = hash_of_ends(file.get(), item.stamp.size);
  return item;
}

Result<Item> open_item(const std::string& name, Fd source, const protocol::TextEncoding& asked,
                       Items& items) {
  DP_TRY(auto stream, Stream::open(name, std::move(source)));
  stream->expect(asked);
  Item item;
  item.name = name;
  item.path = stream->path();
  item.stamp = stream->stamp();
  item.stream = stream.get();
  items.streams.push_back(std::move(stream));
  return item;
}

/// A file that the shell opened for this process, and nobody has read from: workers can open it.
Result<std::optional<Item>> standard_input_as_file(const protocol::TextEncoding& asked) {
  struct stat status {};
  if (::fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode) ||
      ::lseek(STDIN_FILENO, 0, SEEK_CUR) != 0)
    return std::nullopt;
  const auto path = "/proc/" + std::to_string(::getpid()) + "/fd/0";
  auto looked = look_at(path, asked);
  if (!looked || !*looked) return std::nullopt;
  Item item = **std::move(looked);
  item.name = "-";
  // Whoever reads on after dp finds it at its end, as after any reader.
  (void)::lseek(STDIN_FILENO, 0, SEEK_END);
  return item;
}

Result<Item> standard_input(const protocol::TextEncoding& asked, Items& items) {
  DP_TRY(auto file, standard_input_as_file(asked));
  if (file) return std::move(*file);
  DP_TRY(auto source, open_stream("/dev/stdin", Flow::in));
  return open_item("-", std::move(source), asked, items);
}

Result<std::vector<std::string>> read_list(const std::string& path) {
  const std::string source = path == "-" ? "/dev/stdin" : path;
  DP_TRY(const auto text, read_file(source, kMaxListBytes));
  // As find -print0 writes them: a path may then hold any other byte.
  const char separator = text.find('\0') == std::string::npos ? '\n' : '\0';
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    auto end = text.find(separator, at);
    if (end == std::string::npos) end = text.size();
    auto line = text.substr(at, end - at);
    if (separator == '\n' && line.ends_with('\r')) line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

/// A path that the input stands for.
struct Found {
  std::string path;
  std::size_t given = 0;  ///< so many of its names are the input's own; the others were found
  bool named = false;     ///< all of them
};

std::size_t count_names(std::string_view path) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < path.size(); ++i)
    if (path[i] != '/' && (i == 0 || path[i - 1] == '/')) ++count;
  return count;
}

void append(std::vector<Found>& paths, std::vector<std::string> more, std::size_t given) {
  for (auto& path : more) paths.push_back({std::move(path), given});
}

constexpr const char* kPathHint =
    "paths are relative to the working directory; ${here} is the folder of the pipeline file";
constexpr const char* kValueHint =
    "the value of a variable is a glob only if it is the whole entry: ${v}, not ${v}/x";

/// What may be done about an entry that names nothing.
const char* hint_for(const pipeline::Text& entry) noexcept {
  // A sign of a glob in a value that is a part of the entry is a character like others.
  const bool is_value = is_glob(entry.text) && entry.glob() != entry.text;
  return is_value ? kValueHint : kPathHint;
}

/// How many names a glob gives; the others are found.
std::size_t names_given(const std::string& pattern) {
  return count_names(pattern.substr(0, pattern.rfind('/', first_wildcard(pattern)) + 1));
}

/// Append the files that a glob stands for.
void expand_glob(const pipeline::Text& entry, Links links, std::vector<Found>& paths,
                 pipeline::Diagnostics& diagnostics) {
  const auto& pattern = entry.glob();
  std::vector<std::string> unlisted;
  auto files = glob_files(pattern, unlisted, links);
  if (files.empty() && unlisted.empty())
    diagnostics.error(entry.mark, "no file matches '" + entry.text + "'", hint_for(entry));
  const auto names = names_given(pattern);
  append(paths, std::move(files), names);
  append(paths, std::move(unlisted), names);
}

/// What is called like a glob may be meant as one. If the glob finds it among others, that is what it
/// stands for; else ([1].csv) it is the name. Either is told, for files would be missed, or be too many.
void expand_name(const pipeline::Text& entry, Links links, std::vector<Found>& paths,
                 pipeline::Diagnostics& diagnostics) {
  const auto& pattern = entry.glob();
  if (!is_glob(pattern) || !check_glob(pattern)) return;
  std::vector<std::string> unlisted;
  auto files = glob_files(pattern, unlisted, links);
  const bool is_among = std::erase(files, entry.text) != 0;
  if (files.empty()) return;
  const auto more = std::to_string(files.size()) + (files.size() == 1 ? " file" : " files");
  diagnostics.warning(
      entry.mark,
      "'" + entry.text + "' is there by this name" +
          (is_among ? ", and is a glob of " + more + " more: all are read"
                    : " and is read; " + more + " that it stands for as a glob " +
                          (files.size() == 1 ? "is" : "are") + " not"),
      "a backslash before each sign of a glob says that the name is meant");
  if (is_among) append(paths, std::move(files), names_given(pattern));
}

/// What an entry names if it is no glob: where backslashes say so, the path without them.
std::string path_of(const pipeline::Text& entry) {
  if (is_glob(entry.glob())) return entry.text;
  std::error_code error;
  auto plain = plain_path(entry.glob());
  const bool is_there = std::filesystem::exists(std::filesystem::symlink_status(plain, error));
  return is_there ? plain : entry.text;
}

/// Append what one entry of input: names.
void expand(const pipeline::Text& entry, Links links, std::vector<Found>& paths,
            pipeline::Diagnostics& diagnostics) {
  std::error_code error;
  const auto path = path_of(entry);
  const auto status = std::filesystem::status(path, error);
  // What cannot be listed is no item, which is found when it is opened.
  std::vector<std::string> unlisted;
  if (std::filesystem::is_directory(status)) {
    auto files = files_below(path, unlisted, links);
    if (files.empty() && unlisted.empty())
      diagnostics.error(entry.mark, "the folder '" + entry.text + "' has no files");
    append(paths, std::move(files), count_names(path));
    append(paths, std::move(unlisted), count_names(path));
    expand_name(entry, links, paths, diagnostics);
  } else if (std::filesystem::exists(status) || !std::filesystem::status_known(status)) {
    paths.push_back({path, count_names(path) - 1, true});
    expand_name(entry, links, paths, diagnostics);
  } else if (const auto fits = check_glob(entry.glob()); !fits) {
    diagnostics.error(entry.mark, fits.error().message, "write fewer of them");
  } else if (is_glob(entry.glob())) {
    expand_glob(entry, links, paths, diagnostics);
  } else {
    diagnostics.error(entry.mark, "no such file or folder: '" + entry.text + "'",
                      hint_for(entry));
  }
}

/// A pattern leaves out the files that it matches, and all below the folders that it matches.
bool is_excluded(const Found& found, const pipeline::Input& input) {
  const std::string_view path = found.path;
  const auto matches = [&](std::string_view part) {
    return std::any_of(input.exclude.begin(), input.exclude.end(),
                       [&](const auto& each) { return matches_glob(part, each.glob()); });
  };
  if (input.exclude.empty()) return false;
  for (auto slash = path.find('/', 1); slash != std::string_view::npos;
       slash = path.find('/', slash + 1))
    if (count_names(path.substr(0, slash)) > found.given && matches(path.substr(0, slash)))
      return true;
  return matches(path);
}

/// What the system says, without the path, which goes with it anyway.
std::string why_unreadable(const std::string& path, const Error& error) {
  std::string_view reason = error.message;
  if (reason.starts_with(path + ": ")) reason.remove_prefix(path.size() + 2);
  return "cannot be read: " + std::string(reason);
}

void sort_items(Items& items, pipeline::Input::Order order) {
  using Order = pipeline::Input::Order;
  if (order == Order::given) return;
  auto& list = items.list;
  std::sort(list.begin(), list.end(), [order](const Item& a, const Item& b) {
    if (order == Order::size && a.stamp.size != b.stamp.size)
      return a.stamp.size > b.stamp.size;
    return a.name < b.name;
  });
  auto& unreadable = items.unreadable;
  std::sort(unreadable.begin(), unreadable.end(),
            [](const Unreadable& a, const Unreadable& b) { return a.name < b.name; });
  for (auto& each : unreadable) {
    const auto next = std::lower_bound(
        list.begin(), list.end(), each.name,
        [](const Item& item, const std::string& name) { return item.name < name; });
    // How large it is is not known: it comes last.
    each.before =
        order == Order::size ? list.size() : static_cast<std::size_t>(next - list.begin());
  }
}

Result<Item> look_at_file(const std::string& path, const protocol::TextEncoding& asked,
                          Items& items) {
  DP_TRY(auto item, look_at(path, asked));
  if (item) return *std::move(item);
  DP_TRY(auto source, open_stream(path, Flow::in));
  return open_item(path, std::move(source), asked, items);
}

/// Only what was named outright: a folder's FIFO may have no writer for ever.
Result<Item> look_at_stream(const std::string& path, const protocol::TextEncoding& asked,
                            Items& items) {
  DP_TRY(auto source, open_stream(path, Flow::in));
  return open_item(path, std::move(source), asked, items);
}

/// Add each file once, by its first path. One that cannot be read counts once too.
void add_items(const std::vector<Found>& paths, const pipeline::Input& input, Items& items) {
  std::set<FileIdentity> seen;
  const auto asked = encoding_asked(input);
  for (const auto& found : paths) {
    if (is_excluded(found, input)) continue;
    const auto& path = found.path;
    const bool streams = found.named && is_stream(path);
    if (!seen.insert(identify(path)).second) continue;
    auto item = streams ? look_at_stream(path, asked, items) : look_at_file(path, asked, items);
    if (item)
      items.list.push_back(std::move(*item));
    else
      items.unreadable.push_back({path, why_unreadable(path, item.error()), items.list.size()});
  }
}

/// An input of which nothing is left is a mistake, as a folder without files is.
void refuse_nothing(std::size_t found, const pipeline::Input& input, const Items& items,
                    pipeline::Diagnostics& diagnostics) {
  if (diagnostics.has_errors() || !items.list.empty() || !items.unreadable.empty()) return;
  if (found > 0 && !input.exclude.empty())
    diagnostics.error(
        input.exclude.front().mark,
        "exclude leaves out all files of the input (" + std::to_string(found) + " found)");
  else if (input.list)
    diagnostics.error(input.list->mark, "the list '" + input.list->text + "' names no files");
}

}  // namespace

protocol::Slice Item::slice() const {
  protocol::Slice slice;
  slice.name = name;
  slice.path = path;
  slice.stamp = stamp_now();
  slice.compression = compression;
  slice.text = text_now();
  return slice;
}

Result<Items> find_items(const pipeline::Input& input, pipeline::Diagnostics& diagnostics) {
  Items items;
  if (input.range) {
    items.range = *input.range;
    return items;
  }
  std::vector<Found> paths;
  for (const auto& pattern : input.exclude)
    if (const auto fits = check_glob(pattern.glob()); !fits)
      diagnostics.error(pattern.mark, fits.error().message, "write fewer of them");
  for (const auto& entry : input.files) {
    if (entry.text == "-") {
      DP_TRY(auto item, standard_input(encoding_asked(input), items));
      items.list.push_back(std::move(item));
    } else {
      expand(entry, input.follow ? Links::follow : Links::skip, paths, diagnostics);
    }
  }
  if (input.list) {
    auto listed = read_list(input.list->text);
    if (listed)
      for (auto& path : *listed) paths.push_back({std::move(path), 0, true});
    else
      diagnostics.error(input.list->mark, listed.error().message);
  }
  add_items(paths, input, items);
  refuse_nothing(paths.size(), input, items, diagnostics);
  sort_items(items, input.order);
  for (const auto& item : items.list) items.bytes += item.stamp.size;
  DP_CHECK(keep_whole(encoding_asked(input), items));
  return items;
}

Status wait_for_streams(Items& items) {
  std::vector<Item> whole;
  for (auto& item : items.list) {
    if (item.stream == nullptr) {
      whole.push_back(std::move(item));
      continue;
    }
    DP_CHECK(item.stream->wait_for(~std::uint64_t{0}));
    if (const auto& damage = item.stream->damage(); !damage.empty()) {
      items.unreadable.push_back({item.name, "cannot be read: " + damage, whole.size()});
      continue;
    }
    item.stamp = item.stream->stamp();
    item.text = item.stream->encoding();
    item.stream = nullptr;
    items.bytes += item.stamp.size;
    whole.push_back(std::move(item));
  }
  items.list = std::move(whole);
  return {};
}

Result<Items> items_of_text(const std::string& name, std::string_view text) {
  Items items;
  items.text.reset(::memfd_create("dp-given", MFD_CLOEXEC));
  const int file = items.text.get();
  if (file < 0) return fail_errno("memory for the given text");
  DP_CHECK(write_full(file, text));
  Item item;
  item.name = name;
  item.path = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file);
  item.compression = compression_of(text);
  DP_TRY(item.stamp, stamp_of(file));
  items.bytes = text.size();
  items.list.push_back(std::move(item));
  return items;
}

}  // namespace dp::input
