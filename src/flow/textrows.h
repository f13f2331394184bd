#ifndef DUNMAIL_FLOW_TEXTROWS_H
#define DUNMAIL_FLOW_TEXTROWS_H

#include "base/arena.h"
#include "render/template.h"

/* textrows: lists of a letter whose rows are one text each; {{#first}} is set
 * in the first. */
void textrows_set(struct arena *a, struct value *root, const char *name,
    const char *each, const struct str *v, size_t n);

/* The lines of a text, each as {{line}}. */
void textrows_lines(
    struct arena *a, struct value *root, const char *name, struct str text);

#endif
