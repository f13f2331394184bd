#ifndef DUNMAIL_PORT_JS_H
#define DUNMAIL_PORT_JS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * js: JSON (jansson). A tree has one owner; js_set and js_push take their
 * child over. Texts that are not UTF-8 are written with '?' for the bad
 * bytes: what is written is always JSON.
 */
struct js;

struct js *js_object(void);
struct js *js_array(void);
void js_free(struct js **j);

void js_set(struct js *object, const char *key, struct js *child);
void js_set_str(struct js *object, const char *key, struct str value);
void js_set_i64(struct js *object, const char *key, int64_t value);
void js_set_real(struct js *object, const char *key, double value);
void js_set_bool(struct js *object, const char *key, bool value);
void js_set_null(struct js *object, const char *key);
void js_push(struct js *array, struct js *child);
void js_push_str(struct js *array, struct str value);

/* One line, keys in the order they were set. */
void js_write(const struct js *j, struct buf *out);

/* RC_BAD: not JSON, keys twice, too deep. */
enum rc js_parse(struct str text, struct js **out, struct err *err);

/* Reading; a missing key or another type reads as absent. */
const struct js *js_get(const struct js *object, const char *key);
size_t js_count(const struct js *array);
const struct js *js_at(const struct js *array, size_t i);
struct str js_str(const struct js *j);
int64_t js_i64(const struct js *j, int64_t absent);
bool js_true(const struct js *j); /* false, too, of what is no true */

#endif
