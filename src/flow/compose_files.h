#ifndef DUNMAIL_FLOW_COMPOSE_FILES_H
#define DUNMAIL_FLOW_COMPOSE_FILES_H

#include "flow/compose_rows.h"

/*
 * compose_files: what is attached to one letter: the documents that were
 * asked for, those that its step and its words bring along. Needs the running
 * transaction.
 */
enum rc compose_files_attach(struct compose *j, struct err *err);

#endif
