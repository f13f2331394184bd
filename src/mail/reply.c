#include "mail/reply.h"

#include <string.h>

#include "mail/card.h"
#include "mail/notice.h"
#include "mail/quote.h"
#include "mail/quoteword.h"
#include "mail/run.h"
#include "model/message.h"
#include "port/html.h"

#define QUOTE_LEAST 60 /* bytes; less is blanks and marks */
#define REPLY_MAX   (64u << 10)
#define PROSE_LINE  30
#define TYPED_KEY   200

bool
reply_is_stub(struct arena *a, struct str plain)
{
	static const char *const words[] = {"does not support html",
	    "cannot display html", "can't display html",
	    "html version of this message", "this is a message in mime format",
	    "this message is in html", "view this email in your browser",
	    "unterstützt kein html", "html-nachricht",
	    "n'accepte pas les messages html", "no admite html"};
	struct str s = str_trim(plain);

	if (s.n == 0)
		return true;
	if (s.n > 400)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_fold_find(s, str_of(words[i])) != STR_NPOS)
			return true;
	/* Words may stand below it. */
	return str_find(s, STR("\n\n")) == STR_NPOS &&
	       notice_unshown(quoteword_key(a, s, s.n));
}

struct str
reply_unarmoured(struct arena *a, struct str text, unsigned *flags)
{
	size_t from, to;

	if (str_starts(str_trim(text), STR("-----BEGIN PGP MESSAGE-----")))
		*flags |= MESSAGE_ENCRYPTED;
	from = str_find(text, STR("-----BEGIN PGP SIGNED MESSAGE-----"));
	if (from == STR_NPOS)
		return text;
	to = str_find(text, STR("\n-----BEGIN PGP SIGNATURE-----"));
	if (to == STR_NPOS || to < from)
		return text;
	from += str_find(str_sub(text, from, text.n), STR("\n\n")) + 2;
	if (from > to)
		return text;
	return arena_dup(a, str_sub(text, from, to - from));
}

/* Do the words say that answers stand in the quoted mail? */
static bool
says_inline(struct arena *a, struct str reply)
{
	return reply.n < 1000 &&
	       quoteword_inline_hint(quoteword_key(a, reply, 1000));
}

static struct str
with_answers(struct arena *a, struct str reply, struct str answers)
{
	struct str out = {NULL, reply.n + 2 + answers.n};
	char *p = arena_alloc(a, out.n + 1);

	memcpy(p, reply.p, reply.n);
	memcpy(p + reply.n, "\n\n", 2);
	memcpy(p + reply.n + 2, answers.p, answers.n);
	out.p = p;
	return str_trim(out);
}

/* Whole lines that end with a sentence; those of a signature are short. */
static bool
is_prose(struct str paragraph)
{
	struct str rest = paragraph, line = STR("");

	while (str_line(&rest, &line))
		if (line.n < PROSE_LINE)
			return false;
	return line.n && strchr(".?!", line.p[line.n - 1]) != NULL;
}

/* Could the end of these words be a signature without any sign of it? A last
 * paragraph that ends with a sentence is none. */
static bool
is_doubtful(struct str reply)
{
	struct str s = str_trim(reply), last = s;
	size_t at = STR_NPOS, lines = 1;

	for (size_t i = s.n; i > 1; i--)
		if (s.p[i - 1] == '\n' && s.p[i - 2] == '\n') {
			at = i;
			break;
		}
	if (at == STR_NPOS)
		return str_chr(s, '\n') != STR_NPOS && !is_prose(s);
	last = str_sub(s, at, s.n);
	if (is_prose(last))
		return false;
	for (size_t i = 0; i < last.n; i++)
		lines += last.p[i] == '\n';
	/* One first name, or a valediction and a name, are typed. */
	if (lines == 1 && str_chr(last, ' ') == STR_NPOS)
		return false;
	return lines <= 12 && last.n < 800;
}

bool
reply_wants_html(struct arena *a, struct str reply)
{
	/* Nobody types that much; reading it twice costs its size twice. */
	if (reply.n > REPLY_MAX)
		return false;
	return is_doubtful(reply) || says_inline(a, reply);
}

struct str
reply_of_plain(
    struct arena *a, struct str text, struct str name, unsigned *flags)
{
	bool others = false;
	struct quote_hint hint = {.name = name, .others = &others};
	struct str reply = quote_strip_hint(a, text, &hint);

	*flags |= others ? MESSAGE_QUOTES : 0;
	return reply;
}

/* The lines that are styled as a whole, each with its mark. */
static struct str
styled_lines(struct arena *a, struct str own)
{
	struct str line;
	size_t n = 0;
	char *out = arena_alloc(a, own.n + 1);

	while (str_line(&own, &line))
		if (line.n && line.p[line.n - 1] == HTML_STYLED) {
			memcpy(out + n, line.p, line.n);
			n += line.n;
			out[n++] = '\n';
		}
	return (struct str){out, n};
}

struct str
reply_with_html(struct arena *a, struct str text, struct str reply,
    struct str html, struct str name)
{
	struct quote_hint hint = {.name = name};
	bool answers = says_inline(a, reply);
	struct html_words words;

	if (answers)
		html_read(a, html, &words);
	else
		html_read_top(a, html, &words);
	hint.signature = words.signature;
	hint.styled = styled_lines(a, words.own);
	if (hint.signature.n || hint.styled.n)
		reply = quote_strip_hint(a, text, &hint);
	if (answers && words.coloured.n)
		reply = with_answers(a, reply, words.coloured);
	return reply;
}

/* The sentences at the head of what the client calls a signature, before any
 * name: some write inside of the element. */
static struct str
typed_head(struct arena *a, struct str signature)
{
	struct str rest = signature, line;
	size_t n = 0;

	while (str_line(&rest, &line)) {
		struct str key = quoteword_key(a, line, TYPED_KEY);

		if (key.n && !card_prose(line, key))
			break;
		if (key.n)
			n = (size_t)(line.p + line.n - signature.p);
	}
	return str_sub(signature, 0, n);
}

/* What stands below "P.S." in it. */
static struct str
postscript(struct arena *a, struct str signature, size_t from)
{
	struct str rest = str_sub(signature, from, signature.n), line;

	while (str_line(&rest, &line))
		if (run_is_postscript(quoteword_key(a, line, TYPED_KEY)))
			return str_sub(signature,
			    (size_t)(line.p - signature.p), signature.n);
	return STR("");
}

static struct str
with_typed(struct arena *a, struct str own, struct str signature)
{
	struct str typed = typed_head(a, signature);

	struct str below = postscript(a, signature, typed.n);

	if (typed.n + below.n == 0 || str_trim(own).n == 0)
		return own;
	return arena_fmt(a, "%.*s\n\n%.*s\n\n%.*s", STR_ARG(own),
	    STR_ARG(typed), STR_ARG(below));
}

struct str
reply_of_html(struct arena *a, struct str html, struct str name,
    struct str *text, unsigned *flags)
{
	bool others = false;
	struct quote_hint hint = {.name = name, .others = &others};
	struct html_words words;
	struct str reply;

	html_read(a, html, &words);
	if (words.truncated)
		*flags |= MESSAGE_TRUNCATED;
	*text = words.text;
	reply = quote_strip_hint(
	    a, with_typed(a, words.own, words.signature), &hint);
	/* Some write inside of the element that holds their signature. */
	if (reply.n == 0)
		reply = quote_strip_hint(a, words.signature, &hint);
	if (words.coloured.n && says_inline(a, reply))
		reply = with_answers(a, reply, words.coloured);
	/* What its elements mark as quoted is in none of the words. */
	if (others ||
	    words.text.n > words.own.n + words.signature.n + QUOTE_LEAST)
		*flags |= MESSAGE_QUOTES;
	return reply;
}
