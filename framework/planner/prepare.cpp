// SPDX-License-Identifier: Apache-2.0
#include "planner/prepare.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "base/cpu.hpp"
#include "base/memory.hpp"
#include "base/stream_path.hpp"
#include "base/trust.hpp"
#include "input/encoding.hpp"
#include "input/input_encoding.hpp"
#include "planner/compile.hpp"
#include "planner/doubt.hpp"
#include "planner/run_files.hpp"

namespace dp::planner {

namespace {

std::vector<std::string> texts(const std::vector<pipeline::Text>& list) {
  std::vector<std::string> made;
  for (const auto& each : list) made.push_back(each.text);
  return made;
}

/// For each of `workers`, if the file does not say: together three quarters of what there is.
std::uint64_t share_of_memory(unsigned workers) {
  constexpr std::uint64_t kLeast = 64 << 20;
  const auto usable = usable_memory();
  const auto share = usable / 4 * 3 / std::max(1u, workers);
  return usable == 0 ? 0 : std::max(kLeast, share >> 20 << 20);
}

/// How much a worker may hold; 0: no limit.
std::uint64_t memory_limit(const pipeline::Model& model, const Settings& settings) {
  if (settings.debug) return 0;
  if (model.pool.memory_bytes != 0) return model.pool.memory_bytes;
  const unsigned workers = settings.workers.value_or(model.pool.workers);
  return share_of_memory(workers == 0 ? usable_cpus() : workers);
}

/// WorkLimits::work for who gives no timeout: a finalize may compute for minutes, at the end of hours.
constexpr std::chrono::minutes kLongWork{10};

Result<pool::Pool> start_pool(const pipeline::Model& model, const Settings& settings,
                              std::uint64_t memory_bytes) {
  pool::Options options;
  options.workers = settings.workers.value_or(model.pool.workers);
  options.command = settings.worker_command;
  options.timeout = model.pool.timeout;
  for (const auto& step : model.map)
    if (step.timeout) options.timeout = std::max(options.timeout, *step.timeout);
  if (options.timeout.count() == 0) options.work_limits.work = kLongWork;
  if (settings.work_limits) options.work_limits = *settings.work_limits;
  options.work_limits.advice = "if it needs longer, say how long with pool: {timeout: ...}";
  options.memory_bytes = memory_bytes;
  options.output = settings.output;
  if (settings.debug) {
    options.workers = 1;
    options.timeout = {};
    options.work_limits = {{}, {}, {}};
    options.output.shared = true;
  }
  return pool::Pool::start(std::move(options));
}

/// /dev/stdin and /dev/stdout, however they are spelled, are "-".
void name_standard_streams(pipeline::Model& model) {
  const auto name = [](pipeline::Text& path, int descriptor) {
    if (descriptor_named(path.text) == descriptor) path.text = "-";
  };
  if (model.input.files.size() == 1) name(model.input.files.front(), STDIN_FILENO);
  if (model.input.list) name(*model.input.list, STDIN_FILENO);
  for (auto& sink : model.output) name(sink.path, STDOUT_FILENO);
  for (auto& reduction : model.reduce)
    for (auto& sink : reduction.to) name(sink.path, STDOUT_FILENO);
  if (model.errors.rejects) name(*model.errors.rejects, STDOUT_FILENO);
}

bool is_standard_input(const pipeline::Text& path) {
  return path.text == "-" || descriptor_named(path.text) == STDIN_FILENO;
}

/// The pipeline file that comes through standard input leaves nothing there for its input.
bool refuse_second_use(const pipeline::Input& input, const std::string& path,
                       pipeline::Diagnostics& diagnostics) {
  if (path != "-") return false;
  const auto refuse = [&](const pipeline::Text& used) {
    if (!is_standard_input(used)) return false;
    diagnostics.error(
        used.mark, "'" + used.text + "' is standard input, which the pipeline file came from",
        "give dp the pipeline file by its name");
    return true;
  };
  bool refused = input.list && refuse(*input.list);
  for (const auto& file : input.files) refused = refuse(file) || refused;
  return refused;
}

/// Whether to look at the input would take what waits in a stream.
bool reads_stream(const pipeline::Input& input) {
  const auto is_one = [](const pipeline::Text& path) {
    std::error_code error;
    if (is_standard_input(path)) return !std::filesystem::is_regular_file("/dev/stdin", error);
    return is_stream(path.text);
  };
  return (input.list && is_one(*input.list)) ||
         std::any_of(input.files.begin(), input.files.end(), is_one);
}

/// Let the model do what the test asks for, and write nothing else.
void become_test(pipeline::Model& model, const TestRun& test) {
  pipeline::Sink printed;
  printed.mark = printed.path.mark = printed.use.mark = model.input.mark;
  printed.path.text = "-";
  printed.use.task = "ndjson";
  model.errors = {};
  model.output.clear();
  std::erase_if(model.reduce, [&](const pipeline::Reduction& reduction) {
    return reduction.name.text != test.reduction;
  });
  for (auto& reduction : model.reduce) reduction.to = {printed};
  // Steps over all records make a reduction of what leaves `map`.
  if (test.reduction.empty() && model.reduce.empty())
    model.output.push_back(std::move(printed));
}

Result<input::Items> items_of_test(const TestRun& test, const pipeline::Input& input) {
  DP_TRY(auto items, input::items_of_text(test.name, test.given));
  if (!test.file) return items;
  auto& item = items.list.front();
  const auto asked = input::encoding_asked(input);
  const bool is_plain = item.compression == protocol::Compression::none;
  item.text = is_plain ? input::encoding_of(asked, test.given) : asked;
  DP_CHECK(input::keep_whole(asked, items));
  return items;
}

/// The folders of plugins that the file names, if it may: whoever can write a file that brings code
/// decides what is run.
std::vector<std::string> plugin_folders(const pipeline::Model& model, const std::string& path,
                                        bool allowed, pipeline::Diagnostics& diagnostics) {
  if (model.plugins.empty() || allowed) return texts(model.plugins);
  // What comes through a pipe is what the user sends.
  std::error_code error;
  const std::string file = path == "-" ? "/dev/stdin" : path;
  if (!std::filesystem::is_regular_file(file, error)) return texts(model.plugins);
  const auto status = check_trusted_file(file);
  if (status) return texts(model.plugins);
  diagnostics.error(
      model.plugins.front().mark,
      "plugins: this file may not bring code of its own, for others can change it: " +
          status.error().message,
      "or give --allow-plugins, if you trust it");
  return {};
}

/// The files of the plugins that a run uses.
std::set<std::string> libraries_of(const protocol::Plan& plan) {
  std::set<std::string> found;
  for (const auto& each : plan.functions) found.insert(each.library);
  for (const auto& each : plan.stages) found.insert(each.use.library);
  for (const auto& each : plan.reductions) found.insert(each.use.library);
  for (const auto& each : plan.streams) found.insert(each.writer.library);
  for (const auto& each : plan.results) found.insert(each.writer.library);
  found.erase("");
  return found;
}

void take_plan(protocol::Plan plan, const RunFiles& files, Prepared& prepared) {
  prepared.plan = std::move(plan);
  prepared.tables.keep_those_of(prepared.plan, *prepared.pool);
  for (const auto& library : libraries_of(prepared.plan))
    files.check_library(library, *prepared.diagnostics);
}

Status note_doubt(const RunFiles& files, Catalog& catalog, Prepared& prepared) {
  DP_TRY(auto plan, plan_in_doubt(prepared.model, prepared.items, files, catalog,
                                  *prepared.pool, prepared.tables, *prepared.source));
  prepared.in_doubt = plan.has_value();
  if (plan) prepared.plan = std::move(*plan);
  return {};
}

}  // namespace

Result<Prepared> prepare(const std::string& path, const Settings& settings) {
  const auto began = std::chrono::steady_clock::now();
  DP_TRY(auto source, pipeline::FileText::read(path));
  auto prepared = prepare(std::move(source), path, settings);
  if (prepared) prepared->began = began;
  return prepared;
}

Result<Prepared> prepare(pipeline::FileText source, const std::string& path,
                         const Settings& settings) {
  Prepared prepared;
  prepared.source = std::make_unique<pipeline::FileText>(std::move(source));
  prepared.diagnostics = std::make_unique<pipeline::Diagnostics>(*prepared.source);
  auto& diagnostics = *prepared.diagnostics;
  auto model = pipeline::load(*prepared.source, settings.pipeline, diagnostics);
  if (!model) return prepared;
  prepared.model = std::move(*model);
  name_standard_streams(prepared.model);
  input::check_encoding(prepared.model.input, diagnostics);
  if (settings.chunksize) prepared.model.pool.chunksize = *settings.chunksize;
  if (settings.debug) prepared.model.pool.recycle_records = 0;
  prepared.memory_bytes = memory_limit(prepared.model, settings);
  DP_TRY(auto pool, start_pool(prepared.model, settings, prepared.memory_bytes));
  prepared.pool.emplace(std::move(pool));
  if (settings.on_pool) settings.on_pool(&*prepared.pool);
  if (settings.test) {
    become_test(prepared.model, *settings.test);
    DP_TRY(prepared.items, items_of_test(*settings.test, prepared.model.input));
  } else if (refuse_second_use(prepared.model.input, path, diagnostics)) {
    return prepared;
  } else if (!prepared.model.input.range &&
             (settings.without_data ||
              (settings.without_streams && reads_stream(prepared.model.input)))) {
    prepared.items.unknown = true;
  } else if (prepared.model.input.whole) {
    DP_TRY(prepared.items, input::find_items(prepared.model.input, diagnostics));
  }
  const auto folders =
      plugin_folders(prepared.model, path, settings.allow_plugins, diagnostics);
  prepared.plugins = plugin::SearchPath::of(settings.plugin_path, folders);
  Catalog catalog(*prepared.pool, prepared.plugins);
  const RunFiles files(prepared.model, prepared.items, prepared.source->name());
  files.check(diagnostics);
  prepared.before_plan = std::make_unique<pipeline::Diagnostics>(diagnostics);
  DP_TRY(auto plan, compile(prepared.model, prepared.items, files, catalog, *prepared.pool,
                            diagnostics, prepared.tables));
  if (plan)
    take_plan(std::move(*plan), files, prepared);
  else if (!prepared.before_plan->has_errors())
    DP_CHECK(note_doubt(files, catalog, prepared));
  const auto intake = prepared.plan.intake;
  if (intake == protocol::Intake::whole || intake == protocol::Intake::files)
    DP_CHECK(input::wait_for_streams(prepared.items));
  return prepared;
}

Status replan(Prepared& prepared, std::string knowledge) {
  pipeline::Diagnostics diagnostics(*prepared.source);
  Catalog catalog(*prepared.pool, prepared.plugins);
  const RunFiles files(prepared.model, prepared.items, prepared.source->name());
  protocol::ReaderContext known;
  known.sample = prepared.plan.stages.at(0).reader.sample;
  known.sample_cut = prepared.plan.stages.at(0).reader.sample_cut;
  known.growing = prepared.plan.stages[0].reader.growing;
  known.knowledge = std::move(knowledge);
  DP_TRY(auto plan, compile(prepared.model, prepared.items, files, catalog, *prepared.pool,
                            diagnostics, prepared.tables, known));
  if (!plan) return fail(Errc::refuted, diagnostics.render());
  prepared.plan = std::move(*plan);
  prepared.tables.keep_those_of(prepared.plan, *prepared.pool);
  return {};
}

Status check_anew(Prepared& prepared, std::string knowledge) {
  *prepared.diagnostics = *prepared.before_plan;
  Catalog catalog(*prepared.pool, prepared.plugins);
  const RunFiles files(prepared.model, prepared.items, prepared.source->name());
  auto known = prepared.plan.stages.at(0).reader;
  known.knowledge = std::move(knowledge);
  DP_TRY(auto plan, compile(prepared.model, prepared.items, files, catalog, *prepared.pool,
                            *prepared.diagnostics, prepared.tables, known));
  if (!plan) return {};
  // Columns that only later records have are among those that the plan was made for.
  plan->stages.at(0).reader.growing = true;
  take_plan(std::move(*plan), files, prepared);
  return {};
}

}  // namespace dp::planner
