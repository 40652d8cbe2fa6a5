// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>

#include "values/learned.hpp"
#include "values/text.hpp"
#include "xml/reader.hpp"
#include "xml/writer.hpp"

namespace {

constexpr const char* kDoc = R"(One record for each element that `record` names.

`record` is an element's name, wherever it occurs (`page`), or with its parents (`feed/entry`), or
with all of them from the root on (`/feed/entry`). `*` matches any name. An element within a record is not a
record itself. A file may have several roots, and several documents one after the other.

`columns` says where in the record each column's values are:

| path | value |
|---|---|
| `"@id"` | an attribute of the record |
| `title` | the text of the child of that name |
| `author/name`, `"link/@href"` | the same, deeper |
| `.` | the record's own text |
| `"../@id"`, `../../name` | of what the record is in, which `record` must name: `order/line` |
| `/feed/title` | what stands there before the first record, in the file's first 64 KiB |

With `explode: lines/line` each `line` of a record is a row, with the record's other columns; a record without
`lines`, and each `lines` without a `line`, is a row too. A parent that columns name, and a record that is
exploded, has at most 16 MiB.

If several elements match a path, the first wins, and the summary tells in how many records; with `repeated:
join` all are taken, with `separator` between them. An element's text is its own, without that of its children.

Prefixes are parts of names: `title` and `media:title` are two columns. A name without a prefix stands for
one with a prefix only in files whose first 64 KiB do not have it without: in `columns` where one prefix has
it, and no other column names that; in `record` for those of all prefixes, as `*:entry` does everywhere.
With `namespaces: {m: "http://search.yahoo.com/mrss/"}`, `m:title` is each `title` of that namespace, whatever
prefix the root, or an element in the record, declares for it.

Without `columns` they are all that the records have: attributes, and texts of elements, however deep. They
are called by their paths (`price`, `price/@cur`, `a/b`), of the record itself `id` for `@id`, and `text`.

`types` gives the types of columns by name (`string`, `int`, `float`, `decimal`, `bool`, `date`,
`timestamp`, as csv has them); those of the others are guessed: white space is then part of a value.

**Nulls**: what is missing, and empty text in a column that is not of strings.

**Rejected**, with the reason, are records that are not well-formed, that have a value which does
not fit its column's type (only columns that the pipeline uses), or that are longer than 16 MiB,
deeper than 256 elements, or too large to be held as a tree; each fault between records; and the
rest of an item where the text between two records is too long to be skipped. Entities and default attributes
are those that the file's own document type declares, in its first 64 KiB; no other file is ever read.

Items are UTF-8, UTF-16, ISO-8859-1 or US-ASCII, by their byte order mark or XML declaration.

    map:
      - use: xml
        with:
          record: page
          columns: {id: "@id", title: title, size: revision/size}
          types: {size: int}
)";

constexpr dp_option kRecord = {
    "record",
    DP_OPTION_STRING,
    DP_OPTION_REQUIRED,
    nullptr,
    "The element that is a record: its name (page, m:page, *:page of any prefix), or its path "
    "(feed/entry; /feed/entry: from the root on, so that all around records is checked too).",
    nullptr,
    0,
    0};
constexpr dp_option kColumns = {
    "columns",
    DP_OPTION_STRING,
    DP_OPTION_MAP,
    "union",
    "Where in a record each column is: \"@id\", title, m:title, a/b, \"a/b/@c\", \".\". Or all "
    "that "
    "records have (union), what the first ones have, all else being told (first), or else "
    "rejected (strict).",
    dp::values::kColumnWords,
    0,
    0};
constexpr dp_option kNamespaces = {
    "namespaces",
    DP_OPTION_STRING,
    DP_OPTION_MAP,
    "{}",
    "Which namespace a prefix in record and columns stands for, whatever prefix the data has: "
    "{m: \"http://...\"}.",
    nullptr,
    0,
    0};
constexpr dp_option kRepeated = {"repeated",
                                 DP_OPTION_STRING,
                                 0,
                                 "first",
                                 "What a column has of a record with several of its elements: "
                                 "first (the summary tells how many "
                                 "records have more); join: all, with separator between them.",
                                 "first|join",
                                 0,
                                 0};
constexpr dp_option kSeparator = {"separator",
                                  DP_OPTION_STRING,
                                  0,
                                  "'; '",
                                  "What stands between the values that are joined.",
                                  nullptr,
                                  0,
                                  0};
constexpr dp_option kExplode = {
    "explode",
    DP_OPTION_STRING,
    0,
    "''",
    "The path of elements in the record, each of which is a row, with "
    "the record's other columns: line, lines/line.",
    nullptr,
    0,
    0};
// Without the words that are allowed, since the layout says more of one that is not.
constexpr dp_option kTypes = {"types",
                              DP_OPTION_STRING,
                              DP_OPTION_MAP,
                              "{}",
                              "Types of columns by name: string, int, float, decimal, bool, "
                              "date, timestamp, or auto; those "
                              "of the others are guessed.",
                              nullptr,
                              0,
                              0};
constexpr dp_option kOptions[] = {kRecord,    kColumns, kNamespaces, kRepeated,
                                  kSeparator, kExplode, kTypes};

class KnowledgeTask : public dp::values::LearnedReducer {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "xml.knowledge",
      .summary = "Joins what xml learns of its input",
      .doc = "For dp itself, which looks through an input of which a guess does not hold.",
  };
};

class Xml : public dp::xml::Reader {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "xml",
      .summary = "Reads records from XML",
      .doc = kDoc,
      .options = kOptions,
      .traits = DP_CUT_RECORDS,
      .knowledge = "xml.knowledge",
  };

  static dp::Result<std::unique_ptr<Xml>> open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(auto layout, dp::xml::make_layout(context));
    dp::values::LearnedRows learned;
    output = layout.learning ? learned.columns() : layout.columns;
    return std::make_unique<Xml>(std::move(layout));
  }

  using Reader::Reader;
};

constexpr const char* kWriteDoc =
    R"(Records as elements, with a child for each column: an output that ends in .xml, or

    output: {use: xml, with: {path: out/orders.xml, root: orders, record: order}}

    <?xml version="1.0" encoding="UTF-8"?>
    <orders>
    <order><id>7</id><name>A &amp; B</name></order>
    </orders>

A null is no element, an empty text one without content. Times are RFC 3339 in UTC, columns of JSON the text that
they are as text. A column whose name no element may have (`two words`, `a/b`, `1st`) is refused, with a
name to give it; a record with a text that no document may hold (control characters, bytes that are not
UTF-8) is rejected.

Read it with `use: xml`, `with: {record: record}`.
)";

constexpr dp_option kWriteOptions[] = {
    dp::option("root").text().fallback("records").doc("The name of the root element."),
    dp::option("record").text().fallback("record").doc(
        "The name of the element of each record.")};

class XmlWriter : public dp::xml::Writer {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "xml",
      .summary = "Writes records as XML elements",
      .doc = kWriteDoc,
      .options = kWriteOptions,
      .extensions = "xml",
  };

  static dp::Result<std::unique_ptr<XmlWriter>> open(const dp::Context& context, dp::Schema&) {
    const auto options = context.options();
    for (const char* option : {"root", "record"})
      if (!dp::xml::is_element_name(options.text(option)))
        return context.bad_option(option, "got " + dp::values::shown(options.text(option)) +
                                              ", expected an element's name");
    return std::make_unique<XmlWriter>(options.text("root"), options.text("record"));
  }

  using Writer::Writer;
};

}  // namespace

DP_PLUGIN("xml", "0.1.0", "Reads and writes XML", dp::reader<Xml>(), dp::writer<XmlWriter>(),
          dp::reducer<KnowledgeTask>());
