// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/items.hpp"
#include "pipeline/model.hpp"
#include "pipeline/options.hpp"
#include "planner/catalog.hpp"
#include "planner/first_columns.hpp"
#include "planner/plan_functions.hpp"
#include "planner/run_files.hpp"
#include "planner/tables.hpp"
#include "planner/unseen.hpp"
#include "pool/pool.hpp"
#include "protocol/plan.hpp"
#include "protocol/table_requests.hpp"
#include "protocol/task_requests.hpp"

namespace dp::planner {

/// Builds a plan stage by stage. A mistake in one place does not hide those in others, as far
/// as they can be told without it.
class Compiler {
 public:
  Compiler(const pipeline::Model& model, const input::Items& items, const RunFiles& files,
           Catalog& catalog, pool::Pool& pool, pipeline::Diagnostics& diagnostics,
           Tables& tables, const protocol::ReaderContext& known, const AssumedTypes& assumed)
      : model_(&model),
        items_(&items),
        files_(&files),
        catalog_(&catalog),
        pool_(&pool),
        diagnostics_(&diagnostics),
        tables_(&tables),
        known_(known),
        assumed_(&assumed),
        functions_(catalog, pool) {}

  Result<std::optional<protocol::Plan>> run();
  /// The types of columns without values with which more of the pipeline would be right.
  [[nodiscard]] const AssumedTypes& wanted() const noexcept { return wanted_; }

 private:
  /// A task with its options checked.
  struct Checked {
    protocol::TaskUse use;
    const data::TaskDescription* task = nullptr;
    pipeline::CheckedOptions options;
  };

  Result<std::optional<Checked>> check_use(dp_role role, const pipeline::Use& use);
  Result<std::optional<protocol::OpenReply>> open(const Checked& checked,
                                                  const pipeline::Use& use,
                                                  const protocol::OpenRequest& request);
  /// Its reply, unless that is a mistake of the pipeline.
  std::optional<protocol::OpenReply> opened(const Checked& checked, const pipeline::Use& use,
                                            Result<protocol::OpenReply> answer);
  Result<bool> begins_at_once(const Checked& reader,
                              const protocol::OpenRequest& without_sample);
  void warn_of_utf16(std::string_view sample);
  Result<FirstColumns> first_of(const Checked& reader);
  Status add_first(const pipeline::Use& use);
  void add_reader(const Checked& reader, FirstColumns first, protocol::OpenReply reply);
  void warn_of_no_columns();
  Status add_step(const pipeline::Step& step);
  Status add_task(const pipeline::Step& step);
  void add_where(const pipeline::Formula& where);
  void add_derive(const pipeline::Step& step);
  void add_columns(const pipeline::Step& step);
  void add_unpivot(const pipeline::Step& step);
  Status add_join(const pipeline::Step& step);
  /// What was read of a join's table; nullopt if that is a mistake.
  Result<std::optional<protocol::TableReply>> read_table(const pipeline::Join& join);
  Status report_table(const pipeline::Join& join, const input::Items& items,
                      const protocol::TableReply& table);
  void derive_columns(const std::vector<pipeline::ColumnUse>& columns);
  void want(std::size_t place, Type type);
  void want_for(const expr::Expression& expression, const Schema& schema,
                bool (*fits)(Type) noexcept);
  void want_for(const pipeline::CheckedOptions& options, const Schema& schema);
  void want_for(const pipeline::Join& join, const protocol::TableReply& table);
  void want_for(const pipeline::Unpivot& unpivot);
  Status add_reductions();
  Status add_reduction(const pipeline::Reduction& reduction);
  Status open_reductions();
  Status add_streams();
  Status add_results();
  /// `terminal`: the writer for standard output, if the sink names none.
  Result<std::optional<Checked>> check_writer(const pipeline::Sink& sink,
                                              std::string_view terminal);
  static void tell_path(const pipeline::Sink& sink, Checked& writer);
  protocol::WriterUse writer_use(const pipeline::Sink& sink, Checked& writer,
                                 const Schema& rows);
  Status keep_records(const pipeline::Sink& sink);
  Status open_results();
  void add_result(const pipeline::Sink& sink, std::uint32_t reduction, Checked writer);
  void add_stage(protocol::Stage stage);
  [[nodiscard]] Schema columns() const { return plan_.mapped(); }

  const pipeline::Model* model_;
  const input::Items* items_;
  const RunFiles* files_;
  Catalog* catalog_;
  pool::Pool* pool_;
  pipeline::Diagnostics* diagnostics_;
  Tables* tables_;
  protocol::ReaderContext known_;  ///< of the reader, if its input was looked through
  const AssumedTypes* assumed_;
  AssumedTypes wanted_;
  std::vector<Names> taken_;  ///< what each join takes, as its table calls it
  PlanFunctions functions_;
  protocol::Plan plan_;
  bool broken_ = false;  ///< the columns are not known from here on
  /// Where plan_.results come from.
  struct Writing {
    const pipeline::Sink* sink;
    Checked writer;
  };
  std::vector<Writing> writings_;
  std::vector<bool> reduced_;             ///< by plan_.reductions: whether it is right so far
  std::optional<std::uint32_t> records_;  ///< of plan_.reductions: the one that keeps records
};

}  // namespace dp::planner
