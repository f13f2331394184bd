#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../support/build_message.h"
#include "decide/comeback.h"
#include "decide/guard.h"
#include "decide/phrase.h"

#define PAT    "From: Pat <pat@customer.example>\nTo: ar@ar.example\n"
#define ANSWER PAT "In-Reply-To: <dm.1@ar.example>\n"

static struct arena *arena;
static day_t sent; /* of every mail here: Monday 8 June 2026 */

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(8 << 20);
	sent = day_of(2026, 6, 8);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct guard
judge(const char *head, const char *text)
{
	struct message *m = build_message(arena, head, text);
	struct guard g;

	m->has_date = true;
	m->date = day_instant(sent) + 9 * 3600;
	guard_judge(arena, m, &g);
	return g;
}

struct row {
	const char *head;
	const char *text;
	const char *returns; /* "" when not said */
};

/* Nothing in the header: the subject of each language, and the words. */
static const struct row away[] = {
    {PAT "Subject: Automatic reply: Payment reminder\n",
	"I am out of the office until Monday 15 June.\n", "2026-06-15"},
    {PAT "Subject: Out of Office: Payment reminder\n",
	"I am away and will be back on June 16th.\n", "2026-06-16"},
    {PAT "Subject: Automatische Antwort: Zahlungserinnerung\n",
	"Ich bin bis 16.06. nicht im Büro.\n", "2026-06-16"},
    {PAT "Subject: Abwesenheitsnotiz: Mahnung\n",
	"Ich bin ab dem 17. Juni 2026 wieder für Sie da, derzeit im Urlaub.\n",
	"2026-06-17"},
    {PAT "Subject: Réponse automatique : Rappel\n",
	"Je suis absente du bureau jusqu'au 22 juin inclus.\n", "2026-06-22"},
    {PAT "Subject: Respuesta automática: Recordatorio\n",
	"Estoy de vacaciones hasta el 1 de julio.\n", "2026-07-01"},
    {PAT "Subject: Resposta automática: Lembrete\n",
	"Estou ausente até 30 de junho. Em caso de urgência ligue.\n",
	"2026-06-30"},
    {PAT "Subject: Risposta automatica: Sollecito\n",
	"Sono in ferie fino al 28/06/2026.\n", "2026-06-28"},
    {PAT "Subject: Automatisch antwoord: Herinnering\n",
	"Ik ben met vakantie tot en met 3 juli.\n", "2026-07-03"},
    {PAT "Subject: Automatiskt svar: Påminnelse\n",
	"Jag har semester till och med 12 juli.\n", "2026-07-12"},
    {PAT "Subject: Automatisk svar: Rykker\n",
	"Jeg holder ferie til og med 5. juli.\n", "2026-07-05"},
    {PAT "Subject: Automaattinen vastaus: Maksumuistutus\n",
	"Olen lomalla. Olen takaisin 3.8.2026.\n", "2026-08-03"},
    {PAT "Subject: Automatyczna odpowiedź: Przypomnienie\n",
	"Jestem na urlopie do dnia 19 czerwca.\n", "2026-06-19"},
    {PAT "Subject: Automatická odpověď: Upomínka\n",
	"Jsem na dovolené do 21. června.\n", "2026-06-21"},
    {PAT "Subject: Automatikus válasz: Emlékeztető\n", "Szabadságon vagyok.\n",
	""},
    {PAT "Subject: Otomatik yanıt: Hatırlatma\n", "Yıllık izindeyim.\n", ""},
    {PAT "Subject: Автоматический ответ: Напоминание\n",
	"Я в отпуске до 20 июня.\n", "2026-06-20"},
    {PAT "Subject: 自動応答：お支払いのお願い\n",
	"6月15日まで休暇をいただいております。\n", "2026-06-15"},
    {PAT "Subject: 自动回复: 付款提醒\n", "我正在休假，6月18日返回。\n",
	"2026-06-18"},
    {ANSWER "Subject: I am on holiday\n",
	"Thank you for your email. I am on holiday with limited access to\n"
	"email until 16 June. For urgent matters please contact Sam.\n",
	"2026-06-16"},
    /* Words alone, below our own subject. */
    {ANSWER "Subject: Re: Payment reminder INV-10482\n",
	"Thank you for your message. I am out of the office with no access to\n"
	"my mail until 16 June. In urgent cases please contact Sam.\n",
	"2026-06-16"},
    {ANSWER "Subject: Zahlungserinnerung\n",
	"Vielen Dank für Ihre Nachricht. Ich bin zurzeit nicht im Büro, Ihre\n"
	"Mail wird nicht weitergeleitet. In dringenden Fällen wenden Sie sich\n"
	"an Frau Kurz.\n",
	""},
    /* A long signature below is no mail that somebody answers to. */
    {ANSWER "Subject: RE: Payment reminder\n",
	"Thank you for your email. I am on annual leave and will be returning\n"
	"on Monday 22nd June. I will not have access to my emails.\n\n"
	"Kind regards\nKaren Tuff\nPurchase Ledger\n"
	"Wolds Agricultural Merchants Limited, Unit 4, The Maltings, "
	"Driffield\n",
	"2026-06-22"},
    /* Behind our subject, in whatever words below it. */
    {ANSWER "Subject: Re: Overdue: INV-21390 (Out of Office)\n",
	"I work Monday to Wednesday lunchtime only.\n", ""},
    /* Nothing but a way back and somebody else to write to. */
    {ANSWER "Subject: Re: Zahlungserinnerung\n",
	"Ich bin verreist und ab dem 17. Juni wieder da. Wenn es eilt,\n"
	"schreiben Sie bitte an Frau Kurz, kurz@customer.example.\n",
	"2026-06-17"},
    {ANSWER "Subject: Re: Sollecito\n",
	"Grazie di avermi scritto! Torno il 22 giugno, leggo la posta solo\n"
	"la sera.\n",
	"2026-06-22"},
    /* What keeps them away is told in words that no list has. */
    {ANSWER "Subject: Re: Invoice\n",
	"Tramping round Patagonia with a rucksack until 22 June. Priya is\n"
	"minding the shop: priya@customer.example.\n",
	"2026-06-22"},
    {ANSWER "Subject: Re: Rappel\n",
	"Coucou, je profite du soleil jusqu'au 22 juin. Sophie prend la\n"
	"relève : sophie@customer.example\n",
	"2026-06-22"},
    {ANSWER "Subject: R: Sollecito\n",
	"Salve, in maternità fino a marzo. Mi sostituisce Elena Neri,\n"
	"e.neri@customer.example.\n",
	""},
    /* Desks for payments are no word about this payment. */
    {ANSWER "Subject: RE: Fatura\n",
	"Obrigada pelo seu contacto. Estou de férias até 22 de junho. Para\n"
	"pagamentos, fale por favor com tesouraria@customer.example.\n",
	"2026-06-22"},
    {PAT "Subject: It's Friday\n",
	"We're not in: we work a four-day week. You'll hear from us on\n"
	"Monday.\n",
	"2026-06-15"},
    /* A program sent it, and few words say the rest. */
    {"Received: (qmail 20117 invoked by uid 508); 8 Jun 2026 09:40:31 "
     "-0000\n" ANSWER "Subject: Re: Sollecito\n",
	"Grazie per il messaggio. Leggiamo la posta solo la sera.\n", ""},
    /* A word of the header, and a few in the mail. */
    {"Return-Path: <>\n" ANSWER "Subject: Away\n", "I'm on leave.\n", ""},
};

static void
test_away_in_many_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(away) / sizeof(*away); i++) {
		struct guard g = judge(away[i].head, away[i].text);
		char iso[DAY_TEXT] = "";

		if (g.returns != DAY_NONE)
			day_iso(g.returns, iso);
		if (g.kind != KIND_AUTO_REPLY || !g.out_of_office)
			print_error("%s-> %s\n", away[i].head, g.rule);
		assert_int_equal(g.kind, KIND_AUTO_REPLY);
		assert_true(g.out_of_office);
		assert_string_equal(iso, away[i].returns);
		assert_false(str_is_empty(g.evidence));
	}
}

/* Automatic, but nobody is away. */
static const struct row machines[] = {
    {PAT "Subject: Anything\nAuto-Submitted: auto-replied\n", "Hello.\n", ""},
    {PAT "Subject: x\nAuto-Submitted: (by rule) Auto-Replied; owner=x\n",
	"Hello.\n", ""},
    {PAT "Subject: x\nX-Autoreply: yes\n", "Hello.\n", ""},
    {PAT "Subject: x\nPrecedence: auto_reply\n", "Hello.\n", ""},
    {ANSWER "Subject: Re: x\nAuto-Submitted: auto-generated\n"
	    "X-Auto-Response-Suppress: All\n",
	"Gareth has left Penrose Optics.\n", ""},
    {PAT "Subject: [Ticket#2026120110000421] Eingangsbestätigung\n"
	 "Precedence: bulk\n",
	"Vielen Dank für Ihre Anfrage. Ihr Anliegen hat die Nummer 42.\n", ""},
    {ANSWER "Subject: [Request received] Payment reminder\n",
	"Your request (88412) has been received and is being reviewed. Your\n"
	"ticket number is 88412.\nThis is an automated message.\n",
	""},
    {ANSWER "Subject: Please confirm your message\n",
	"I use spam protection. Click the link to confirm your message and be\n"
	"added to my list of approved senders.\n",
	""},
    /* A robot with a name, which speaks of the matter. */
    {ANSWER "Subject: Re: Payment reminder\n",
	"I looked up your invoice: it will be paid on 26 June. Reply YES to\n"
	"close this.\nSophie, virtual assistant\n",
	""},
    /* A ticket system that quotes the mail it acknowledges. */
    {PAT "Subject: [acme #220914] Payment reminder\n"
	 "References: <RT-Ticket-220914@customer.example>\n",
	"One of the team will pick this up. Please leave [acme #220914] in\n"
	"the subject line.\n\n> Please pay INV-10482, which has been open\n"
	"> since the first of March, thank you.\n",
	""},
    {PAT "Subject: Got it\n",
	"Your message landed with us, and you can expect to hear back from\n"
	"one of us within two working days.\n",
	""},
    {PAT "Subject: Re: Rappel\n",
	"Nous avons bien reçu votre mail et faisons notre possible pour vous\n"
	"répondre sous 72 heures ouvrées.\n",
	""},
    {ANSWER "Subject: Re: Herinnering\n",
	"Je vraag M2703 118 is gesloten. Heb ik je goed geholpen?\n", ""},
    {ANSWER "Subject: Passed on: Payment reminder\n",
	"Hello, your mail has been forwarded to desk@customer.example.\n", ""},
};

static void
test_machines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(*machines); i++) {
		struct guard g = judge(machines[i].head, machines[i].text);

		if (g.kind != KIND_AUTO_REPLY)
			print_error(
			    "%s-> %d %s\n", machines[i].head, g.kind, g.rule);
		assert_int_equal(g.kind, KIND_AUTO_REPLY);
		if (g.out_of_office)
			print_error("%s-> away\n", machines[i].head);
		assert_false(g.out_of_office);
	}
}

/* Each looks like one of the above and was written by a person. */
static const struct row people[] = {
    /* Help desks mark what their people write as generated, too. */
    {ANSWER "Subject: Re: [#6118] Payment reminder\nX-FD-Ticket-Id: 6118\n"
	    "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n",
	"Invoice 2190 was paid on 30 November together with 2155. Could you\n"
	"check, please?\n",
	""},
    {ANSWER "Subject: Re: Invoice\nX-Zendesk-From-Account-Id: 77d01b9\n"
	    "Auto-Submitted: auto-generated\n",
	"Only one flat was visited, 34B was cancelled. We pay the rest.\n", ""},
    /* Too little to tell who wrote it. */
    {ANSWER "Subject: Re: x\n",
	"</h1><script>document.title='x'</script><!--\n", ""},
    {ANSWER "Subject: SV: x\n", "Automatisk? Nej.\n", ""},
    {ANSWER "Subject: Automatic reply: Payment reminder\n",
	"Further to my out of office: two were missing, please credit them\n"
	"and I'll pay the rest.\n",
	""},
    /* A day and an address, to do something with. */
    {ANSWER "Subject: Re: x\n",
	"Please send the signed note to claims@customer.example by 24 June.\n",
	""},
    {ANSWER "Subject: Re: x\n",
	"The site is closed until 22 June, your driver couldn't get in.\n"
	"Rearrange with Jo, jo@customer.example.\n",
	""},
    {ANSWER "Subject: Re: x\n",
	"Priya is minding accounts until 22 June: priya@customer.example. She\n"
	"says the price is wrong.\n",
	""},
    {ANSWER "Subject: AW: x\n",
	"Meine Kollegin Jana ist bis 22.6. im Urlaub, ich kann dazu nichts\n"
	"sagen. Schreiben Sie ihr an jana@customer.example.\n",
	""},
    {ANSWER "Subject: Re: Herinnering\n",
	"Ik heb het dossier doorgestuurd naar onze controller. Zij is tot\n"
	"maandag afwezig.\n",
	""},
    {ANSWER "Subject: Re: Fatura\n",
	"Não reconhecemos a dívida. Insistindo, responderemos em juízo.\n", ""},
    {ANSWER "Subject: Re: Payment reminder\n",
	"I'm back on Monday and will look at the delivery note then.\n", ""},
    {ANSWER "Subject: Re: x\n",
	"Stop your automated reminders, this is an automated message again!\n",
	""},
    {ANSWER "Subject: Re: x\n", "Fakturan betalas automatiskt.\n", ""},
    {PAT "Subject: Out of office contact\n",
	"Whom do I write to while you are out of the office in June?\n", ""},

    {ANSWER "Subject: Re: Payment reminder\n",
	"Sorry, I was out of office last week. We pay on Friday.\n", ""},
    {ANSWER "Subject: Re: Payment reminder\n",
	"Thanks for your email. I'm on holiday from Monday, so I'll pay the\n"
	"invoice today. Can you send a copy?\n",
	""},
    {ANSWER "Subject: Re: Automatic reply: Payment reminder\n",
	"Back now. The invoice will be paid on 12 June.\n\n"
	"> I am out of the office until 10 June\n",
	""},
    {ANSWER "Subject: Re: Payment reminder\nAuto-Submitted: no\n",
	"Thanks, received.\n", ""},
    {ANSWER "Subject: Re: x\nAuto-Submitted: (not) no (really); a=b\n",
	"Thanks, received.\n", ""},
    {ANSWER "Subject: Re: x\nX-Auto-Response-Suppress: All\n",
	"We dispute this invoice, the price is wrong.\n", ""},
    {ANSWER "Subject: Re: x\nX-Autoreply: no\n", "It was paid.\n", ""},
    {ANSWER "Subject: Re: x\nPrecedence: bulk\n",
	"The invoice was paid on 3 June.\n\n> Please pay\n> INV-10482, which "
	"is open\n> since the first of March, thank you.\n",
	""},
    {ANSWER "Subject: Vacation rental invoice INV-9\n",
	"The amount is wrong, we agreed on 400. Please correct it.\n", ""},
    {ANSWER "Subject: Re: x\n",
	"Ich war im Urlaub. Die Rechnung ist überwiesen.\n", ""},
    {ANSWER "Subject: Re: Payment reminder\n", "", ""},
    {ANSWER "Subject: Re: Payment reminder\n", "> Please pay INV-10482\n", ""},
    {PAT "Subject: Fwd: Automatic reply: Payment reminder\n",
	"Claire is away, please send it to me.\n", ""},
    {PAT "Subject: Ferienhaus Rechnung 8812\n",
	"Bitte senden Sie uns eine Kopie.\n", ""},
};

static void
test_people(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(people) / sizeof(*people); i++) {
		struct guard g = judge(people[i].head, people[i].text);

		if (g.kind != KIND_HUMAN)
			print_error("%s-> %d %s: %.*s\n", people[i].head,
			    g.kind, g.rule, STR_ARG(g.evidence));
		assert_int_equal(g.kind, KIND_HUMAN);
		assert_int_equal(g.returns, DAY_NONE);
	}
}

struct date {
	const char *text;
	const char *want;
};

static const struct date dates[] = {
    {"away until 2026-07-01.", "2026-07-01"},
    {"until tuesday, 16 june", "2026-06-16"},
    {"until june 16, 2027", "2027-06-16"},
    {"until the 16th of june", "2026-06-16"},
    {"back in the office on january 4", "2027-01-04"},
    {"until 30/06/2026", "2026-06-30"},
    {"until 6/30", "2026-06-30"},
    {"bis einschliesslich freitag, 19.6.26", "2026-06-19"},
    {"bis 1.7.", "2026-07-01"},
    {"jusqu'au 1er juillet", "2026-07-01"},
    {"from 3 june until 9 june", "2026-06-09"},
    {"away 10-12 november", "2026-11-12"},
    /* Of the last day away and the first back, the day back. */
    {"until friday, 12 june. from monday, 15 june, we read it", "2026-06-15"},
    {"until 12 june. the hall reopens on 30 june", "2026-06-12"},
    {"away from 10 to 24 august", "2026-08-24"},
    {"en conges du 16 au 30 novembre", "2026-11-30"},
    {"no atendere del 16/11 al 10/12", "2026-12-10"},
    {"ab 16.6. bis 1.7. nicht im haus", "2026-07-01"},
    {"ab dem 17. juni", "2026-06-17"},
    {"olen lomalla 7.12.2026 asti", "2026-12-07"},
    {"1 aralik 2026 tarihine kadar", "2026-12-01"},
    {"am mittwoch, den 25. november, wieder da", "2026-11-25"},
    {"by 16 ноября. с 16 по 30 ноября", "2026-11-30"},
    {"11월 30일까지", "2026-11-30"},
    /* The mail is of a Monday. */
    {"back on monday", "2026-06-15"},
    {"de retour mercredi", "2026-06-10"},
    {"back tomorrow", "2026-06-09"},
    {"until the 30th", "2026-06-30"},
    {"until the 3rd", "2026-07-03"},
    {"until monday, june 22nd", "2026-06-22"},
    /* Not clear, or not a date. */
    {"until further notice. on 3 july we met", ""},
    {"until 10/12 or 11/12", ""},
    {"call 555 1234", ""},
    {"until the 0th", ""},
    {"from 40 to 50 june", ""},
    {"16/", ""},
    {"16 to ", ""},
    {"until 6/7", ""},
    {"until further notice", ""},
    {"until 31 february", ""},
    {"until 99 june", ""},
    {"until 16 may 2019", ""},
    {"bis", ""},
    {"until ", ""},
    {"until 1", ""},
    {"", ""},
    {"untilled 16 june", ""},
};

static void
test_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		char iso[DAY_TEXT] = "";
		day_t day = comeback_read(&(struct comeback_mail){
		    .text = str_of(dates[i].text), .sent = sent});

		if (day != DAY_NONE)
			day_iso(day, iso);
		if (!str_eqc(str_of(iso), dates[i].want))
			print_error("%s\n", dates[i].text);
		assert_string_equal(iso, dates[i].want);
	}
	assert_int_equal(comeback_read(&(struct comeback_mail){
			     .text = STR("until 16 june"), .sent = DAY_NONE}),
	    DAY_NONE);
}

static void
test_deputies(void **state)
{
	static const struct row rows[] = {
	    {ANSWER "Subject: Automatic reply: x\n",
		"I am out of the office. Please contact Sam,\n"
		"Sam@Customer.example, or billing@customer.example.\n"
		"pat@customer.example\n",
		"sam@customer.example"},
	    /* The one that the words are about, not the first. */
	    {ANSWER "Subject: Automatic reply: x\n",
		"Pat (p.doe@private.example) is away until 16 June. The forms\n"
		"are on our site. In urgent cases: desk@customer.example\n",
		"desk@customer.example"},
	    {ANSWER "Subject: Automatic reply: x\n",
		"Pat is no longer with us. Mail goes to ap@customer.example.\n",
		"ap@customer.example"},
	    /* Nobody but those who speak, we, and nobody. */
	    {ANSWER "Subject: Automatic reply: x\n",
		"I am away. You wrote to pat@customer.example as ar@ar.example."
		" Not noreply@customer.example, not @, not a@.\n",
		""},
	    /* Not away. */
	    {ANSWER "Subject: Automatic reply: x\n",
		"We have received your message. Your ticket number is 7.\n"
		"Invoices go to invoices@customer.example.\n",
		""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct guard g = judge(rows[i].head, rows[i].text);

		assert_int_equal(g.kind, KIND_AUTO_REPLY);
		if (!str_eqc(g.deputy, rows[i].returns))
			print_error("%zu: %.*s\n", i, STR_ARG(g.deputy));
		assert_true(str_eqc(g.deputy, rows[i].returns));
	}
}

static void
test_folding(void **state)
{
	static const struct date rows[] = {
	    {"Büro  ÉCHEC\r\n\tß Łódź", "buro echec ss lodz"},
	    {"АВТОМАТИЧЕСКИЙ Ёж", "автоматическии еж"},
	    {"Αυτόματη Απάντηση", "αυτοματη απαντηση"},
	    {"It\xe2\x80\x99s\xc2\xa0\xe2\x80\x9cso\xe2\x80\x9d",
		"it's \"so\""},
	    {"ＡＢ：１\xe3\x80\x80x", "ab:1 x"},
	    {"e\xcc\x81te\xcc\x81", "ete"},
	    {"  ", ""},
	    {"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str got = phrase_fold(arena, str_of(rows[i].text), 1000);

		if (!str_eqc(got, rows[i].want))
			print_error("%.*s\n", STR_ARG(got));
		assert_true(str_eqc(got, rows[i].want));
	}
	/* Bytes that are no UTF-8 do not run past the end. */
	assert_true(phrase_fold(arena, STR("a\xe3\x80"), 10).n > 0);
	assert_true(phrase_fold(arena, STR("\xff\xfe\xc0"), 10).n > 0);
}

static void
test_phrases(void **state)
{
	static const struct phrase t[] = {
	    {"could not be", 0}, {"to * failed", 1}, {"不在", 2}, {"ab", 3}};
	struct phrase_hits hits;
	size_t len;

	(void)state;
	phrase_scan(
	    PHRASES(t), STR("it could not be; mail to x@y failed"), &hits);
	assert_int_equal(hits.mask, 3);
	assert_true(str_eqc(hits.first[1], "to x@y failed"));
	phrase_scan(PHRASES(t), STR("日は不在です"), &hits);
	assert_int_equal(hits.mask, 4);
	/* Not inside a word. */
	phrase_scan(PHRASES(t), STR("cab drab"), &hits);
	assert_int_equal(hits.mask, 0);
	phrase_scan(PHRASES(t), STR("to nobody"), &hits);
	assert_int_equal(hits.mask, 0);
	assert_int_equal(phrase_start(PHRASES(t), STR("abc"), &len), 3);
	assert_int_equal(len, 2);
	assert_int_equal(phrase_start(PHRASES(t), STR("a"), &len), -1);
}

/* An index finds what the walk over the table finds. */
static void
test_index(void **state)
{
	static const struct phrase t[] = {{"could not be", 0},
	    {"to * failed", 1}, {"不在", 2}, {"ab", 3}, {"could", 4},
	    {"abcd", 5}};
	static const char *const texts[] = {"", "a", "ab", "abcd", "cab drab",
	    "it could not be; mail to x@y failed", "日は不在です", "couldn",
	    "to nobody", "could", "abc abcde"};
	static struct phrase_index x;

	(void)state;
	phrase_index_make(PHRASES(t), &x);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct str s = str_of(texts[i]);
		struct phrase_hits a, b;
		size_t m, n;

		phrase_scan(PHRASES(t), s, &a);
		phrase_index_scan(&x, s, &b);
		assert_int_equal(a.mask, b.mask);
		for (size_t k = 0; k < 6; k++)
			assert_true(a.first[k].p == b.first[k].p &&
				    a.first[k].n == b.first[k].n);
		assert_int_equal(phrase_start(PHRASES(t), s, &m),
		    phrase_index_start(&x, s, &n));
		assert_int_equal(m, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_away_in_many_languages, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_machines, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_people, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_dates, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_deputies, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_folding, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_phrases, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_index, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
