#ifndef DUNMAIL_APP_CONFIG_DOCUMENT_H
#define DUNMAIL_APP_CONFIG_DOCUMENT_H

#include <stdio.h>

#include "app/config_table.h"

/*
 * config_document: the table in words, for messages, samples and the manual.
 */

/* What a value may look like: "yes or no", "a time such as 5d", ...
 * Written into out, which is returned. */
#define CONFIG_FORM_MAX 200
const char *config_document_form(
    const struct config_setting *s, char out[CONFIG_FORM_MAX]);

/* The comment above a setting, without its '#'. */
#define CONFIG_COMMENT_MAX 300
const char *config_document_comment(
    const struct config_setting *s, char out[CONFIG_COMMENT_MAX]);

/* All settings of one kind of file as that file, commented throughout. */
void config_document_scope(enum config_scope scope, FILE *out);

#endif
