// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

namespace dp::group {

inline constexpr double kMostTop = 1000;

inline constexpr dp_option kOptions[] = {
    {.name = "by",
     .type = DP_OPTION_EXPRESSION,
     .flags = DP_OPTION_LIST,
     .fallback = nullptr,
     .doc = "What rows of one group have in common; without it, all rows are one group.",
     .allowed = nullptr,
     .minimum = 0,
     .maximum = 0},
    {.name = "take",
     .type = DP_OPTION_AGGREGATE,
     .flags = DP_OPTION_MAP | DP_OPTION_REQUIRED,
     .fallback = nullptr,
     .doc = "The figures of each group: a name, and a function such as sum(bytes).",
     .allowed = nullptr,
     .minimum = 0,
     .maximum = 0},
    {.name = "sort",
     .type = DP_OPTION_STRING,
     .flags = DP_OPTION_LIST,
     .fallback = nullptr,
     .doc = "Columns of the result to sort by, '-' before one: largest first. Equal ones, and "
            "all if it is not given, come in the order of the keys.",
     .allowed = nullptr,
     .minimum = 0,
     .maximum = 0},
    {.name = "limit",
     .type = DP_OPTION_INT,
     .flags = 0,
     .fallback = "0",
     .doc = "The most groups in the result, the first in its order; 0: all of them.",
     .allowed = nullptr,
     .minimum = 0,
     .maximum = 4e18},
};

inline constexpr dp_aggregate kFunctions[] = {
    {.name = "count",
     .signature = "count",
     .doc = "How many rows.",
     .columns = 0,
     .numbers = 0,
     .accepts = DP_TYPE_ANY},
    {.name = "count_values",
     .signature = "count_values(column)",
     .doc = "How many values that are not null.",
     .columns = 1,
     .numbers = 0,
     .accepts = DP_TYPE_ANY},
    {.name = "sum",
     .signature = "sum(number)",
     .doc =
         "The exact sum: an int of ints, a decimal of decimals; of floats the float nearest to "
         "it.",
     .columns = 1,
     .numbers = 0,
     .accepts = DP_TYPE_NUMBER},
    {.name = "mean",
     .signature = "mean(number)",
     .doc =
         "The exact sum over the count of values, rounded once, as a float; of decimals as a "
         "decimal of up to 36 digits.",
     .columns = 1,
     .numbers = 0,
     .accepts = DP_TYPE_NUMBER},
    {.name = "min",
     .signature = "min(column)",
     .doc = "The smallest value; text in the order of its bytes.",
     .columns = 1,
     .numbers = 0,
     .accepts = DP_TYPE_ANY},
    {.name = "max",
     .signature = "max(column)",
     .doc = "The largest value; text in the order of its bytes.",
     .columns = 1,
     .numbers = 0,
     .accepts = DP_TYPE_ANY},
    {.name = "distinct",
     .signature = "distinct(column)",
     .doc = "How many different values, exactly. Keeps each value once a group.",
     .columns = 1,
     .numbers = 0,
     .accepts = DP_TYPE_ANY},
    {.name = "top",
     .signature = "top(column, k)",
     .doc = "The k most frequent values and how often each came, as a JSON object in that "
            "order: {\"GET\": 12, \"POST\": 3}. k: 1 to 1000.",
     .columns = 1,
     .numbers = 1,
     .accepts = DP_TYPE_ANY},
    {.name = "count_if",
     .signature = "count_if(condition)",
     .doc = "For how many rows the condition is true.",
     .columns = 1,
     .numbers = 0,
     .accepts = DP_TYPE_BOOL},
    {.name = "mode",
     .signature = "mode(column)",
     .doc = "The most frequent value, of equally frequent ones the smallest. Keeps each value "
            "once a "
            "group.",
     .columns = 1,
     .numbers = 0,
     .accepts = DP_TYPE_ANY},
    {.name = "median",
     .signature = "median(number)",
     .doc =
         "The value in the middle, or between both in the middle, as a float; of decimals as a "
         "decimal. Exact. Keeps each value once a group.",
     .columns = 1,
     .numbers = 0,
     .accepts = DP_TYPE_NUMBER},
    {.name = "quantile",
     .signature = "quantile(column, share)",
     .doc = "The smallest value that this share of the values, 0 to 1, is not above: "
            "quantile(seconds, 0.95). Exact. Keeps each value once a group.",
     .columns = 1,
     .numbers = 1,
     .accepts = DP_TYPE_ANY},
};

}  // namespace dp::group
