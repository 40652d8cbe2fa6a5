// SPDX-License-Identifier: Apache-2.0
#include "input/stream.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace dp::input {

namespace {

constexpr std::size_t kBlock = 256 << 10;
constexpr int kPipeBytes = 1 << 20;
/// Kept of what is done with: a slice is read from the byte before it.
constexpr std::uint64_t kKeptBefore = 4096;

bool is_readable(int fd, int milliseconds) {
  pollfd waited{fd, POLLIN, 0};
  return ::poll(&waited, 1, milliseconds) > 0;
}

std::string readable_name(const std::string& name) {
  return name == "-" ? "standard input" : name;
}

}  // namespace

Result<std::unique_ptr<Stream>> Stream::open(std::string name, Fd source) {
  // A larger pipe keeps its writer going while nobody reads; smaller ones do as well.
  (void)::fcntl(source.get(), F_SETPIPE_SZ, kPipeBytes);
  DP_TRY(auto store, StreamStore::create(readable_name(name)));
  std::unique_ptr<Stream> stream(
      new Stream(std::move(name), std::move(source), std::move(store)));
  stream->block_.resize(kBlock);
  return stream;
}

Status Stream::pump(std::uint64_t size) {
  if (status_) status_ = read_until(size);
  return status_;
}

Status Stream::read_until(std::uint64_t size) {
  while (this->size() < size && !ended()) {
    if (unpacker_.ready()) {
      DP_CHECK(unpack());
      continue;
    }
    DP_TRY(const bool goes_on, read_some());
    if (!goes_on) return {};
  }
  return {};
}

/// False: nothing is there now.
Result<bool> Stream::read_some() {
  if (!is_readable(source_.get(), 0)) return false;
  const ssize_t got = ::read(source_.get(), block_.data(), block_.size());
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (got < 0) return fail_errno(readable_name(name_));
  if (got == 0)
    unpacker_.close();
  else
    unpacker_.put({block_.data(), static_cast<std::size_t>(got)});
  return true;
}

Status Stream::wait_for(std::uint64_t size) {
  while (status_ && this->size() < size && !ended()) {
    (void)is_readable(source_.get(), -1);
    DP_CHECK(pump(size));
  }
  return status_;
}

Status Stream::unpack() {
  DP_CHECK(unpacker_.take(unpacked_));
  DP_CHECK(store_.append(unpacked_));
  if (!indexed_) return detect_encoding();
  return index_lines(unpacked_);
}

/// Once enough has come to tell how the text is encoded.
Status Stream::detect_encoding() {
  if (size() < kEncodingHead && !ended()) {
    DP_TRY(const auto head, store_.bytes_at(0, kEncodingHead));
    if (head.empty() || may_declare_encoding(head)) return {};
  }
  DP_TRY(const auto head, store_.bytes_at(0, kEncodingHead));
  encoding_ = encoding_of(encoding_, head);
  line_ends_ = line_ends_of(encoding_);
  lines_.expect(line_ends_);
  indexed_ = 0;
  keep_text(DP_HEAD_BYTES);
  return index_lines({});
}

/// Number the lines of what has come. `bytes`: the last of it.
Status Stream::index_lines(std::string_view bytes) {
  const auto end = size() - size() % line_ends_.unit;
  const bool follows = size() - bytes.size() == *indexed_ && end == size();
  if (follows && !bytes.empty()) {
    lines_.add(bytes);
  } else {
    DP_TRY(const auto read, store_.bytes_at(*indexed_, end - *indexed_));
    lines_.add(read);
  }
  indexed_ = end;
  return {};
}

Result<std::uint64_t> Stream::line_of(std::uint64_t offset) {
  return lines_.line_of(offset, [this](std::uint64_t from, std::size_t size) {
    return store_.bytes_at(from, size);
  });
}

void Stream::done_before(std::uint64_t end) {
  done_ = std::max(done_, end);
  store_.free_before(lines_.forget_before(done_ - std::min(done_, kKeptBefore)));
}

}  // namespace dp::input
