/* SPDX-License-Identifier: Apache-2.0 */
/* A reader in C: lines such as "requests 42" as records of a name and a value. */
#include <dp/abi.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 512, COLUMNS = 2 };

/* One string of a batch, as Arrow's "vu" lays it out: up to 12 bytes stand in the view itself,
 * after the size; longer ones give their first 4 bytes, a buffer and their offset in it. */
typedef struct view {
  uint32_t size;
  char head[4];
  int32_t buffer;
  int32_t offset;
} view;

/* An instance: the columns of the batch that is being filled. */
typedef struct pairs {
  view names[ROWS];
  int64_t values[ROWS];
  uint64_t offsets[ROWS];
  int64_t rows;
} pairs;

static int32_t failed(dp_error* error, int32_t code, const char* message) {
  snprintf(error->message, sizeof error->message, "%s", message);
  return code;
}

/* ---- open and close -------------------------------------------------------------------- */

static void release(struct ArrowSchema* schema) { schema->release = NULL; }

static int32_t open_pairs(const dp_context* context, struct ArrowSchema* output, void** self,
                          dp_error* error) {
  static struct ArrowSchema name = {"vu", "name", NULL, 0, 0, NULL, NULL, release, NULL};
  static struct ArrowSchema value = {"l", "value", NULL, 0, 0, NULL, NULL, release, NULL};
  static struct ArrowSchema* columns[COLUMNS] = {&name, &value};
  (void)context; /* its options: there are none */
  *self = calloc(1, sizeof(pairs));
  if (*self == NULL) return failed(error, DP_ERRC_OUT_OF_MEMORY, "out of memory");
  *output = (struct ArrowSchema){.format = "+s",
                                 .name = "",
                                 .n_children = COLUMNS,
                                 .children = columns,
                                 .release = release};
  return 0;
}

static void close_pairs(void* self) { free(self); }

/* ---- read ------------------------------------------------------------------------------ */

/* Hand on the rows. Long names lie in the input's own bytes: nothing is copied. */
static int32_t emit(pairs* self, const dp_input* input, const dp_out* out) {
  const int64_t rows = self->rows;
  const int64_t sizes[] = {(int64_t)input->data.size};
  const void* name_buffers[] = {NULL, self->names, input->data.data, sizes};
  const void* value_buffers[] = {NULL, self->values};
  const void* no_buffers[] = {NULL};
  struct ArrowArray name = {.length = rows, .n_buffers = 4, .buffers = name_buffers};
  struct ArrowArray value = {.length = rows, .n_buffers = 2, .buffers = value_buffers};
  struct ArrowArray* columns[COLUMNS] = {&name, &value};
  const struct ArrowArray array = {.length = rows,
                                   .n_buffers = 1,
                                   .buffers = no_buffers,
                                   .n_children = COLUMNS,
                                   .children = columns};
  const dp_batch batch = {.struct_size = sizeof batch,
                          .array = &array,
                          .offsets = self->offsets,
                          .item = input->item->index};
  self->rows = 0;
  return rows == 0 ? 0 : out->emit(out->host, &batch);
}

static view view_of(const char* text, size_t size, const char* buffer) {
  view made = {.size = (uint32_t)size};
  if (size <= 12) {
    memcpy((char*)&made + sizeof made.size, text, size);
  } else {
    memcpy(made.head, text, sizeof made.head);
    made.offset = (int32_t)(text - buffer);
  }
  return made;
}

/* The bytes after `data` may be anything, digits too: so the number is read from a copy. */
static int read_number(const char* text, size_t size, int64_t* value) {
  char copy[24];
  char* end;
  if (size == 0 || size >= sizeof copy) return 0;
  memcpy(copy, text, size);
  copy[size] = '\0';
  errno = 0;
  *value = strtoll(copy, &end, 10);
  return errno == 0 && end == copy + size;
}

/* Take one line in, or reject it. */
static int32_t take(pairs* self, const dp_input* input, const char* line, size_t size,
                    const dp_out* out) {
  static const char reason[] = "expected a name, a space and a number";
  const uint64_t offset = input->offset + (uint64_t)(line - input->data.data);
  const char* space = memchr(line, ' ', size);
  const size_t name = space == NULL ? size : (size_t)(space - line);
  int64_t value = 0;
  if (space == NULL || !read_number(space + 1, size - name - 1, &value))
    return out->reject(out->host, offset, (dp_bytes){line, size},
                       (dp_bytes){reason, sizeof reason - 1});
  self->names[self->rows] = view_of(line, name, input->data.data);
  self->values[self->rows] = value;
  self->offsets[self->rows] = offset;
  return ++self->rows == ROWS ? emit(self, input, out) : 0;
}

static int32_t read_pairs(void* instance, const dp_input* input, const dp_out* out,
                          dp_read* done, dp_error* error) {
  pairs* self = instance;
  const char* at = input->data.data;
  const char* const end = at + input->data.size;
  (void)error; /* what out's calls say is returned as it is */
  self->rows = 0;
  while (at < end) {
    const char* newline = memchr(at, '\n', (size_t)(end - at));
    const char* stop = newline == NULL ? end : newline;
    ++done->lines;
    const int32_t code = stop == at ? 0 : take(self, input, at, (size_t)(stop - at), out);
    if (code != 0) return code;
    done->blank += stop == at;
    at = stop + 1;
  }
  return emit(self, input, out);
}

/* ---- what the library exports ---------------------------------------------------------- */

static const dp_reader reader = {.struct_size = sizeof reader, .read = read_pairs};

static const dp_task task = {.struct_size = sizeof task,
                             .role = DP_READER,
                             .traits = DP_CUT_LINES,
                             .name = "pairs",
                             .summary = "Reads lines of a name and a number",
                             .doc = "Columns: `name` (string), `value` (int).",
                             .calls = &reader,
                             .open = open_pairs,
                             .close = close_pairs};

static const dp_task* const tasks[] = {&task};

DP_PLUGIN_NOTE;
DP_PLUGIN_EXPORT const dp_plugin_info dp_plugin_table = {.struct_size = sizeof dp_plugin_table,
                                                         .magic = DP_ABI_MAGIC,
                                                         .abi_major = DP_ABI_MAJOR,
                                                         .abi_minor = DP_ABI_MINOR,
                                                         .name = "pairs",
                                                         .version = "0.1.0",
                                                         .summary = "Names and numbers",
                                                         .tasks = tasks,
                                                         .n_tasks = 1};
