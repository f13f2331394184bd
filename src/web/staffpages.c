#include "web/staffpage.h"

static const struct staffpage *const table[] = {
    &staff_accounts,
    &staff_account,
    &staff_timeline,
    &staff_queues,
    &staff_queue,
    &staff_tasks,
    &staff_mail,
    &staff_touch,
    &staff_documents,
    &staff_invoice,
    &staff_statement,
};

const struct staffpage *
staffpages_find(struct str name)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (str_eqc(name, table[i]->name))
			return table[i];
	return NULL;
}
