#include "app/config_manual.h"

/* Writes man/gateway.conf.5 to standard output; see mk/manual.mk. */
int
main(void)
{
	config_manual_print(stdout);
	return fflush(stdout) != 0;
}
