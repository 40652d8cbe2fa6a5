// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/counts.hpp"

namespace dp::run {

/// How much there is to map, and how far that is.
struct Amount {
  std::uint64_t planned = 0;
  std::uint64_t done = 0;
  std::uint64_t held = 0;  ///< mapped too, but a worker's death would have it mapped again
};

/// How far a run is. Its time begins before the pipeline file is read.
struct Progress {
  enum class Phase : std::uint8_t { survey, map, combine, write, done };
  Phase phase = Phase::map;
  Amount bytes;  ///< of the input's files as they lie on disk
  Amount items;
  std::uint64_t items_failed = 0;
  bool open_end = false;  ///< a stream is read, and how much more of it comes is not known
  bool has_files = true;  ///< false: the input is a range of numbers, without bytes
  protocol::Counts counts;
  std::uint64_t restarts = 0;
  unsigned workers = 0;
  std::uint64_t memory_bytes = 0;  ///< that each worker may hold; 0: no limit
  std::chrono::steady_clock::duration elapsed{0};
};

/// Who watches a run. Calls come from the thread that runs it.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;
  /// At least ten times a second while the run goes on.
  virtual void progress(const Progress& progress) = 0;
};

/// A rejected record or item, as a person reads it.
struct RejectSample {
  std::string file;
  std::uint64_t line = 0;  ///< 0: not known
  std::uint64_t offset = 0;
  std::string reason;  ///< as the file of rejects has it
  std::string detail;  ///< of a worker's death: what may differ from run to run
};

/// The death of a worker whose work another did in the end.
struct DeathSample {
  std::string file;
  std::uint64_t offset = 0;
  bool precise = false;  ///< the record at offset, not one near it
  std::string cause;     ///< "the worker was killed by signal 11 (SIGSEGV), ..."
};

/// What one output of the run got.
struct Written {
  std::string path;  ///< "-": standard output
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;  ///< records, or rows of results
  bool is_file = true;     ///< false: a stream
  // Of a path that has columns:
  std::optional<std::size_t> files = std::nullopt;  ///< how many
  std::vector<std::string> without_rows = {};       ///< those that were there and got none
};

/// What a run came to. Law: items.planned = items.done + items_failed; lines = records that the
/// reader gave + rejects + blank ones, for inputs of lines.
struct Summary {
  Progress progress;
  std::vector<RejectSample> rejects;  ///< the first few
  std::uint64_t reject_count = 0;     ///< records and items rejected
  std::vector<DeathSample> deaths;    ///< the first few of those that no reject tells of
  std::vector<Written> written;       ///< outputs and results, not the rejects
  std::vector<std::string> notes;     ///< what a person should know of a run that looks right
  bool has_lines = false;             ///< a record is a line
  std::uint64_t peak_worker_bytes = 0;
};

}  // namespace dp::run
