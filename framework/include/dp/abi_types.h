/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DP_ABI_TYPES_H
#define DP_ABI_TYPES_H

/**
 * What crosses the boundary between dp and its plugins in calls: bytes, options, records,
 * items. Included by <dp/abi.h>, which has the rules.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether the struct at `pointer` is long enough to have `field`. */
#define DP_HAS(pointer, field) \
  ((pointer)->struct_size >=   \
   __builtin_offsetof(__typeof__(*(pointer)), field) + sizeof((pointer)->field))

/* Readable bytes after the end of every buffer that the host hands to a reader. */
#define DP_PADDING 64u

/* The Arrow C data interface (https://arrow.apache.org/docs/format/CDataInterface.html). */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};
struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};
#endif

/* What a failed callback returns: dp::Errc in C++. Never renumbered. */
enum {
  DP_ERRC_INVALID_ARGUMENT = 1, /* the caller asked for something that cannot be */
  DP_ERRC_INVALID_PIPELINE = 2, /* an option or a column is not what it must be */
  DP_ERRC_INVALID_PLUGIN = 3,   /* the plugin breaks the rules of this boundary */
  DP_ERRC_NOT_FOUND = 4,        /* a file or name that does not exist */
  DP_ERRC_IO = 5,               /* the operating system refused */
  DP_ERRC_TASK_FAILED = 6,      /* anything else that the task cannot do */
  DP_ERRC_OUT_OF_MEMORY = 9,
  DP_ERRC_CORRUPT = 10,         /* a partial is not well formed */
  DP_ERRC_REFUSED = 14,         /* an unsafe target */
  DP_ERRC_REFUTED = 16,         /* reader, in read: see dp_reader.knowledge (2.1) */
  DP_ERRC_SAMPLE_TOO_SHORT = 17 /* reader, in open: see dp_context.sample_more */
};

/* Bytes with a length; not NUL-terminated. */
typedef struct dp_bytes {
  const char* data;
  uint64_t size;
} dp_bytes;

/* The types of columns, as sets of bits. Their Arrow formats are in brackets. */
enum {
  DP_TYPE_BOOL = 1,       /* ["b"] */
  DP_TYPE_INT = 2,        /* ["l"] */
  DP_TYPE_FLOAT = 4,      /* ["g"] */
  DP_TYPE_STRING = 8,     /* ["vu"] */
  DP_TYPE_TIMESTAMP = 16, /* ["tsu:UTC"] */
  DP_TYPE_DATE = 32,      /* ["tdD"] */
  DP_TYPE_DECIMAL = 64,   /* ["w:16" with the extension dp.decimal] (2.1) */
  DP_TYPE_JSON = 128,     /* ["vu" with the extension arrow.json] (2.1) */
  DP_TYPE_NUMBER = 6,     /* int or float */
  DP_TYPE_ANY = 63        /* those of 2.0: a decimal comes as a float, JSON as a string */
};

/* ---- options ------------------------------------------------------------------------------
 */

/* What the YAML value of an option must be. */
typedef enum dp_option_type {
  DP_OPTION_STRING = 1,
  DP_OPTION_INT = 2,
  DP_OPTION_FLOAT = 3,
  DP_OPTION_BOOL = 4,
  DP_OPTION_SIZE = 5,       /* "8MiB": arrives as INT, bytes */
  DP_OPTION_DURATION = 6,   /* "30s": arrives as INT, microseconds */
  DP_OPTION_RATIO = 7,      /* "1%" or 0.01: arrives as FLOAT */
  DP_OPTION_EXPRESSION = 8, /* over the input's columns: arrives as STRING, the name of an input
                               column that holds its value */
  DP_OPTION_AGGREGATE = 9   /* "sum(bytes)": arrives as MAP {function: STRING,
                               columns: LIST of STRING, numbers: LIST of FLOAT} */
} dp_option_type;

enum {
  DP_OPTION_REQUIRED = 1,
  DP_OPTION_LIST = 2, /* a list of the type (one value alone is a list of one) */
  DP_OPTION_MAP = 4   /* a map from names of the author's choice to the type, in file order */
};

/* An element of dp_task.options. */
typedef struct dp_option {
  const char* name;
  uint32_t type;        /* dp_option_type */
  uint32_t flags;       /* DP_OPTION_... */
  const char* fallback; /* the default as YAML text; NULL: none, the option is then absent */
  const char* doc;      /* one sentence: what it is, its unit, when to change it */
  const char* allowed;  /* the only values, separated by '|'; NULL: any */
  double minimum;       /* for numbers, used if minimum < maximum */
  double maximum;
} dp_option;

/* An element of dp_reducer.aggregates: an aggregate function that a reducer offers in its
 * options of type DP_OPTION_AGGREGATE. */
typedef struct dp_aggregate {
  const char* name;      /* "quantile" */
  const char* signature; /* "quantile(number, q)", for people */
  const char* doc;
  uint32_t columns; /* how many columns it takes, first */
  uint32_t numbers; /* how many numbers follow them */
  uint64_t accepts; /* DP_TYPE_...: the types of its columns */
} dp_aggregate;

typedef enum dp_value_kind {
  DP_VALUE_BOOL = 1,
  DP_VALUE_INT = 2,
  DP_VALUE_FLOAT = 3,
  DP_VALUE_STRING = 4,
  DP_VALUE_LIST = 5,
  DP_VALUE_MAP = 6
} dp_value_kind;

/* One checked option value. LIST and MAP: `count` items; MAP: as many keys. */
typedef struct dp_value {
  uint32_t kind;
  uint32_t count;
  int64_t integer; /* INT; BOOL as 0 or 1 */
  double number;   /* FLOAT */
  dp_bytes string; /* STRING */
  const dp_bytes* keys;
  const struct dp_value* items;
} dp_value;

/* ---- calls --------------------------------------------------------------------------------
 */

/* Where a callback says what went wrong: NUL-terminated, truncated. */
typedef struct dp_error {
  uint64_t struct_size;
  char message[1024];
  char option[128]; /* the option at fault, with its place: "sort[1]", "take.hits"; or empty */
} dp_error;

/* What an instance is made from. */
typedef struct dp_context {
  uint64_t struct_size;
  const dp_value* options; /* a MAP; every option with a default is there */
  const struct ArrowSchema*
      input;          /* "+s" with one child per column; NULL for readers, writers */
  dp_bytes sample;    /* reader: the first bytes of the first input that has columns. open is
                       * called with those of one input after the other, until it sets columns;
                       * not_found says that it found no record. Empty: there are none. */
  uint64_t hash_seed; /* the same in every worker of a run, different between runs */
  /* Since 2.1, for readers that learn: see dp_reader.knowledge. */
  dp_bytes
      knowledge; /* what was learned of all of the input; empty: it was not looked through */
  uint32_t
      growing; /* 1: columns that were not known when it was opened would be in the result */
  uint32_t learning; /* 1: emit what is learned of the records, not the records */
  /* Since 2.1, for readers. */
  uint32_t sample_cut; /* 1: the input goes on after the sample */
  uint32_t
      sample_more; /* 1: if open needs more of the input to tell its columns, let it fail with
                         * sample_too_short: it is called with more */
  /* Since 2.1. Say in open what is most likely a mistake in an option (named as in dp_error.option),
   * though it can be meant: users see it as a warning at its place. `host` is its first argument. */
  void* host;
  void (*warn)(void* host, dp_bytes option, dp_bytes text);
} dp_context;

/* An item of the run's input. */
typedef struct dp_item {
  uint64_t struct_size;
  uint64_t index; /* its place in the run's input */
  dp_bytes name;  /* its path, or "-" */
  uint64_t size;  /* bytes; 0 if not known */
  dp_bytes
      head; /* DP_CUT_RECORDS, in the reader's calls: its first bytes: as many as the sample has, at
               * least DP_HEAD_BYTES if there are that many */
} dp_item;

/* Bytes of an item's head, and of a context's sample; more if open asked for more. */
#define DP_HEAD_BYTES 65536u

/* Records as columns: a struct array ("+s") whose children follow the schema of the stage.
 * Children that nobody reads may have length 0. Valid during the call that hands it over. */
typedef struct dp_batch {
  uint64_t struct_size;
  const struct ArrowArray* array;
  const uint64_t* offsets; /* each record's byte offset in its item; NULL: they have none */
  uint64_t item;           /* the item's place in the run's input */
  const dp_item* source;   /* the item itself, if the records come from one; set by the host */
} dp_batch;

/* What is so of some records, and no output shows (2.1). Notes of the same text add up: the run's
 * summary tells the text once, after the place of the first record, with the sum of the counts. */
typedef struct dp_note {
  uint64_t struct_size;
  dp_bytes text;      /* without a place or a count; at most 500 bytes */
  uint64_t offset;    /* of the first such record of the call, in the item */
  uint64_t count;     /* of how many records it is so; 0: of one */
  uint32_t only_some; /* 1: it is told only if it is not so of all records of the run */
  uint32_t reserved;  /* 0 */
} dp_note;

/* What the host offers during a call. Each returns 0, or an Errc to be returned unchanged. */
typedef struct dp_out {
  uint64_t struct_size;
  void* host;
  /* Hand on a batch of this stage's output. */
  int32_t (*emit)(void* host, const dp_batch* batch);
  /* Append bytes: a writer's output, or a reducer's partial for hash partition `partition`. */
  int32_t (*bytes)(void* host, uint32_t partition, const void* data, uint64_t size);
  /* Reject the record at `offset` of the item, with its raw bytes and a reason. */
  int32_t (*reject)(void* host, uint64_t offset, dp_bytes raw, dp_bytes reason);
  /* Have the run's summary tell what is so of some records (2.1). Where records can be rejected. */
  int32_t (*note)(void* host, const dp_note* note);
} dp_out;

/* A piece of an item, followed by DP_PADDING readable bytes. DP_CUT_LINES: whole lines.
 * DP_CUT_RECORDS: from the beginning of a record on, to anywhere. */
typedef struct dp_input {
  uint64_t struct_size;
  const dp_item* item;
  dp_bytes data;
  uint64_t offset; /* of data in the (uncompressed) item */
  uint64_t stop;   /* DP_CUT_RECORDS: records that begin at data[stop] or later are not read */
  uint32_t first;  /* 1: data begins the item */
  uint32_t last;   /* 1: data ends the item */
  uint32_t full; /* 1: no more bytes can come: a record that does not end in data is rejected */
  uint32_t reserved; /* 0 */
} dp_input;

/* What a reader consumed. */
typedef struct dp_read {
  uint64_t struct_size;
  uint64_t lines;    /* physical lines, blank ones included (0 if it has no lines) */
  uint64_t blank;    /* of these, blank ones */
  uint64_t consumed; /* DP_CUT_RECORDS: where in data the first record begins that was not read:
                      * at stop or later, or where data ends in the middle of a record. With
                      * `last` or `full` more than 0. 0: the call comes again with more bytes.
                      * With `full` DP_REST: it cannot tell where in these bytes the next record
                      * begins; the rest of the item is not read. */
  /* Since 2.1, of skip: where in data the first record lies that it passed over, without what only
   * separates it from others. That is what is kept of a record that a later task fails over, or that
   * ends its worker. An end of 0: all that was consumed. */
  uint64_t record_begin;
  uint64_t record_end;
} dp_read;

#define DP_REST UINT64_MAX

#ifdef __cplusplus
}
#endif

#endif
