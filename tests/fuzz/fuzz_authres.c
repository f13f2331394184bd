#include <string.h>

#include "mail/authres.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * The input is the value of the top Authentication-Results field. Whatever it
 * is: without an id nothing passes, two From addresses never pass, and what
 * passes names From's domain.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str value = {(const char *)data, size};
	struct message_header headers[] = {
	    {STR("Authentication-Results"), value},
	    {STR("Received"), STR("from a (b [192.0.2.1]) by mx.ar.example")},
	    {STR("Authentication-Results"),
		STR("mx.ar.example; dmarc=pass header.from=c.example")},
	};
	struct message_address from[] = {
	    {STR("Pat"), STR("pat@c.example")},
	    {STR("Eve"), STR("eve@d.example")},
	};
	struct message m = {
	    .headers = headers, .header_count = 3, .from = {from, 1}};
	struct str id = STR("mx.ar.example");

	if (size > 0 && authres_judge(&m, id) == AUTHRES_PASS &&
	    str_fold_find(value, STR("c.example")) == STR_NPOS)
		__builtin_trap();
	if (authres_judge(&m, (struct str){NULL, 0}) != AUTHRES_NONE)
		__builtin_trap();
	m.from.n = 2;
	if (authres_judge(&m, id) == AUTHRES_PASS)
		__builtin_trap();
	/* As a border, too. */
	m.from.n = 1;
	headers[0].name = STR("Received");
	(void)authres_judge(&m, id);
	return 0;
}
