#include "render/twiml.h"

#define LANGUAGE_MAX 16
#define WAIT_SECS    "8"
#define RING_SECS    "25"

struct tongue {
	const char *language, *voice;
	const char *ask, *machine, *nobody, *menu, *link, *dispute, *person;
	const char *back, *stop, *bye, *called;
};

static const struct tongue tongues[] = {
#include "render/twiml_words.def"
};

static const struct tongue *
tongue_of(struct str locale)
{
	struct str language = str_sub(locale, 0, str_chr(locale, '-'));

	for (size_t i = 0; i < sizeof(tongues) / sizeof(*tongues); i++)
		if (str_fold_eqc(language, tongues[i].language))
			return &tongues[i];
	return &tongues[0];
}

/* What XML cannot hold is a blank. */
static void
put(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '&')
			buf_adds(out, "&amp;");
		else if (c == '<')
			buf_adds(out, "&lt;");
		else if (c == '>')
			buf_adds(out, "&gt;");
		else if (c == '"')
			buf_adds(out, "&quot;");
		else
			buf_addc(out, (unsigned char)c < ' ' ? ' ' : c);
	}
}

/* "+4930123" is said digit by digit. */
static void
put_number(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (i > 0 && str_is_digit(s.p[i]))
			buf_addc(out, ' ');
		put(out, str_sub(s, i, 1));
	}
}

static void
put_words(const struct twiml *t, const char *words, struct buf *out)
{
	for (struct str rest = str_of(words); rest.n > 0;) {
		size_t at = str_chr(rest, '{');

		put(out, str_sub(rest, 0, at));
		if (at == STR_NPOS || at + 2 >= rest.n)
			return;
		if (rest.p[at + 1] == 'c')
			put(out, t->company);
		else if (rest.p[at + 1] == 'n')
			put(out, t->name.n ? t->name : t->company);
		else
			put_number(out, t->phone);
		rest = str_sub(rest, at + 3, rest.n);
	}
}

/* "de-DE", of a locale that may say more or less. */
static void
put_language(const struct twiml *t, struct buf *out)
{
	struct str l = t->locale;

	if (l.n == 5 && l.p[2] == '-' && tongue_of(l) != &tongues[0])
		put(out, l);
	else if (str_fold_starts(l, STR("en-")) && l.n == 5)
		put(out, l);
	else
		buf_adds(out, tongue_of(l)->voice);
}

static void
say_open(const struct twiml *t, struct buf *out)
{
	buf_adds(out, "<Say language=\"");
	put_language(t, out);
	if (t->voice.n > 0) {
		buf_adds(out, "\" voice=\"");
		put(out, t->voice);
	}
	buf_adds(out, "\">");
}

static void
say(const struct twiml *t, const char *words, struct buf *out)
{
	say_open(t, out);
	put_words(t, words, out);
	buf_adds(out, "</Say>");
}

static bool
has_letter(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (str_is_alnum(word.p[i]) || (word.p[i] & 0x80))
			return true;
	return false;
}

/* Nobody understands an address that is read out, or a rule of dashes. */
static void
say_script(const struct twiml *t, struct buf *out)
{
	struct str rest = t->script, line, word;

	say_open(t, out);
	while (str_line(&rest, &line)) {
		bool any = false;

		while (str_cut(&line, ' ', &word)) {
			if (!has_letter(word) ||
			    str_find(word, STR("://")) != STR_NPOS)
				continue;
			if (any)
				buf_addc(out, ' ');
			put(out, word);
			any = true;
		}
		if (any)
			buf_addc(out, '\n');
	}
	buf_adds(out, "</Say><Pause length=\"1\"/>");
}

static void
gather_open(const struct twiml *t, struct buf *out)
{
	buf_adds(out,
	    "<Gather input=\"dtmf\" numDigits=\"1\" timeout=\"" WAIT_SECS
	    "\" method=\"POST\" action=\"");
	put(out, t->next);
	buf_adds(out, "\">");
}

static void
dial(const struct twiml *t, struct buf *out)
{
	buf_adds(out,
	    "<Dial timeout=\"" RING_SECS "\" timeLimit=\"3600\" callerId=\"");
	put(out, t->caller);
	buf_adds(out, "\"><Number>");
	put(out, t->dial);
	buf_adds(out, "</Number></Dial>");
}

void
twiml_write(const struct twiml *t, struct buf *out)
{
	const struct tongue *w = tongue_of(t->locale);
	const char *const words[TWIML_SCENES] = {
	    [TWIML_MACHINE] = w->machine,
	    [TWIML_LINK] = w->link,
	    [TWIML_DISPUTE] = w->dispute,
	    [TWIML_PERSON] = w->person,
	    [TWIML_BACK] = w->back,
	    [TWIML_STOP] = w->stop,
	    [TWIML_BYE] = w->bye,
	    [TWIML_CALLED] = w->called,
	};

	buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>");
	if (t->scene == TWIML_ASK || t->scene == TWIML_SCRIPT) {
		gather_open(t, out);
		if (t->scene == TWIML_SCRIPT)
			say_script(t, out);
		say(t, t->scene == TWIML_ASK ? w->ask : w->menu, out);
		buf_adds(out, "</Gather>");
		say(t, t->scene == TWIML_ASK ? w->nobody : w->bye, out);
	} else {
		say(t, words[t->scene], out);
	}
	if (t->scene == TWIML_PERSON) {
		dial(t, out);
		say(t, w->bye, out);
	}
	buf_adds(out, "<Hangup/></Response>\n");
}
