// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>
#include <utility>

#include "json/reader_task.hpp"
#include "json/writer_section.hpp"

namespace dp::json {
namespace {

constexpr const char* kDoc = R"(Results as one JSON document.

A single result is the document. Several become an object with one member per result, in the
order of the pipeline file. `shape` says what a result looks like:

| shape    | what it gives                            | columns | rows |
|----------|------------------------------------------|---------|------|
| `rows`   | `[{"path": "/a", "hits": 5}, ...]`       | any     | any  |
| `record` | `{"hits": 5, "bytes": 100}`              | any     | 1    |
| `merge`  | the same, merged into the outer object   | any     | 1    |
| `map`    | `{"/a": 5, ...}`                         | 2       | any  |
| `pairs`  | `[["/a", 5], ...]`                       | any     | any  |
| `values` | `["/a", ...]`                            | 1       | any  |

So the reducers `totals`, `status` and `top_paths` of one pipeline become
`{"hits": 7, "bytes": 900, "status": {"200": 5, "404": 2}, "top_paths": [["/a", 4], ["/b", 3]]}`:

    use: json
    with:
      path: out/report.json
      shape: {totals: merge, status: map, top_paths: pairs}

Times are strings, RFC 3339 in UTC; a null key of a map is "null"; a record or merge without a row
has null for each column. Nulls, and numbers that JSON lacks (NaN, infinities), are written as
null. Bytes that are not UTF-8 become U+FFFD. The text of a result is held in memory until it is
complete; for more records than that, use ndjson.
)";

constexpr dp_option kOptions[] = {
    {.name = "shape",
     .type = DP_OPTION_STRING,
     .flags = DP_OPTION_MAP,
     .fallback = nullptr,
     .doc = "What each result becomes, by its name; rows for those that are not named.",
     .allowed = kShapes,
     .minimum = 0,
     .maximum = 0},
    {.name = "indent",
     .type = DP_OPTION_INT,
     .flags = 0,
     .fallback = "2",
     .doc = "Spaces a level is indented by; 0 writes everything in one line, without spaces.",
     .allowed = nullptr,
     .minimum = 0,
     .maximum = 8},
};

/// Write results as one JSON document.
class Json {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "json",
      .summary = "Writes results as one JSON document",
      .doc = kDoc,
      .options = kOptions,
      .traits = DP_WRITER_SECTIONS | DP_WRITER_WHOLE,
      .extensions = "json",
  };

  static Result<std::unique_ptr<Json>> open(const Context& context, Schema&) {
    const auto options = context.options();
    auto made = std::make_unique<Json>(static_cast<std::size_t>(options.integer("indent")));
    const auto names = options.keys("shape");
    const auto words = options.items("shape");
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string name(Options::view(names[i]));
      const auto word = Options::view(words[i].string);
      const auto shape = shape_of(word);
      if (!shape)
        return context.bad_option("shape." + name, "no such shape (got '" + std::string(word) +
                                                       "', expected " + kShapes + ")");
      made->shapes_.emplace(name, *shape);
    }
    return made;
  }

  explicit Json(std::size_t indent) : indent_(indent) {}

  Status begin(Output&) {
    open_.reset();
    results_.clear();
    members_.clear();
    has_members_ = false;
    return {};
  }

  Status section(std::string_view name, const Schema& schema, Output& out) {
    if (open_) DP_CHECK(put_as_member(out));
    const auto shape = shapes_.find(name);
    DP_TRY(auto made, Section::make(name, shape == shapes_.end() ? Shape::rows : shape->second,
                                    schema, indent_ == 0));
    results_.emplace(name);
    open_.emplace(std::move(made));
    return claim_names();
  }

  Status write(const BatchView& batch, Output&) { return open_->add(batch); }

  Status end(Output& out) {
    DP_CHECK(check_shapes());
    if (!open_) return out.write("[]\n");
    if (has_members_) {
      DP_CHECK(put_as_member(out));
      put_break(0);
      text_.put("}");
    } else {
      open_->finish();
      DP_CHECK(put_body(0, out));
    }
    text_.put("\n");
    return flush(out);
  }

 private:
  static constexpr std::size_t kFlushBytes = 256 * 1024;

  /// Refuse a result whose name, or a member's, the document has already.
  Status claim_names() {
    const auto& now = *open_;
    std::vector<std::string> names{now.name()};
    if (now.shape() == Shape::merge) {
      names.clear();
      for (const auto& field : now.schema()) names.push_back(field.name);
    }
    for (const auto& name : names)
      if (!members_.insert(name).second)
        return fail(Errc::invalid_pipeline, "json: result '" + now.name() +
                                                "': the document has a member '" + name +
                                                "' already: rename one of the two");
    return {};
  }

  Status check_shapes() const {
    for (const auto& [name, shape] : shapes_)
      if (!results_.contains(name)) {
        std::string known;
        for (const auto& result : results_)
          known.append(known.empty() ? "" : ", ").append(result);
        return fail(Errc::invalid_pipeline, "json: shape: no result of this name (got '" +
                                                name + "', expected one of: " + known + ")");
      }
    return {};
  }

  /// Another result came before or comes later: this one is a member of the document.
  Status put_as_member(Output& out) {
    open_->finish();
    const bool is_first = !std::exchange(has_members_, true);
    if (is_first) text_.put("{");
    if (open_->shape() == Shape::merge) return put_lines(1, is_first, out);
    if (!is_first) text_.put(",");
    put_break(1);
    std::string key;
    format::append_json(key, open_->name());
    text_.put(key);
    text_.put(indent_ == 0 ? ":" : ": ");
    return put_body(1, out);
  }

  /// The open result with its brackets; the closing one stands at `depth`.
  Status put_body(std::size_t depth, Output& out) {
    text_.put(open_->is_object() ? "{" : "[");
    DP_CHECK(put_lines(depth + 1, true, out));
    if (!open_->lines().empty()) put_break(depth);
    text_.put(open_->is_object() ? "}" : "]");
    return {};
  }

  /// The open result's items at `depth`, a comma before each but the very first.
  Status put_lines(std::size_t depth, bool is_first, Output& out) {
    const auto lines = open_->lines();
    for (std::size_t at = 0; at < lines.size(); is_first = false) {
      const std::size_t end = lines.find('\n', at);
      if (!is_first) text_.put(",");
      put_break(depth);
      text_.put(lines.substr(at, end - at));
      at = end + 1;
      if (text_.size() > kFlushBytes) DP_CHECK(flush(out));
    }
    return {};
  }

  void put_break(std::size_t depth) {
    if (indent_ == 0) return;
    blanks_.resize(depth * indent_, ' ');
    text_.put("\n");
    text_.put(blanks_);
  }

  Status flush(Output& out) {
    auto status = out.write(text_.view());
    text_.clear();
    return status;
  }

  std::size_t indent_;
  std::map<std::string, Shape, std::less<>> shapes_;
  std::optional<Section> open_;    ///< the result whose rows come now
  std::set<std::string> results_;  ///< names so far
  std::set<std::string> members_;  ///< names taken in the outer object
  bool has_members_ = false;       ///< the document has begun, as an object
  format::Buffer text_;
  std::string blanks_;
};

}  // namespace
}  // namespace dp::json

DP_PLUGIN("json", "1.1.0", "Reads JSON, and writes results as one JSON document",
          dp::writer<dp::json::Json>(), dp::reader<dp::json::JsonReader>(),
          dp::reducer<dp::json::KnowledgeTask>());
