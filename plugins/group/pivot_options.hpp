// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/option.hpp>

namespace dp::group {

inline constexpr const char* kPivotDoc =
    R"doc(A wide table of a long one: each name in a column becomes a column.

    dp: 1
    input: long.csv
    map:
      - use: csv
      - pivot: {columns: [q1, q2], name: quarter, value: sales, by: shop}
    output: wide.csv

makes

| shop  | quarter | sales |
|-------|---------|-------|
| north | q1      | 120   |
| north | q2      | 150   |
| south | q1      | 80    |

into

| shop  | q1  | q2  |
|-------|-----|-----|
| north | 120 | 150 |
| south | 80  |     |

The step `pivot`, which ends `map`, is this reducer, with `output` as its result. In `reduce` it stands beside
others: `reduce: {wide: {use: pivot, with: {columns: [q1, q2]}, to: wide.csv}}`.

- `columns` are the names, in the order of the result's columns. They have to be known before the run, as all
  columns of a result. A record of another name, or of none, is rejected; `where: quarter in ('q1', 'q2')` before
  leaves it out.
- `name` and `value` are the columns that have the names and the values, called so unless you say otherwise: as
  `unpivot` makes them.
- `by`: the columns that say which records make one row; without it, all others. Rows are in the order of these,
  as those of `group` are.
- `combine`: two records of one row and name are an error, which names them, unless a function says what is made
  of their values: `sum`, `mean`, `min`, `max`, `median`, `mode`, `count`, `distinct`. They are those of `group`,
  and as exact; `dp help group` says what they make of nulls.
- `fill`: what stands where there is no value, in place of null.
- Floats: -0 is 0.
)doc";

inline constexpr dp_option kPivotOptions[] = {
    dp::option("columns").text().list().required().doc(
        "The names that become columns, in this order. A record of another name is rejected."),
    dp::option("name").text().fallback("name").doc("The column that has the names, a text."),
    dp::option("value").text().fallback("value").doc("The column that has the values."),
    dp::option("by").text().list().doc(
        "The columns that say which records make one row; without it, all others."),
    dp::option("combine")
        .text()
        .fallback("error")
        .allowed("error|sum|mean|min|max|median|mode|count|distinct")
        .doc("What several records of one row and name make: an error, or a function of the "
             "values."),
    dp::option("fill").text().doc("What stands where there is no value, in place of null.")};

}  // namespace dp::group
