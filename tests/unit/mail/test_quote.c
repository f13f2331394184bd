#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "mail/quote.h"

struct reply_case {
	const char *what;
	const char *name; /* of the writer */
	const char *text;
	const char *want;
};

static void
check(const struct reply_case *c)
{
	struct quote_hint hint = {.name = str_of(c->name)};
	struct arena *a = arena_new(16u << 20);
	struct str got = quote_strip_hint(a, str_of(c->text), &hint);

	if (!str_eqc(got, c->want))
		fail_msg("%s:\n[%.*s]\nwanted\n[%s]", c->what, STR_ARG(got),
		    c->want);
	arena_free(&a);
}

#define ALL(cases)                                                             \
	for (size_t i = 0; i < sizeof(cases) / sizeof((cases)[0]); i++)        \
	check(&(cases)[i])

static void
test_attribution(void **state)
{
	static const struct reply_case cases[] = {
	    {"gmail", "",
		"We pay Friday.\n\nOn Fri, Nov 13, 2026 at 6:19 AM "
		"Harlow, Inc.\n<ar@h.example> wrote:\n\n> Pay!\n",
		"We pay Friday."},
	    {"gmail, verb alone", "",
		"Ok.\n\nOn Fri, Nov 13, 2026 at 6:19 AM "
		"Harlow <ar@h.example>\nwrote:\n\n> x\n",
		"Ok."},
	    {"german", "",
		"Läuft.\n\nAm 10.11.26 um 09:00 schrieb Norvane:\n"
		"> Guten Tag\n",
		"Läuft."},
	    {"french", "",
		"Réglé.\n\nLe lun. 9 nov. 2026 à 09:00, Norvane "
		"<c@a.example> a\nécrit :\n\n> Bonjour\n",
		"Réglé."},
	    {"spanish", "",
		"Pagada.\n\nEl lun, 8 feb 2027 a las 9:00, "
		"Norvane\n(<c@a.example>) escribió:\n\n> x\n",
		"Pagada."},
	    {"portuguese", "",
		"Paga.\n\nNorvane <c@a.example> escreveu (terça,"
		" 2/02/2027 à(s)\n07:00):\n\n> x\n",
		"Paga."},
	    {"italian", "",
		"Fatto.\n\nIl giorno lun 9 nov 2026 alle ore 09:00"
		" Norvane\n<c@a.example> ha scritto:\n\n> x\n",
		"Fatto."},
	    {"dutch", "",
		"Goed.\n\nOp ma 9 nov 2026 om 09:00 schreef Norvane "
		"<c@a.example>:\n\n> x\n",
		"Goed."},
	    {"russian, no verb", "",
		"Да.\n\nпт, 13 нояб. 2026 г. в 06:19, "
		"Harlow <ar@h.example>:\n\n> x\n",
		"Да."},
	    {"japanese", "",
		"了解。\n\n2026年11月13日(金) 6:19 Harlow "
		"<ar@h.example>:\n\n> x\n",
		"了解。"},
	    {"hebrew, turned around by marks", "",
		"שולם.\n\n\xe2\x80\xabבתאריך יום ג׳, 17 בנוב׳ 2026 ב-9:12 מאת "
		"\xe2\x80\xaaHarlow\xe2\x80\xac\xe2\x80\x8f "
		"<\xe2\x80\xaa"
		"ar@h.example\xe2\x80\xac\xe2\x80\x8f>:"
		"\xe2\x80\xac\n\n> x\n",
		"שולם."},
	    {"arabic, its digits", "",
		"تم الدفع.\n\nفي الثلاثاء، ١٧ نوفمبر ٢٠٢٦ في ٩:١٢ ص تمت كتابة\n"
		"ما يلي بواسطة Harlow <ar@h.example>:\n\n> x\n",
		"تم الدفع."},
	    {"croatian, wrapped", "",
		"Platili smo.\n\nuto, 17. stu 2026. u 09:12 Harlow\n"
		"<ar@h.example> napisao je:\n\n> x\n",
		"Platili smo."},
	    {"the time in the next line", "",
		"Paid.\n\nOn Tue, 17 Nov 2026\nat 9:12, Harlow "
		"<ar@h.example> wrote:\n\n> x\n",
		"Paid."},
	    {"a day and a verb in two lines of words", "",
		"We paid on 17.11.2026 at 10:15\nand wrote to ar@h.example:\n"
		"the bank confirms it.\n",
		"We paid on 17.11.2026 at 10:15\nand wrote to ar@h.example:\n"
		"the bank confirms it."},
	    {"no quote marks", "",
		"Paid.\n\nOn Monday, 9 November 2026 at "
		"10:15, Harlow <ar@h.example> wrote:\n\n"
		"Dear customer,\npay!\n",
		"Paid."},
	    {"quoted words on its line", "",
		"Paid.\n\n  On Monday, November "
		"9, 2026 at 10:15:00 AM GMT, H <a@h.example> wrote:  Dear\n"
		"customer, pay!\n",
		"Paid."},
	    {"a sentence that ends so stays", "",
		"This is what your driver wrote:\nleft at the gate\n",
		"This is what your driver wrote:\nleft at the gate"},
	    {"words of a driver stay", "",
		"Hello,\nOn 3 March at 10:15 your driver wrote: left at the "
		"gate. We dispute it.\n",
		"Hello,\nOn 3 March at 10:15 your driver wrote: left at the "
		"gate. We dispute it."},
	    {"a date in front stays", "",
		"On Friday 13 November we paid.\nThe bank confirmed at 10:15.",
		"On Friday 13 November we paid.\nThe bank confirmed at 10:15."},
	};

	(void)state;
	ALL(cases);
}

static void
test_header_blocks(void **state)
{
	static const struct reply_case cases[] = {
	    {"outlook", "",
		"Paid.\n\nFrom: H <a@h.example>\nSent: Monday, "
		"November 9, 2026 10:15\nTo: Jo <jo@c.example>\n"
		"Subject: Due\n\nDear Jo\n",
		"Paid."},
	    {"outlook, bold", "",
		"Paid.\n\n*From:* H <a@h.example>\n*Sent:* "
		"Monday\n*To:* Jo\n*Subject:* Due\n\nDear\n",
		"Paid."},
	    {"outlook, french", "",
		"Payé.\n\nDe\xc2\xa0: N <a@h.example>\n"
		"Envoyé\xc2\xa0: lundi\nÀ\xc2\xa0: Jo\n"
		"Objet\xc2\xa0: x\n\nBonjour\n",
		"Payé."},
	    {"outlook, rule above", "",
		"Bezahlt.\n______________________\n"
		"Von: N <a@h.example>\nGesendet: Montag\nAn: Jo\nBetreff: x\n",
		"Bezahlt."},
	    {"wrapped To:", "",
		"Ok\n\nDa: N\nInviato: lunedì\nA: uno "
		"<u@c.example>,\n due <d@c.example>\n"
		"Oggetto: x\n\nciao\n",
		"Ok"},
	    {"original message", "",
		"Ok\n\n-----Oorspronkelijk bericht-----\n"
		"Van: N\nverder\n",
		"Ok"},
	    {"forwarded", "",
		"Hi, see this.\n\n---------- Forwarded message "
		"---------\nFrom: H\n\ntext\n",
		"Hi, see this."},
	    {"apple forward", "",
		"See.\n\nBegin forwarded message:\n\n"
		"From: H\ntext\n",
		"See."},
	    {"two labels are words", "",
		"From: 1 Nov\nTo: 30 Nov\nplease "
		"send the statement",
		"From: 1 Nov\nTo: 30 Nov\nplease send the statement"},
	    {"separator on top of nothing", "",
		"##- Please type your reply above this line -##\n\nPaid.\n",
		"Paid."},
	};

	(void)state;
	ALL(cases);
}

static void
test_inline(void **state)
{
	static const struct reply_case cases[] = {
	    {"between quotes", "",
		"On Mon, Nov 9, 2026 at 6:19 AM H "
		"<a@h.example> wrote:\n\n> Why?\n\nBusy.\n\n"
		"> When?\n\nFriday.\n\n> Regards\n",
		"Busy.\n\nFriday."},
	    {"without empty lines", "", "> Why?\nBusy.\n> When?\nFriday.\n",
		"Busy.\n\nFriday."},
	    {"below", "",
		"H <a@h.example> wrote on 9 Nov 2026:\n> Why?\n"
		"> When?\n\nWe paid.\nAll of it.\n",
		"We paid.\nAll of it."},
	    {"deep quotes", "", "Yes.\n>> old\n> new\n>>> older\n", "Yes."},
	    {"bars", "", "Rejected.\n\n| Dear\n| customer\n", "Rejected."},
	    {"a table is no quote", "", "| INV | 3 |\n| INW | 4 |\n",
		"| INV | 3 |\n| INW | 4 |"},
	    {"below a signature on top", "Tom Ashby",
		"Tom Ashby\nAshby Feeds Ltd\n01527 555 018\n\n"
		"> When?\n\nFriday.\n",
		"Friday."},
	    {"below a closing on top", "Tom Ashby",
		"Kind regards\nTom Ashby\n\n> When?\n\nFriday.\n", "Friday."},
	    {"only a signature", "Tom Ashby",
		"Tom Ashby\nAshby Feeds Ltd\n01527 555 018\n\n> When?\n",
		"Tom Ashby"},
	    {"a sentence with the name on top", "田中 太郎",
		"お世話になっております。田中です。\n\n> x\n\n金曜日です。\n",
		"お世話になっております。田中です。\n\n金曜日です。"},
	    {"thanks on top", "Tom Ashby", "Thanks\n\n> When?\n\nFriday.\n",
		"Thanks\n\nFriday."},
	    {"mbox escape", "", "Hi\n>From Monday on we pay.\nBye\n",
		"Hi\nFrom Monday on we pay.\nBye"},
	};

	(void)state;
	ALL(cases);
}

static void
test_signatures(void **state)
{
	static const struct reply_case cases[] = {
	    {"delimiter", "", "Paid.\n\n-- \nJo Hill\nAcme\n", "Paid."},
	    {"typed name stays", "", "Paid.\n\nThanks,\nKaren\n",
		"Paid.\n\nThanks,\nKaren"},
	    {"stored behind typed", "Karen Hill",
		"Paid.\n\nThanks,\nKaren\n\n"
		"Karen Hill\nAcme Ltd | Tel. +44 20 7946 0018\n",
		"Paid.\n\nThanks,\nKaren"},
	    {"stored with its valediction", "",
		"Paid.\n\nMit freundlichen "
		"Grüßen\nKaren Hill\nAcme GmbH\nTel. 040 1234567\n",
		"Paid."},
	    {"name twice", "Beth Cole",
		"One has to go.\n\nBeth\n\nBeth Cole\n"
		"Ostrander Mechanical\n\"Built to last\"\n",
		"One has to go.\n\nBeth"},
	    {"an afterthought below the name", "Doug Fenn",
		"Half now.\n\nDoug Fenn\nFenn Farms\n\nAnd tell your driver "
		"to use the north gate.\n",
		"Half now.\n\nAnd tell your driver to use the north gate."},
	    {"a motto below the name", "Doug Fenn",
		"Half now.\n\nDoug Fenn\nFenn Farms\n\nYour partner for all "
		"the fruit of the land.\n",
		"Half now."},
	    {"a notice that is wrapped", "Doug Fenn",
		"Half now.\n\nDoug Fenn\nFenn Farms\n\nWe grow the best fruit "
		"of the land\nand our invoices tell you about it.\n",
		"Half now."},
	    {"card below a typed name", "Bianca Holt",
		"Paid on the 16th.\n\nBianca\n\nHolt Events · weddings · "
		"holt.example\n",
		"Paid on the 16th.\n\nBianca"},
	    {"an address below a name that is told", "Bianca Holt",
		"From now on the new address is\n\nBianca\n\n"
		"ap@holt.example\n",
		"From now on the new address is\n\nBianca\n\n"
		"ap@holt.example"},
	    {"device", "", "Paid.\n\nSent from my iPhone\n", "Paid."},
	    {"device, german", "", "Bezahlt.\n\nVon meinem iPhone gesendet\n",
		"Bezahlt."},
	    {"device, french", "", "Payé.\n\nEnvoyé de mon iPhone\n", "Payé."},
	    {"outlook ios", "",
		"Ok\n\nObtener Outlook para "
		"iOS<https://aka.ms/o0ukef>\n",
		"Ok"},
	    {"sent by courier is words", "", "Sent via FedEx on Monday.",
		"Sent via FedEx on Monday."},
	    {"disclaimer", "",
		"Paid.\n\nThis e-mail and any files are "
		"confidential.\nDispute nothing.\n",
		"Paid."},
	    {"unknown legal notice", "",
		"Paid.\n\nAcme Ltd sends this to the "
		"intended recipient; it may be privileged and confidential, "
		"copying is prohibited, so delete it if it came in error.\n",
		"Paid."},
	    {"banner", "",
		"CAUTION: This email originated from outside of "
		"the organization. Do not click.\n\nPaid.\n",
		"Paid."},
	    {"only a closing", "", "Thanks,\nKaren\n", "Thanks,\nKaren"},
	    {"thanks in front of words", "", "Thanks\n\nwill pay Friday\n",
		"Thanks\n\nwill pay Friday"},
	    {"greeting, thanks, words", "",
		"Hi Denise,\n\nThanks\n\nwill pay "
		"Friday\n",
		"Hi Denise,\n\nThanks\n\nwill pay Friday"},
	    {"postscript", "",
		"Paid.\n\nThanks,\nKaren\n\nPS: please send the "
		"statement for 2026 to our new address.\n",
		"Paid.\n\nThanks,\nKaren\n\nPS: please send the statement for "
		"2026 to our new address."},
	    {"dashes between words", "",
		"INV-1 was paid on the 3rd.\n--\nINV-2 was never delivered "
		"to us.\n",
		"INV-1 was paid on the 3rd.\n--\nINV-2 was never delivered "
		"to us."},
	    {"list footer", "",
		"Paid.\n___________________\nAR mailing "
		"list\nar@l.example\n",
		"Paid."},
	    {"own new address", "Harper Steel",
		"We have moved, new details below.\n\nHarper Steel Ltd\n"
		"Unit 4 | Mill Road\n",
		"We have moved, new details below.\n\nHarper Steel Ltd\n"
		"Unit 4 | Mill Road"},
	    {"tag of a gateway", "", "[External] Paid yesterday.\n",
		"Paid yesterday."},
	    {"a mailer to the reader's program", "",
		"Your e-mail program cannot show this message as HTML.\n\n"
		"Paid yesterday.\n",
		"Paid yesterday."},
	    {"the same, german", "",
		"Ihr E-Mail-Programm unterstützt leider kein HTML.\n\n"
		"Gestern bezahlt.\n",
		"Gestern bezahlt."},
	    {"a program of the writer", "",
		"Our mail program does not show HTML.\n\nPlease send a PDF.\n",
		"Our mail program does not show HTML.\n\nPlease send a PDF."},
	    {"a warning of the writer", "",
		"Caution: your driver left it in the rain.\n",
		"Caution: your driver left it in the rain."},
	    {"a contact is no signature", "Karen Hill",
		"Please write to my colleague:\n\nTom Reed\nt.reed@c.example\n"
		"Tel. 0151 1234567\n",
		"Please write to my colleague:\n\nTom Reed\nt.reed@c.example\n"
		"Tel. 0151 1234567"},
	    {"ticket frame", "",
		"[ Acme Helpdesk ]\n\nTicket: 12\nStatus: "
		"open\n\nInvoice rejected.\n\nTicket Details\n"
		"-----\nTicket Number: 12\n",
		"Invoice rejected."},
	};

	(void)state;
	ALL(cases);
}

static void
test_tickets(void **state)
{
	static const struct reply_case cases[] = {
	    {"greeting, headline, journal", "",
		"Dear Supplier,\n\nYour case CS12 has been updated with the "
		"following comment:\n\n2026-11-17 15:20:44 - Jo Hill "
		"(Additional comments)\nInvoice 7 was rejected.\n\n"
		"You can view the case here: LINK\n\nRef:MSG12_ab\n",
		"Invoice 7 was rejected."},
	    {"fields and two entries", "",
		"Short description: 7 past due\nClick here to view Incident: "
		"INC12\nPriority: 3\nComments:\n\n17-11-2026 15:20:44 PST - "
		"Jo Hill Additional comments\n\nInvoice 7 was rejected.\n\n"
		"16-11-2026 09:00:12 PST - Harlow Additional comments\n\n"
		"Please pay.\n",
		"Invoice 7 was rejected."},
	    {"german", "",
		"Ein neuer Kommentar wurde zu Ihrer Anfrage hinzugefügt:\n\n"
		"17.11.2026 15:20:44 - Jo Hill (Zusätzliche Kommentare)\n"
		"Rechnung 7 ist gesperrt.\n",
		"Rechnung 7 ist gesperrt."},
	    {"words above what a system wrote", "",
		"Paid on the 3rd.\n\n2026-11-17 15:20:44 - Jo Hill (Work "
		"notes)\nCustomer was asked.\n",
		"Paid on the 3rd."},
	    {"a headline without journal", "",
		"Hello Harlow,\n\nYour request 12 has been updated.\n\n"
		"Invoice 7 was rejected.\n\nView request: LINK\n",
		"Invoice 7 was rejected."},
	    {"a headline that is wrapped", "",
		"Your request (12) has been updated. To add additional "
		"comments, reply to\nthis email.\n\nInvoice 7 was rejected.\n",
		"Invoice 7 was rejected."},
	    {"the same above who said it", "",
		"## Please type your reply above this line ##\n\n"
		"Your request (12) has been updated. To add additional "
		"comments, reply to\nthis email.\n\nJo Hill (Acme)\n"
		"Nov 17, 2026, 14:03 EST\n\nInvoice 7 was rejected.\n\n"
		"Harlow\nNov 16, 2026, 09:00 EST\n\nPlease pay.\n",
		"Invoice 7 was rejected."},
	    {"said by a person", "",
		"Dear Jo,\n\nYour request has been updated in our books.\n\n"
		"Please resend invoice 7.\n",
		"Dear Jo,\n\nYour request has been updated in our books.\n\n"
		"Please resend invoice 7."},
	    {"a list of what happened", "",
		"3 Nov 2026 - PO 12 (comments)\nwas sent to you.\n",
		"3 Nov 2026 - PO 12 (comments)\nwas sent to you."},
	};

	(void)state;
	ALL(cases);
}

static void
test_html_hints(void **state)
{
	const struct quote_hint hint = {
	    .name = STR("Jo Hill"), .signature = STR("Jo Hill\nAcme Ltd\n")};
	const struct quote_hint styled = {.styled = STR("Team Payables\n")};
	struct arena *a = arena_new(1u << 20);
	struct str got;

	(void)state;
	got = quote_strip_hint(a, STR("Paid.\n\nJo Hill\nAcme Ltd\n"), &hint);
	assert_true(str_eqc(got, "Paid."));
	/* Never all there is. */
	got = quote_strip_hint(a, STR("Jo Hill\nAcme Ltd\n"), &hint);
	assert_true(str_eqc(got, "Jo Hill\nAcme Ltd"));
	got = quote_strip_hint(
	    a, STR("Nee.\n\nHoogachtend,\n\nTeam Payables\n"), &styled);
	assert_true(str_eqc(got, "Nee."));
	arena_free(&a);
}

static void
test_edges(void **state)
{
	static const struct reply_case cases[] = {
	    {"empty", "", "", ""},
	    {"blank", "", "\n \n\t\n", ""},
	    {"quote only", "", "> a\n> b\n", ""},
	    {"no line end", "", "Paid", "Paid"},
	    {"signature only", "", "-- \nJo\n", ""},
	    {"blank without width", "", "\xef\xbb\xbf\xc2\xa0\nPaid.\n",
		"Paid."},
	};

	(void)state;
	ALL(cases);
}

/* A text of n bytes of the same pattern must not take more than a second:
 * quadratic behaviour would take hours. */
static void
test_linear(void **state)
{
	static const char *const patterns[] = {"a", "\n", "> \n",
	    "On 1 wrote:\n", "From: x\n", "Thanks,\n", "-", "--\n", "x\n\n",
	    "On 1:1 a@b wrote", "Jo Hill\n\n", "confidential recipient\n",
	    "wrote: ", "_____\n", "| x\n", "a@b:\n", "H> a\n",
	    "Thanks\nJo Hill\n\nfoo\n\n", "        to\n",
	    "Thanks\nwe will pay this one soon.\n", "-----\nJo Hill\n",
	    "Jo Hill\nNov 16, 2026, 10:12 EST\n\n", " ---1 ---\n",
	    "-- original message --- x ", "do not click sender\n",
	    "From: A <a@b>\nSent: 1\nTo: x\n\nThanks\nJo Hill\n\n",
	    "Thanks\nJo Hill\n", "> when?   yes\n", "> when?   yes\n\n",
	    "--- forwarded message ---\nx\n--- end of message ---\n",
	    "--- forwarded message ---\n", "H> a\nx\n", "x:\n> 1\n",
	    "so:\nFrom: Jo Hill\nTo: a@b\nDate: 1\n\n",
	    "regards\nJo Hill\n\nwe paid this invoice\n", "P.S. we paid it\n\n",
	    "2026-11-17 15:20:44 - Jo (comments)\n", "your case is updated:\n",
	    "tue, 17.11.2026 9:12\n", "Jo Hill\n\nAcme | Erie\n\n",
	    "regards / gruß / \n"};
	const size_t n = 1u << 20;

	/* Behind one word, as a mail would have them: a text that is blank as
	 * a whole ends early. */
	(void)state;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct arena *a = arena_new(192u << 20);
		char *p = arena_alloc(a, n);
		size_t len = strlen(patterns[i]);
		struct quote_hint hint = {.name = STR("Jo Hill")};
		clock_t start = clock();

		for (size_t k = 0; k + len <= n; k += len)
			memcpy(p + k, patterns[i], len);
		memcpy(p, "hi\n", 3);
		quote_strip_hint(a, (struct str){p, n - n % len}, &hint);
		if ((double)(clock() - start) / CLOCKS_PER_SEC > 3.0)
			fail_msg("pattern %zu takes too long", i);
		arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_attribution),
	    cmocka_unit_test(test_header_blocks),
	    cmocka_unit_test(test_inline),
	    cmocka_unit_test(test_signatures),
	    cmocka_unit_test(test_tickets),
	    cmocka_unit_test(test_html_hints),
	    cmocka_unit_test(test_edges),
	    cmocka_unit_test(test_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
