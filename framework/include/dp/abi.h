/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DP_ABI_H
#define DP_ABI_H

/**
 * The boundary between dp and its plugins, in C.
 *
 * A plugin is a shared library that exports one data symbol, `dp_plugin_table`, and carries
 * the same magic and ABI version in an ELF note (owner "dp"), which the host reads from the
 * file before it loads the library. C++ authors use <dp/plugin.hpp>, which writes both;
 * authors in C use DP_PLUGIN_NOTE below, see docs/writing-a-plugin-in-c.md.
 *
 * Rules for every callback:
 *  - It runs in a worker process, on one thread, never in the runner.
 *  - It returns 0, or a non-zero Errc value (see <dp/result.hpp>) after filling
 *    `dp_error`.
 *  - No C++ exception and no C++ type crosses. Pointers passed in live until the call
 *    returns.
 *  - Whoever allocates frees: an ArrowSchema is freed by its `release`.
 *
 * Rules by which this boundary grows (docs/decisions/0012-plugin-abi.md):
 *  - A struct that begins with `struct_size` may get more fields at its end in a later
 *    minor version. Whoever fills it sets struct_size to the sizeof that it was compiled
 *    with. Fields beyond struct_size are absent: they count as 0 or NULL.
 *  - The fields of 2.0 may be read without asking. A field that came later may be read
 *    only where DP_HAS(pointer, field) says that it is there.
 *  - Elements of arrays have no size of their own: it is given beside the array.
 *  - dp_bytes, dp_value and the Arrow structs never change; nor do the parameters of a
 *    callback.
 *  - No struct ends in padding, so that a later field never lies in bytes that were not
 *    set.
 */

#include <dp/abi_types.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DP_ABI_MAGIC UINT64_C(0x31006e6967756c70) /* "plugin\0" "1", little-endian */
#define DP_ABI_MAJOR 2u /* a library of another major version is refused */
#define DP_ABI_MINOR 1u /* a library of any minor version is loaded */
#define DP_ABI_NOTE_OWNER "dp"
#define DP_ABI_NOTE_TYPE UINT32_C(0x64700001)
#define DP_ABI_SYMBOL "dp_plugin_table"

/* ---- tasks --------------------------------------------------------------------------------
 */

typedef enum dp_role {
  DP_READER = 1,
  DP_STEP = 2,
  DP_REDUCER = 3,
  DP_WRITER = 4,
  DP_FUNCTION = 5
} dp_role;

/* How the host may cut a reader's items (traits, or what `cut` returns). */
enum {
  DP_CUT_WHOLE = 0,  /* an item arrives in one piece */
  DP_CUT_LINES = 1,  /* anywhere after a newline */
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
 * One task: what is said about it, and what all roles have. `calls` points to the table of its
 * role: a dp_reader, dp_step, dp_reducer, dp_writer or dp_function. Callbacks that are called
 * optional may be NULL; all others must be there.
 */
typedef struct dp_task {
  uint64_t struct_size;
  uint32_t role;        /* dp_role */
  uint32_t least_minor; /* the least DP_ABI_MINOR of a host that this task can work with */
  uint64_t traits;      /* DP_CUT_..., DP_ORDER_..., DP_WRITER_... */
  const char* name;     /* what `use:` says: the plugin's name, or "plugin.task"; of a function,
                             what expressions say */
  const char* summary;  /* one line */
  const char* doc;      /* Markdown; what it does, its columns, an example */
  const char* extensions; /* writer: file extensions that pick it, separated by '|'; or NULL */
  const dp_option* options;
  uint64_t n_options;
  uint64_t option_size; /* sizeof(dp_option) */
  const void* calls;

  /* Make an instance, or fail. Fills `output` with the schema of what it emits ("+s"); a writer
   * leaves it alone. Called for validation too: must not write files or wait. */
  int32_t (*open)(const dp_context* context, struct ArrowSchema* output, void** self,
                  dp_error* error);
  void (*close)(void* self);
  /* Optional. Columns of the output that anyone reads (bytes of 0 or 1); the others may stay
   * empty. Comes before start. */
  int32_t (*need)(void* self, const uint8_t* used, uint64_t count, dp_error* error);
  /* Optional. The instance is going to be used: once, before any call that follows in its
   * role's table but dp_step.target and dp_reader.cut, and never for validation. May wait:
   * open a database, load a model. */
  int32_t (*start)(void* self, dp_error* error);
} dp_task;

/* A reader: makes records of bytes. */
typedef struct dp_reader {
  uint64_t struct_size;
  int32_t (*read)(void* self, const dp_input* input, const dp_out* out, dp_read* done,
                  dp_error* error);
  /* Optional. How this instance's items are cut, if its options decide: one of DP_CUT_... */
  uint32_t (*cut)(void* self);
  /* With DP_CUT_RECORDS: where in data[1, size) the first record begins, as far as can be
   * told without what comes before, in *at; data[0] is the byte before. Size if there is
   * none here. */
  int32_t (*find)(void* self, const dp_input* input, uint64_t* at, dp_error* error);
  /* Optional, for DP_CUT_RECORDS: what read would consume, in done->consumed, and nothing else.
   * Worth having where it is much faster than read: to share an item among workers, the host
   * asks where its records begin. */
  int32_t (*skip)(void* self, const dp_input* input, dp_read* done, dp_error* error);
  /* Optional, since 2.1: the name of the reducer of this library that joins what the reader
   * learns. Such a reader guesses columns and types from the sample, and holds the guess
   * against each record: where it does not hold, it rejects the record and fails read with
   * code 16, refuted. The run is then given up. The host has the reader look through all of the
   * input: opened with dp_context.learning it emits rows of its own instead of records, which
   * the reducer takes. What that saves, combined, is dp_context.knowledge of the instances
   * that then read the input once more. The reducer finalizes rows of what refuted the sample's
   * guess: `column` and `value` (strings; the value is null if the column was not known), `item`
   * and `offset` (ints): where it stands first.
   * Law: what is opened with the knowledge of an input is not refuted by it, however it is cut;
   *   and where nothing refutes, knowledge changes neither columns nor rows. */
  const char* knowledge;
} dp_reader;

/* A step: makes records of records. */
typedef struct dp_step {
  uint64_t struct_size;
  int32_t (*process)(void* self, const dp_batch* batch, const dp_out* out, dp_error* error);
  /* Optional, for steps that write files: the file that process would write for this item,
   * by out->bytes(0, path); nothing if it writes none. The host asks it of all items before
   * a run, to refuse two with one file, and files that are items too. Fails if there is a
   * reason not to begin: the file exists and must not be replaced. Must not write. */
  int32_t (*target)(void* self, const dp_item* item, const dp_out* out, dp_error* error);
} dp_step;

/* Of a reducer: share a large result out in ranges of its order, so that several workers
 * finalize and write it. Both are called after trim. */
typedef struct dp_ranges {
  uint64_t struct_size;
  /* Append what `save` is to be given to out->bytes(0, ...): up to `ranges` - 1 rows of this
   * instance's, at even distances. Nothing: this result is not shared out. */
  int32_t (*bounds)(void* self, uint32_t ranges, const dp_out* out, dp_error* error);
  /* As dp_reducer.save, but by the ranges between the bounds, which an instance of another
   * hash partition gave or this one, in place of hash partitions. An instance that combines
   * what all partitions saved of one range gives by finalize the result's rows in that range:
   * those of all ranges, one after the other, are the result. May leave the state changed. */
  int32_t (*save)(void* self, dp_bytes bounds, const dp_out* out, dp_error* error);
} dp_ranges;

/* A reducer: folds records into a state, and makes rows of it. */
typedef struct dp_reducer {
  uint64_t struct_size;
  const dp_aggregate* aggregates; /* for options of type DP_OPTION_AGGREGATE */
  uint64_t n_aggregates;
  uint64_t aggregate_size; /* sizeof(dp_aggregate) */
  /* Add records. Through `out` it may reject some of them. */
  int32_t (*update)(void* self, const dp_batch* batch, const dp_out* out, dp_error* error);
  /* Append this state's partial to out->bytes, partition by partition in rising order. */
  int32_t (*save)(void* self, const dp_out* out, dp_error* error);
  /* Add a partial, as saved by another instance, of one partition. */
  int32_t (*combine)(void* self, uint32_t partition, dp_bytes partial, dp_error* error);
  int32_t (*finalize)(void* self, const dp_out* out, dp_error* error);
  uint64_t (*size)(void* self);                  /* bytes held */
  int32_t (*reset)(void* self, dp_error* error); /* back to the state after start */
  /* Optional. All partials of this instance's partitions are in: drop what cannot reach the
   * result. */
  int32_t (*trim)(void* self, dp_error* error);
  /* Optional. */
  const dp_ranges* ranges;
} dp_reducer;

/* A writer: makes bytes of records.
 *
 * It is driven begin, then for each result section and its batches, then end. In a stream of
 * records (one section, name empty) each worker drives an instance of its own and only the
 * bytes of its write calls are kept; so write's bytes must not depend on the calls before
 * it, unless the writer has DP_WRITER_WHOLE. */
typedef struct dp_writer {
  uint64_t struct_size;
  int32_t (*begin)(void* self, const dp_out* out, dp_error* error);
  int32_t (*section)(void* self, dp_bytes name, const struct ArrowSchema* schema,
                     const dp_out* out, dp_error* error);
  int32_t (*write)(void* self, const dp_batch* batch, const dp_out* out, dp_error* error);
  int32_t (*end)(void* self, const dp_out* out, dp_error* error);
} dp_writer;

enum {
  DP_PARAMETER_CONSTANT = 1, /* the argument must be a literal; arrives in context->options */
  DP_PARAMETER_OPTIONAL = 2, /* may be left out; only optional ones follow it */
  DP_PARAMETER_REPEATED = 4  /* the last one: any number of arguments, one at least */
};

/* An element of dp_function.parameters. */
typedef struct dp_parameter {
  const char*
      name; /* of the argument's column, or of its option; "name1", "name2" ... if repeated */
  const char* doc; /* one sentence */
  uint32_t types;  /* DP_TYPE_...; an int is widened where only floats are taken */
  uint32_t flags;  /* DP_PARAMETER_... */
} dp_parameter;

/* A function of expressions: makes one column of columns. It must give the same for the same
 * arguments, whatever it was called with before, and row by row what it gives for a batch.
 *
 * open gets the arguments that are columns as context->input, in the order of the
 * parameters, and the constants by name as context->options: text as STRING, a number as FLOAT
 * where floats are taken, else as INT, which is also for timestamps (us) and dates (days). Its
 * output schema has one field, the result. */
typedef struct dp_function {
  uint64_t struct_size;
  const dp_parameter* parameters;
  uint64_t n_parameters;
  uint64_t parameter_size; /* sizeof(dp_parameter) */
  /* The result for each row of `arguments` (one child per column of context->input), as an
   * array of as many rows. The instance owns it, and keeps it as it is until the next call
   * or close. */
  int32_t (*call)(void* self, const dp_batch* arguments, const struct ArrowArray** result,
                  dp_error* error);
} dp_function;

/* ---- the library --------------------------------------------------------------------------
 */

typedef struct dp_plugin_info {
  uint64_t struct_size;
  uint64_t magic;     /* DP_ABI_MAGIC */
  uint32_t abi_major; /* DP_ABI_MAJOR */
  uint32_t abi_minor; /* DP_ABI_MINOR */
  const char* name;
  const char* version;
  const char* summary;
  const dp_task* const* tasks;
  uint64_t n_tasks;
} dp_plugin_info;

/* The description of the ELF note: what can be known of a plugin without loading it. */
typedef struct dp_plugin_note {
  uint64_t magic;
  uint32_t abi_major;
  uint32_t abi_minor;
} dp_plugin_note;

/* The whole note: header, owner and description, as <elf.h> lays them out. */
typedef struct dp_elf_note {
  uint32_t owner_size;
  uint32_t body_size;
  uint32_t type;
  char owner[4];
  uint32_t magic_low;
  uint32_t magic_high;
  uint32_t abi_major;
  uint32_t abi_minor;
} dp_elf_note;

/* Put the note into a library, once, outside of any function: `DP_PLUGIN_NOTE;`. */
#define DP_PLUGIN_NOTE                                                                        \
  __attribute__((section(".note.dp"), used,                                                   \
                 aligned(4))) static const dp_elf_note dp_plugin_elf_note = {                 \
      sizeof(DP_ABI_NOTE_OWNER), sizeof(dp_plugin_note), DP_ABI_NOTE_TYPE, DP_ABI_NOTE_OWNER, \
      DP_ABI_MAGIC & UINT32_MAX, DP_ABI_MAGIC >> 32,     DP_ABI_MAJOR,     DP_ABI_MINOR}

/* Export the table: `DP_PLUGIN_EXPORT const dp_plugin_info dp_plugin_table = {...};` */
#define DP_PLUGIN_EXPORT __attribute__((visibility("default")))

#ifdef __cplusplus
}
#endif

#endif
