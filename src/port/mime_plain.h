#ifndef DUNMAIL_PORT_MIME_PLAIN_H
#define DUNMAIL_PORT_MIME_PLAIN_H

#include "port/mime.h"

/*
 * mime_plain: the shape that nearly all mail has, read where it lies and
 * without an object for each of its parts. That is: fields written as RFC 2045
 * has them, in ASCII and each once; multipart/mixed, alternative, related and
 * report; every boundary on a line of its own and closed. False for anything
 * else: the library reads what can be read in more than one way.
 *
 * The list is the same that the library gives, but its parts have no object
 * and their bytes lie in body, which must stay as long as *out.
 */
bool mime_plain_open(
    struct arena *a, struct str head, struct str body, struct mime *out);

#endif
