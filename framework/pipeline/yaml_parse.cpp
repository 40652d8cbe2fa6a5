// SPDX-License-Identifier: Apache-2.0
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <exception>
#include <sstream>
#include <utility>

#include "pipeline/quoted_scalars.hpp"
#include "pipeline/scalar_places.hpp"
#include "pipeline/split_calls.hpp"
#include "pipeline/tree_builder.hpp"
#include "pipeline/yaml.hpp"
#include "pipeline/yaml_checks.hpp"

namespace dp::pipeline {

namespace {

/// Thrown to leave the library's recursion, once the reason is among the diagnostics.
struct Refused {};

void check(bool accepted) {
  if (!accepted) throw Refused{};
}

Mark mark_of(const FileText& source, const YAML::Mark& mark, std::size_t length = 1) {
  if (mark.line < 0) return source.mark(source.text().size());
  return {static_cast<std::uint32_t>(mark.line + 1),
          static_cast<std::uint32_t>(mark.column + 1), static_cast<std::uint32_t>(length)};
}

/// What the library meets, handed to the builder of the tree.
class Events final : public YAML::EventHandler {
 public:
  Events(const FileText& source, Diagnostics& diagnostics, TreeBuilder& tree)
      : source_(&source), diagnostics_(&diagnostics), tree_(&tree) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    diagnostics_->error(mark_of(*source_, mark, 3), "a second document begins here",
                        "a pipeline file is one document: remove the '---'");
    throw Refused{};
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& /*mark*/, const std::string& /*name*/) override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.mark = place_of_nothing(*source_, mark_of(*source_, mark));
    check(tree_->add(std::move(node), anchor));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    check(tree_->add_alias(anchor, mark_of(*source_, mark)));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(Node::Kind::list, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { check(tree_->close()); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(Node::Kind::map, mark, tag, anchor, style);
  }
  void OnMapEnd() override { check(tree_->close()); }

 private:
  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
    const Mark place = mark_of(*source_, mark);
    refuse_tag(tag, place);
    check(tree_->open(kind, place, anchor, style == YAML::EmitterStyle::Flow));
  }
  void refuse_tag(const std::string& tag, const Mark& mark);
  /// Give a scalar the text that YAML 1.2 says it has.
  void read_as_written(Node& scalar);

  const FileText* source_;
  Diagnostics* diagnostics_;
  TreeBuilder* tree_;
  std::size_t documents_ = 0;
};

void Events::refuse_tag(const std::string& tag, const Mark& mark) {
  const std::size_t at = offset_of(*source_, mark);
  const bool written = at < source_->text().size() && source_->text()[at] == '!';
  if (tag.size() <= 1 && !written) return;
  diagnostics_->error(mark, "tags are not supported",
                      "a value that begins with '!' must be in quotes; in an expression, "
                      "'not' negates");
  diagnostics_->distrust(mark);
}

void Events::read_as_written(Node& scalar) {
  const std::size_t at = offset_of(*source_, scalar.mark);
  const auto raw = source_->text().substr(at);
  if (!scalar.quoted || raw.empty() || (raw.front() != '"' && raw.front() != '\''))
    return restore_surrogates(scalar.text, raw);
  auto read = read_quoted(raw);
  scalar.text = std::move(read.text);
  if (read.half_length == 0) return;
  diagnostics_->error(
      source_->mark(at + read.half_at, read.half_length),
      "'" + std::string(raw.substr(read.half_at, read.half_length)) +
          "' is half of a character",
      "write both of its surrogates, as in \\ud83d\\ude00, or the character itself");
}

void Events::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                      const std::string& value) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.mark = mark_of(*source_, mark);
  node.text = value;
  node.quoted = tag != "?";
  refuse_tag(tag, node.mark);
  const auto place = place_of_scalar(*source_, node);
  if (!place) {
    const char quote = source_->text()[offset_of(*source_, node.mark)];
    diagnostics_->error(node.mark, std::string("unterminated quote, ") + quote + " is missing");
    throw Refused{};
  }
  node.mark = *place;
  read_as_written(node);
  check(tree_->add(std::move(node), anchor));
}

/// Explain a value that goes on past its closing quote. False if that is not what is wrong.
bool explain_quote(const FileText& source, const Mark& mark, bool in_brackets,
                   Diagnostics& diagnostics) {
  const std::size_t quote = quote_that_value_passes(source, mark, in_brackets);
  if (quote == kNoQuote) return false;
  diagnostics.error(source.mark(quote), "the value goes on past its closing quote",
                    "put all of it in quotes, as in \"'a' == x\"");
  return true;
}

/// Explain an error inside [...] or {...}, which is `brackets` so far.
void explain_brackets(const FileText& source, const Mark& mark, const Node& brackets,
                      TreeBuilder& tree, Diagnostics& diagnostics) {
  const auto raw = source.text();
  const std::size_t at = offset_of(source, mark);
  if (at > 0 && at < raw.size() && raw[at] == '{' && raw[at - 1] == '$') {
    diagnostics.error(source.mark(at - 1, 2),
                      "inside [...] or {...} a value with ${...} must be in quotes");
    return;
  }
  if (const Node* call = last_open_call(brackets)) return tree.report_split_call(*call);
  if (explain_quote(source, mark, true, diagnostics)) return;
  const std::string bracket = brackets.is_list() ? "[" : "{";
  diagnostics.error(brackets.mark,
                    "this '" + bracket + "' is not closed, or a comma is missing in it",
                    "reading stopped on line " + std::to_string(mark.line));
}

/// Say what the library found wrong.
void explain(const FileText& source, const YAML::Exception& error, TreeBuilder& tree,
             Diagnostics& diagnostics) {
  Mark mark = mark_of(source, error.mark);
  const auto line = source.line(mark.line);
  const auto indent = line.substr(0, line.find_first_not_of(" \t"));
  if (const auto tab = indent.find('\t'); tab != std::string_view::npos) {
    mark.column = static_cast<std::uint32_t>(tab + 1);
    diagnostics.error(mark, "a tab cannot indent a line of YAML", "use spaces");
    return;
  }
  if (const Node* brackets = tree.open_brackets())
    return explain_brackets(source, mark, *brackets, tree, diagnostics);
  if (explain_quote(source, mark, false, diagnostics)) return;
  if (const auto known = explain_yaml_error(error.msg))
    diagnostics.error(mark, std::string(known->message), std::string(known->hint));
  else
    diagnostics.error(mark, "not valid YAML: " + error.msg);
}

}  // namespace

std::optional<Node> parse_yaml(const FileText& source, Diagnostics& diagnostics) {
  if (!check_yaml_bytes(source, diagnostics)) return std::nullopt;
  TreeBuilder tree(diagnostics);
  Events events(source, diagnostics, tree);
  try {
    std::istringstream stream{hide_surrogates(source.text())};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(events)) {
    }
  } catch (const Refused&) {
    return std::nullopt;
  } catch (const YAML::Exception& exception) {
    explain(source, exception, tree, diagnostics);
    return std::nullopt;
  } catch (const std::exception& exception) {
    diagnostics.error(Mark{}, std::string("not valid YAML: ") + exception.what());
    return std::nullopt;
  }
  if (tree.is_empty()) diagnostics.error(source.mark(0), "the file is empty");
  return tree.take();
}

}  // namespace dp::pipeline
