// SPDX-License-Identifier: Apache-2.0
#include "plugin/note.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cstring>
#include <string_view>
#include <vector>

#include "base/fd.hpp"

namespace dp::plugin {

namespace {

constexpr std::size_t kMaxSegments = 256;
constexpr std::size_t kMaxNoteBytes = 64 << 10;

template <class T>
Result<T> read_struct(const Fd& file, std::uint64_t offset) {
  T value{};
  DP_TRY(const auto got,
         pread_full(file.get(), reinterpret_cast<char*>(&value), sizeof value, offset));
  if (got != sizeof value) return fail(Errc::invalid_plugin, "the file is cut short");
  return value;
}

/// What is no file cannot be read at a place, or not to an end.
Status check_is_file(const Fd& file) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return fail_errno("stat");
  if (S_ISREG(status.st_mode)) return {};
  const char* what = S_ISDIR(status.st_mode)    ? "a folder"
                     : S_ISFIFO(status.st_mode) ? "a FIFO"
                                                : "no regular file";
  return fail(Errc::invalid_plugin, std::string("not a shared library, it is ") + what);
}

Status check_header(const Elf64_Ehdr& header) {
#if defined(__x86_64__)
  constexpr auto kMachine = EM_X86_64;
#elif defined(__aarch64__)
  constexpr auto kMachine = EM_AARCH64;
#else
#error "name this machine's ELF number here"
#endif
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
    return fail(Errc::invalid_plugin, "not a shared library");
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != kMachine ||
      header.e_type != ET_DYN)
    return fail(Errc::invalid_plugin, "not a shared library for this machine");
  return {};
}

std::size_t padded(std::size_t size) { return (size + 3) & ~std::size_t{3}; }

/// The body of the note owned by "dp" among `notes`, or empty.
std::string_view find_body(std::string_view notes) {
  while (notes.size() >= sizeof(Elf64_Nhdr)) {
    Elf64_Nhdr head;
    std::memcpy(&head, notes.data(), sizeof head);
    notes.remove_prefix(sizeof head);
    const auto owner_size = padded(head.n_namesz);
    const auto body_size = padded(head.n_descsz);
    if (owner_size > notes.size() || body_size > notes.size() - owner_size) return {};
    const std::string_view owner(notes.data(), head.n_namesz);
    const std::string_view wanted(DP_ABI_NOTE_OWNER, sizeof DP_ABI_NOTE_OWNER);
    if (head.n_type == DP_ABI_NOTE_TYPE && owner == wanted)
      return notes.substr(owner_size, head.n_descsz);
    notes.remove_prefix(owner_size + body_size);
  }
  return {};
}

Result<std::string> read_notes(const Fd& file, const Elf64_Phdr& segment) {
  std::string notes(std::min<std::size_t>(segment.p_filesz, kMaxNoteBytes), '\0');
  DP_TRY(const auto got, pread_full(file.get(), notes.data(), notes.size(), segment.p_offset));
  notes.resize(got);
  return notes;
}

}  // namespace

Result<dp_plugin_note> read_note(const std::string& path) {
  DP_TRY(const Fd file, open_file(path, O_RDONLY | O_NONBLOCK));
  DP_CHECK(check_is_file(file));
  DP_TRY(const auto header, read_struct<Elf64_Ehdr>(file, 0));
  DP_CHECK(check_header(header));
  for (std::size_t i = 0; i < std::min<std::size_t>(header.e_phnum, kMaxSegments); ++i) {
    DP_TRY(const auto segment,
           read_struct<Elf64_Phdr>(file, header.e_phoff + i * sizeof(Elf64_Phdr)));
    if (segment.p_type != PT_NOTE) continue;
    DP_TRY(const auto notes, read_notes(file, segment));
    const auto body = find_body(notes);
    if (body.empty()) continue;
    dp_plugin_note note{};
    if (body.size() < sizeof note) return fail(Errc::invalid_plugin, "its dp note is damaged");
    std::memcpy(&note, body.data(), sizeof note);
    return note;
  }
  return fail(Errc::invalid_plugin,
              "not a dp plugin (it has no dp note: does its source have a DP_PLUGIN line?)");
}

Status check_note(const dp_plugin_note& note) {
  if (note.magic != DP_ABI_MAGIC) return fail(Errc::invalid_plugin, "its dp note is damaged");
  if (note.abi_major == DP_ABI_MAJOR) return {};
  const bool older = note.abi_major < DP_ABI_MAJOR;
  return fail(Errc::invalid_plugin,
              "built for plugin ABI " + std::to_string(note.abi_major) + ", this dp has ABI " +
                  std::to_string(DP_ABI_MAJOR) +
                  (older ? ": build it again with this dp's headers" : ": use a newer dp"));
}

}  // namespace dp::plugin
