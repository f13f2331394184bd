#include "flow/import_kind.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct import_kind *const import_kind_all[] = {&import_customers,
    &import_contacts, &import_invoices, &import_payments, &import_credits,
    NULL};

const struct import_kind *
import_kind_find(struct str name)
{
	for (size_t i = 0; import_kind_all[i] != NULL; i++)
		if (str_eqc(name, import_kind_all[i]->name))
			return import_kind_all[i];
	return NULL;
}

const char *
import_kinds(void)
{
	return "customers, contacts, invoices, payments, credits";
}

bool
import_kind_known(const char *kind)
{
	return import_kind_find(str_of(kind)) != NULL;
}

bool
import_has_amounts(const char *kind)
{
	const struct import_kind *k = import_kind_find(str_of(kind));

	return k != NULL && k->amount != IMPORT_NOWHERE;
}

void
import_row_init(struct import_row *row, int64_t line)
{
	memset(row, 0, offsetof(struct import_row, why));
	row->line = line;
}

void
import_refuse(struct import_row *row, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	if (row->outcome == IMPORT_REFUSED)
		return;
	row->outcome = IMPORT_REFUSED;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	err_set(&row->why, RC_BAD, "%s", text);
}
