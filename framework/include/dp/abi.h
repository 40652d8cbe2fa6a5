/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DP_ABI_H
#define DP_ABI_H

/**
 * The boundary between dp and its plugins, in C.
 *
 * A plugin is a shared library that exports one data symbol, `dp_plugin_table`, and carries the
 * same magic and ABI version in an ELF note (owner "dp"), which the host reads from the file
 * before it loads the library. C++ authors use <dp/plugin.hpp>, which writes both.
 *
 * Rules for every callback:
 *  - It runs in a worker process, on one thread, never in the runner.
 *  - It returns 0, or a non-zero Errc value (see <dp/result.hpp>) after filling `dp_error`.
 *  - No C++ exception and no C++ type crosses. Pointers passed in live until the call returns.
 *  - Whoever allocates frees: an ArrowSchema is freed by its `release`.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DP_ABI_MAGIC UINT64_C(0x31006e6967756c70) /* "plugin\0" "1", little-endian */
#define DP_ABI_VERSION UINT32_C(1)
#define DP_ABI_NOTE_OWNER "dp"
#define DP_ABI_NOTE_TYPE UINT32_C(0x64700001)
#define DP_ABI_SYMBOL "dp_plugin_table"

/* Readable bytes behind the end of every buffer that the host hands to a reader. */
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

/* Bytes with a length; not NUL-terminated. */
typedef struct dp_bytes {
  const char* data;
  uint64_t size;
} dp_bytes;

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

typedef struct dp_option {
  const char* name;
  uint32_t type;        /* dp_option_type */
  uint32_t flags;       /* DP_OPTION_... */
  const char* fallback; /* the default as YAML text; NULL: none, the option is then absent */
  const char* doc;      /* one sentence: what it is, its unit, when to change it */
  const char* allowed;  /* the only values, parted by '|'; NULL: any */
  double minimum;       /* for numbers, used if minimum < maximum */
  double maximum;
} dp_option;

/* An aggregate function that a reducer offers in options of type DP_OPTION_AGGREGATE. */
typedef struct dp_function {
  const char* name;      /* "quantile" */
  const char* signature; /* "quantile(number, q)", for people */
  const char* doc;
  uint32_t columns;    /* how many columns it takes, first */
  uint32_t numbers;    /* how many numbers follow them */
  const char* accepts; /* "any" or "number": the type of its columns */
} dp_function;

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

/* Where a callback says what went wrong. Filled by the plugin, NUL-terminated, truncated. */
typedef struct dp_error {
  char message[1024];
  char option[128]; /* the guilty option, with its place: "sort[1]", "take.hits"; or empty */
} dp_error;

/* What an instance is made from. */
typedef struct dp_context {
  const dp_value* options;         /* a MAP; every option with a default is there */
  const struct ArrowSchema* input; /* "+s" with a child a column; NULL for a reader */
  dp_bytes sample;                 /* reader: the first bytes of the first input, maybe empty */
  uint64_t hash_seed; /* the same in every worker of a run, different between runs */
} dp_context;

/* Records as columns: a struct array ("+s") whose children follow the schema of the stage.
 * Children that nobody reads may have length 0. Valid during the call that hands it over. */
typedef struct dp_batch {
  const struct ArrowArray* array;
  const uint64_t* offsets; /* each record's byte offset in its item; may be NULL */
  uint64_t item;           /* the item's place in the run's input */
} dp_batch;

/* What the host offers during a call. Each returns 0, or an Errc to be returned unchanged. */
typedef struct dp_out {
  void* host;
  /* Hand on a batch of this stage's output. */
  int32_t (*emit)(void* host, const dp_batch* batch);
  /* Append bytes: a writer's output, or a reducer's partial for hash partition `partition`. */
  int32_t (*bytes)(void* host, uint32_t partition, const void* data, uint64_t size);
  /* Set the record at `offset` of the item aside, with its raw bytes and a reason. */
  int32_t (*reject)(void* host, uint64_t offset, dp_bytes raw, dp_bytes reason);
} dp_out;

/* The item that a reader's bytes come from. */
typedef struct dp_item {
  uint64_t index; /* its place in the run's input */
  dp_bytes name;  /* its path, or "-" */
  uint64_t size;  /* bytes; 0 if not known */
  dp_bytes head;  /* DP_CUT_RECORDS: its first bytes, up to DP_HEAD_BYTES */
} dp_item;

/* The most bytes of an item's head, and of a context's sample. */
#define DP_HEAD_BYTES 65536u

/* A piece of an item, followed by DP_PADDING readable bytes. DP_CUT_LINES: whole lines.
 * DP_CUT_RECORDS: from the beginning of a record on, to anywhere. */
typedef struct dp_input {
  dp_item item;
  dp_bytes data;
  uint64_t offset; /* of data in the (uncompressed) item */
  uint64_t stop;   /* DP_CUT_RECORDS: records that begin at data[stop] or behind are not read */
  uint32_t first;  /* 1: data begins the item */
  uint32_t last;   /* 1: data ends the item */
  uint32_t
      full; /* 1: no more bytes can come: a record that does not end in data is set aside */
} dp_input;

/* What a reader consumed. */
typedef struct dp_read {
  uint64_t lines;    /* physical lines, blank ones included (0 if it has no lines) */
  uint64_t blank;    /* of these, blank ones */
  uint64_t consumed; /* DP_CUT_RECORDS: where in data the first record begins that was not read:
                      * at stop or behind it, or where data ends in the middle of a record. With
                      * `last` or `full` more than 0. 0: the call comes again with more bytes.
                      * With `full` DP_REST: in no byte behind a record can be told to begin; the
                      * rest of the item is not read. */
} dp_read;

#define DP_REST UINT64_MAX

typedef enum dp_role { DP_READER = 1, DP_STEP = 2, DP_REDUCER = 3, DP_WRITER = 4 } dp_role;

/* How the host may cut a reader's items (traits, or what `cut` returns). */
enum {
  DP_CUT_WHOLE = 0,  /* an item arrives in one piece */
  DP_CUT_LINES = 1,  /* anywhere behind a newline */
  DP_CUT_RECORDS = 2 /* where the reader says that a record begins */
};
/* Traits of a reducer. */
enum {
  DP_ORDER_INPUT = 16 /* update and combine are called in input order, partition by partition */
};
/* Traits of a writer. */
enum {
  DP_WRITER_SECTIONS = 32, /* one output may hold several named results */
  DP_WRITER_WHOLE = 64     /* needs all rows at once: for results, not for streams of records */
};

/* The hash partitions of every partial: `bytes` takes partitions below this. */
#define DP_PARTITIONS 64u

/**
 * One task. Callbacks that its role does not list are NULL.
 *  reader:  open close need read [cut]; with DP_CUT_RECORDS find [skip]
 *  step:    open close need process [target]
 *  reducer: open close update save combine finalize size reset [trim] [bounds save_ranges]
 *  writer:  open close begin section write end
 *
 * A writer is driven begin, then for each result section and its batches, then end. In a stream
 * of records (one section, name empty) each worker drives an instance of its own and only the
 * bytes of its write calls are kept; so write's bytes must not depend on the calls before it,
 * unless the writer has DP_WRITER_WHOLE.
 */
typedef struct dp_task {
  uint32_t role;        /* dp_role */
  uint32_t traits;      /* DP_CUT_..., DP_ORDER_..., DP_WRITER_... */
  const char* name;     /* what `use:` says: the plugin's name, or "plugin.task" */
  const char* summary;  /* one line */
  const char* doc;      /* Markdown; what it does, its columns, an example */
  const char* suffixes; /* writer: file suffixes that pick it, parted by '|'; or NULL */
  const dp_option* options;
  uint32_t n_options;
  uint32_t n_functions;
  const dp_function* functions;

  /* Make an instance, or fail. Fills `output` with the schema of what it emits ("+s"); a writer
   * leaves it alone. Called for validation too: must not write files or wait. */
  int32_t (*open)(const dp_context* context, struct ArrowSchema* output, void** self,
                  dp_error* error);
  void (*close)(void* self);
  /* Columns of the output that anyone reads (bytes of 0 or 1); the others may stay empty. */
  void (*need)(void* self, const uint8_t* used, uint64_t count);

  int32_t (*read)(void* self, const dp_input* input, const dp_out* out, dp_read* done,
                  dp_error* error);
  /* DP_CUT_RECORDS: where in data[1, size) the first record begins, as far as can be told without
   * all that lies before it, in *at; data[0] is the byte before. Size if there is none here. */
  int32_t (*find)(void* self, const dp_input* input, uint64_t* at, dp_error* error);
  /* DP_CUT_RECORDS: what read would consume, and nothing else. Optional, and worth having where it
   * is much faster than read: to share an item out, the host asks where its records begin. */
  int32_t (*skip)(void* self, const dp_input* input, uint64_t* consumed, dp_error* error);
  /* How this instance's items are cut, if its options decide: one of DP_CUT_... Optional. */
  uint32_t (*cut)(void* self);
  int32_t (*process)(void* self, const dp_batch* batch, const dp_out* out, dp_error* error);
  /* The file that process would write for the item of this name, by out->bytes(0, path); nothing
   * if it writes none. Optional, for steps that write files: the host asks it of all items before
   * a run, to refuse two with one file, and files that are items too. Fails if there is a reason
   * not to begin: the file must not be replaced, and is there. Must not write. */
  int32_t (*target)(void* self, dp_bytes item, const dp_out* out, dp_error* error);

  int32_t (*update)(void* self, const dp_batch* batch, dp_error* error);
  /* Append this state's partial to out->bytes, partition by partition in rising order. */
  int32_t (*save)(void* self, const dp_out* out, dp_error* error);
  /* Add a partial, as saved by another instance, of one partition. */
  int32_t (*combine)(void* self, uint32_t partition, dp_bytes partial, dp_error* error);
  /* All partials of this instance's partitions are in: drop what cannot reach the result. */
  int32_t (*trim)(void* self, dp_error* error);
  /* Optional, both or none: share a large result out in ranges of its order, so that several
   * workers finalize and write it. After trim, `bounds` appends what save_ranges is to be given
   * to out->bytes(0, ...): up to `ranges` - 1 rows of this instance's, at even distances.
   * Nothing: this result is not shared out. */
  int32_t (*bounds)(void* self, uint32_t ranges, const dp_out* out, dp_error* error);
  /* As save, after trim; but by the ranges between the bounds, which an instance of another hash
   * partition gave or this one, in place of hash partitions. An instance that combines what all
   * partitions saved of one range gives by finalize the result's rows in that range: those of
   * all ranges, one after the other, are the result. May leave the state changed. */
  int32_t (*save_ranges)(void* self, dp_bytes bounds, const dp_out* out, dp_error* error);
  int32_t (*finalize)(void* self, const dp_out* out, dp_error* error);
  uint64_t (*size)(void* self); /* bytes held */
  void (*reset)(void* self);    /* back to the state after open */

  int32_t (*begin)(void* self, const dp_out* out, dp_error* error);
  int32_t (*section)(void* self, dp_bytes name, const struct ArrowSchema* schema,
                     const dp_out* out, dp_error* error);
  int32_t (*write)(void* self, const dp_batch* batch, const dp_out* out, dp_error* error);
  int32_t (*end)(void* self, const dp_out* out, dp_error* error);
} dp_task;

typedef struct dp_plugin_info {
  uint64_t magic;     /* DP_ABI_MAGIC */
  uint32_t abi;       /* DP_ABI_VERSION */
  uint32_t task_size; /* sizeof(dp_task) that the plugin was built with */
  const char* name;
  const char* version;
  const char* summary;
  const dp_task* tasks;
  uint64_t n_tasks;
} dp_plugin_info;

/* The description of the ELF note: what can be known of a plugin without loading it. */
typedef struct dp_plugin_note {
  uint64_t magic;
  uint32_t abi;
  uint32_t task_size;
} dp_plugin_note;

#ifdef __cplusplus
}
#endif

#endif
