// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/jpeg.hpp"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>
// It wants FILE and size_t before it.
#include <jpeglib.h>
// And it says what its warnings are.
#include <jerror.h>

#include "thumbnail/exif.hpp"

namespace dp::thumbnail {

namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kProfileMarker = JPEG_APP0 + 2;
constexpr unsigned kLongestMarker = 0xffff;
constexpr const char* kEndsEarly = "Premature end of JPEG file";
constexpr std::string_view kExifLead("Exif\0\0", 6);

/// libjpeg's errors end in a longjmp to `back`. Between it and the setjmp there must be no
/// object of C++ that has a destructor; so each call of libjpeg is made by a function that has
/// none, and that returns whether the call came back.
struct Failures {
  jpeg_error_mgr manager;  // first, since libjpeg only knows this
  jpeg_progress_mgr progress;
  std::jmp_buf back;
  bool ended = false;   // before its end mark
  bool strict = false;  // what is damaged is refused
  char message[JMSG_LENGTH_MAX];
  char damage[JMSG_LENGTH_MAX];  // the first, if it was not refused; or empty
};

Failures& failures_of(j_common_ptr codec) noexcept {
  return *reinterpret_cast<Failures*>(codec->err);
}

[[noreturn]] void fail_now(j_common_ptr codec) {
  auto& failures = failures_of(codec);
  failures.manager.format_message(codec, failures.message);
  std::longjmp(failures.back, 1);
}

/// Warnings of these do not mean that pixels are lost.
bool is_harmless(int code) noexcept {
  return code == JWRN_ADOBE_XFORM || code == JWRN_BOGUS_ICC || code == JWRN_EXTRANEOUS_DATA;
}

void note(j_common_ptr codec, int level) {
  // Where bits are missing, JWRN_HIT_MARKER follows.
  auto& failures = failures_of(codec);
  if (level < 0 && codec->err->msg_code == JWRN_JPEG_EOF)
    failures.ended = true;
  else if (level < 0 && !is_harmless(codec->err->msg_code) && failures.strict)
    fail_now(codec);
  else if (level < 0 && !is_harmless(codec->err->msg_code) && failures.damage[0] == '\0')
    failures.manager.format_message(codec, failures.damage);
}

void print_nothing(j_common_ptr) {}

void limit_scans(j_common_ptr codec) {
  const auto* decoder = reinterpret_cast<j_decompress_ptr>(codec);
  if (decoder->input_scan_number <= JpegReader::kMostScans) return;
  auto& failures = failures_of(codec);
  std::snprintf(failures.message, sizeof failures.message, "more than %d scans",
                JpegReader::kMostScans);
  std::longjmp(failures.back, 1);
}

void prepare(Failures& failures) noexcept {
  jpeg_std_error(&failures.manager);
  failures.manager.error_exit = &fail_now;
  failures.manager.emit_message = &note;
  failures.manager.output_message = &print_nothing;
  failures.message[0] = failures.damage[0] = '\0';
}

bool create_decoder(jpeg_decompress_struct& decoder, Failures& failures) noexcept {
  if (setjmp(failures.back) != 0) return false;
  jpeg_create_decompress(&decoder);
  decoder.progress = &failures.progress;
  return true;
}

bool read_header(jpeg_decompress_struct& decoder, Failures& failures, const unsigned char* data,
                 unsigned long size) noexcept {
  if (setjmp(failures.back) != 0) return false;
  jpeg_mem_src(&decoder, data, size);
  jpeg_save_markers(&decoder, kExifMarker, kLongestMarker);
  jpeg_save_markers(&decoder, kProfileMarker, kLongestMarker);
  jpeg_read_header(&decoder, TRUE);
  return true;
}

bool read_profile(jpeg_decompress_struct& decoder, Failures& failures, JOCTET*& profile,
                  unsigned& size) noexcept {
  if (setjmp(failures.back) != 0) return false;
  return jpeg_read_icc_profile(&decoder, &profile, &size) != FALSE;
}

bool start_decoder(jpeg_decompress_struct& decoder, Failures& failures) noexcept {
  if (setjmp(failures.back) != 0) return false;
  jpeg_start_decompress(&decoder);
  return true;
}

/// Returns how many rows were read; 0 if it failed.
unsigned read_rows(jpeg_decompress_struct& decoder, Failures& failures, JSAMPARRAY rows,
                   unsigned count) noexcept {
  if (setjmp(failures.back) != 0) return 0;
  return jpeg_read_scanlines(&decoder, rows, count);
}

bool finish_decoder(jpeg_decompress_struct& decoder, Failures& failures) noexcept {
  if (setjmp(failures.back) != 0) return false;
  jpeg_finish_decompress(&decoder);
  return true;
}

/// What holds the whole picture at once: the coefficients, two bytes each, of all its scans.
std::uint64_t coefficient_bytes(jpeg_decompress_struct& decoder) noexcept {
  if (jpeg_has_multiple_scans(&decoder) == FALSE) return 0;
  std::uint64_t blocks = 0;
  for (int i = 0; i < decoder.num_components; ++i)
    blocks += std::uint64_t{decoder.comp_info[i].width_in_blocks} *
              decoder.comp_info[i].height_in_blocks;
  return blocks * DCTSIZE2 * sizeof(JCOEF);
}

/// Whether a file that ended without its mark may lack more than that: libjpeg does not say so of
/// scans that it never saw, and of arithmetic codes.
bool may_lack_scans(jpeg_decompress_struct& decoder) noexcept {
  if (jpeg_has_multiple_scans(&decoder) == FALSE) return decoder.arith_code != FALSE;
  if (decoder.progressive_mode == FALSE || decoder.coef_bits == nullptr) return true;
  for (int i = 0; i < decoder.num_components; ++i)
    for (int k = 0; k < DCTSIZE2; ++k)
      if (decoder.coef_bits[i][k] != 0) return true;
  return false;
}

int orientation_of(const jpeg_decompress_struct& decoder) noexcept {
  for (const auto* marker = decoder.marker_list; marker != nullptr; marker = marker->next) {
    const std::string_view data(reinterpret_cast<const char*>(marker->data),
                                marker->data_length);
    if (marker->marker == kExifMarker && data.starts_with(kExifLead))
      return orientation_of_exif(data.substr(kExifLead.size()));
  }
  return 1;
}

void choose_colours(jpeg_decompress_struct& decoder) noexcept {
  switch (decoder.jpeg_color_space) {
    case JCS_GRAYSCALE:
      decoder.out_color_space = JCS_GRAYSCALE;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      decoder.out_color_space = JCS_CMYK;
      break;
    default:
      decoder.out_color_space = JCS_RGB;
  }
}

}  // namespace

struct JpegReader::Session {
  jpeg_decompress_struct decoder{};
  Failures failures;

  [[nodiscard]] tl::unexpected<Error> failed() const {
    return fail(Errc::task_failed, failures.message);
  }
};

JpegReader::JpegReader() : session_(std::make_unique<Session>()) {
  prepare(session_->failures);
  session_->decoder.err = &session_->failures.manager;
  session_->failures.progress.progress_monitor = &limit_scans;
}

JpegReader::~JpegReader() { jpeg_destroy_decompress(&session_->decoder); }

Result<JpegHeader> JpegReader::open(std::string_view file) {
  auto& decoder = session_->decoder;
  auto& failures = session_->failures;
  // Made anew: it would keep the last picture's tables for one that has none.
  jpeg_destroy_decompress(&decoder);
  failures.ended = failures.strict = false;
  failures.damage[0] = '\0';
  if (!create_decoder(decoder, failures)) return session_->failed();
  if (!read_header(decoder, failures, reinterpret_cast<const unsigned char*>(file.data()),
                   file.size()))
    return session_->failed();
  choose_colours(decoder);
  JpegHeader header;
  header.size = {decoder.image_width, decoder.image_height};
  header.bands = decoder.out_color_space == JCS_GRAYSCALE ? 1
                 : decoder.out_color_space == JCS_CMYK    ? 4
                                                          : 3;
  header.orientation = orientation_of(decoder);
  header.decode_bytes = coefficient_bytes(decoder);
  JOCTET* profile = nullptr;
  unsigned size = 0;
  if (read_profile(decoder, failures, profile, size))
    header.profile.assign(reinterpret_cast<const char*>(profile), size);
  std::free(profile);
  return header;
}

Result<Size> JpegReader::start(Size wanted, bool strict) {
  auto& decoder = session_->decoder;
  auto& failures = session_->failures;
  failures.strict = strict;
  if (strict && failures.damage[0] != '\0') return fail(Errc::task_failed, failures.damage);
  unsigned shrink = 8;
  while (shrink > 1 && (decoder.image_width < 2 * shrink * std::uint64_t{wanted.width} ||
                        decoder.image_height < 2 * shrink * std::uint64_t{wanted.height}))
    shrink /= 2;
  decoder.scale_num = 8 / shrink;
  decoder.scale_denom = 8;
  if (!start_decoder(decoder, failures)) return session_->failed();
  return Size{decoder.output_width, decoder.output_height};
}

Status JpegReader::rows(const std::function<void(const std::uint8_t*)>& take) {
  auto& decoder = session_->decoder;
  // Programs that follow Adobe store CMYK as what is left of white.
  const bool inverted = decoder.out_color_space == JCS_CMYK && decoder.saw_Adobe_marker;
  const auto stride =
      std::size_t{decoder.output_width} * static_cast<unsigned>(decoder.output_components);
  constexpr unsigned kRows = 16;
  std::vector<std::uint8_t> bytes(stride * kRows);
  JSAMPROW starts[kRows];
  for (unsigned i = 0; i < kRows; ++i) starts[i] = bytes.data() + i * stride;
  auto& failures = session_->failures;
  unsigned done = 0;
  for (unsigned count = 0; done < decoder.output_height; done += count) {
    count = read_rows(decoder, failures, starts, kRows);
    if (count == 0 && (failures.strict || done == 0)) return session_->failed();
    if (count == 0) break;
    if (inverted)
      for (auto& byte : bytes) byte = static_cast<std::uint8_t>(255 - byte);
    for (unsigned i = 0; i < count; ++i) take(starts[i]);
  }
  if (done < decoder.output_height) return fill_up(done, take);
  if (failures.ended && may_lack_scans(decoder)) {
    if (failures.strict) return fail(Errc::task_failed, kEndsEarly);
    if (failures.damage[0] == '\0')
      std::snprintf(failures.damage, sizeof failures.damage, "%s", kEndsEarly);
  }
  if (!finish_decoder(decoder, failures) && failures.strict) return session_->failed();
  return {};
}

/// Give grey rows from row `from` on, where libjpeg gave up.
Status JpegReader::fill_up(unsigned from,
                           const std::function<void(const std::uint8_t*)>& take) {
  const auto& decoder = session_->decoder;
  auto& failures = session_->failures;
  const std::vector<std::uint8_t> grey(
      std::size_t{decoder.output_width} * static_cast<unsigned>(decoder.output_components),
      128);
  for (; from < decoder.output_height; ++from) take(grey.data());
  if (failures.damage[0] == '\0')
    std::snprintf(failures.damage, sizeof failures.damage, "%s", failures.message);
  return {};
}

std::string_view JpegReader::damage() const noexcept { return session_->failures.damage; }

namespace {

bool encode(jpeg_compress_struct& encoder, Failures& failures, const Picture& picture,
            int quality, unsigned char*& bytes, unsigned long& size) noexcept {
  if (setjmp(failures.back) != 0) return false;
  jpeg_create_compress(&encoder);
  jpeg_mem_dest(&encoder, &bytes, &size);
  encoder.image_width = picture.size.width;
  encoder.image_height = picture.size.height;
  encoder.input_components = static_cast<int>(picture.bands);
  encoder.in_color_space = picture.bands == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  jpeg_start_compress(&encoder, TRUE);
  while (encoder.next_scanline < encoder.image_height) {
    auto* row =
        const_cast<JSAMPROW>(picture.bytes.data() + encoder.next_scanline * picture.stride());
    jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  return true;
}

}  // namespace

Result<std::string> encode_jpeg(const Picture& picture, int quality) {
  jpeg_compress_struct encoder{};
  Failures failures;
  prepare(failures);
  encoder.err = &failures.manager;
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  const bool done = encode(encoder, failures, picture, quality, bytes, size);
  jpeg_destroy_compress(&encoder);
  std::string file;
  if (done) file.assign(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  if (!done) return fail(Errc::task_failed, failures.message);
  return file;
}

}  // namespace dp::thumbnail
