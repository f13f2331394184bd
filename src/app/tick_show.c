#include "app/tick_show.h"

#include <stdio.h>

void
tick_show_json(const struct tick *t)
{
	printf("{\"fetched\":%lld,\"known\":%lld,\"handled\":%lld,"
	       "\"forms\":%lld,\"pages\":%lld,\"payments\":%lld,\"parked\":%"
	       "lld,\"answers\":%lld,\"filed\":%lld,"
	       "\"moved\":%lld,\"refused\":%lld,\"looked\":%lld,"
	       "\"planned\":%lld,\"accepted\":%lld,\"deferred\":%lld,"
	       "\"failed\":%lld,\"uncertain\":%lld,\"skipped\":%lld,"
	       "\"waiting\":%lld,\"stale\":%s,\"held\":%s}\n",
	    (long long)t->fetched.fetched, (long long)t->fetched.known,
	    (long long)t->received.handled, (long long)t->posted.done,
	    (long long)t->paid.opened, (long long)t->paid.changed,
	    (long long)t->received.parked, (long long)t->received.answered,
	    (long long)t->filed.filed, (long long)t->filed.moved,
	    (long long)t->corrected.refused, (long long)t->planned.looked,
	    (long long)t->planned.planned, (long long)t->sent.accepted,
	    (long long)t->sent.deferred, (long long)t->sent.failed,
	    (long long)(t->sent.uncertain + t->uncertain),
	    (long long)t->sent.skipped, (long long)t->planned.waiting,
	    t->planned.stale ? "true" : "false",
	    t->planned.held ? "true" : "false");
}

void
tick_show_text(const struct tick *t)
{
	printf("read     %lld new mail%s, %lld handled, %lld set aside\n",
	    (long long)t->fetched.fetched, t->fetched.fetched == 1 ? "" : "s",
	    (long long)t->received.handled, (long long)t->received.parked);
	if (t->posted.done + t->posted.refused > 0)
		printf("portal   %lld form%s done, %lld refused\n",
		    (long long)t->posted.done, t->posted.done == 1 ? "" : "s",
		    (long long)t->posted.refused);
	if (t->paid.opened + t->paid.changed > 0)
		printf("payments %lld opened, %lld settled\n",
		    (long long)t->paid.opened, (long long)t->paid.changed);
	if (t->filed.filed + t->filed.moved > 0)
		printf("filed    %lld mail%s; people moved %lld\n",
		    (long long)t->filed.filed, t->filed.filed == 1 ? "" : "s",
		    (long long)t->filed.moved);
	printf("planned  %lld message%s for %lld account%s looked at\n",
	    (long long)t->planned.planned, t->planned.planned == 1 ? "" : "s",
	    (long long)t->planned.looked, t->planned.looked == 1 ? "" : "s");
	printf("sent     %lld accepted, %lld to try again, %lld refused, "
	       "%lld uncertain, %lld not needed any more\n",
	    (long long)t->sent.accepted, (long long)t->sent.deferred,
	    (long long)t->sent.failed,
	    (long long)(t->sent.uncertain + t->uncertain),
	    (long long)t->sent.skipped);
	if (t->planned.stale)
		printf("waiting  reminders for %lld accounts wait: the ledger "
		       "is stale; import, and they go\n",
		    (long long)t->planned.waiting);
	if (t->planned.held)
		printf("waiting  all mail, and reminders for %lld accounts: "
		       "the clock jumped or the ledger was restored; "
		       "`dunmail release` lets them go\n",
		    (long long)t->planned.waiting);
}
