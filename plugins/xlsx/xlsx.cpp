// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>
#include <memory>
#include <string>

#include "xlsx/names.hpp"
#include "xlsx/writer.hpp"

namespace {

constexpr const char* kDoc =
    R"(A workbook for Excel and LibreOffice, with a sheet for each result (or `records`, for an output).

    reduce:
      by_region: {with: {by: region, take: {total: sum(amount)}}, to: sales.xlsx}
      by_path: {with: {by: path, take: {n: count}}, to: sales.xlsx}
    output: {use: xlsx, with: {path: all.xlsx, sheet: All sales}}

The first row has the names of the columns, and stays in view. Numbers are numbers, dates and
timestamps dates (UTC), bools bools; text is never run as a formula. A sheet's numbers have 15 digits
and its times milliseconds: longer numbers, NaN and infinity, times with microseconds and times before
March 1900 are written as text, so that nothing changes. A null is an empty cell. Control characters, and bytes that are not UTF-8, are escaped as
in `table`. A sheet holds 1,048,575 rows and 16,384 columns, a cell 32,767 characters: more is an error.
)";

constexpr dp_option kOptions[] = {dp::option("sheet").text().doc(
    "The name of the sheet (default: the name of the result; `records` for an output).")};

class XlsxWriter : public dp::xlsx::Writer {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "xlsx",
      .summary = "Writes workbooks for Excel",
      .doc = kDoc,
      .options = kOptions,
      .traits = DP_WRITER_SECTIONS | DP_WRITER_WHOLE,
      .extensions = "xlsx",
  };

  static dp::Result<std::unique_ptr<XlsxWriter>> open(const dp::Context& context, dp::Schema&) {
    std::string sheet(context.options().text("sheet"));
    if (!sheet.empty())
      if (auto status = dp::xlsx::check_sheet(sheet, {}); !status)
        return context.bad_option("sheet", status.error().message);
    return std::make_unique<XlsxWriter>(std::move(sheet));
  }

  using Writer::Writer;
};

}  // namespace

DP_PLUGIN("xlsx", "1.0.0", "Writes workbooks for Excel", dp::writer<XlsxWriter>());
