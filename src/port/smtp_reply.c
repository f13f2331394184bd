#include "port/smtp_reply.h"

static int
code_of(struct str line)
{
	if (line.n < 3 || line.p[0] < '2' || line.p[0] > '5' ||
	    !str_is_digit(line.p[1]) || !str_is_digit(line.p[2]))
		return -1;
	if (line.n > 3 && line.p[3] != ' ' && line.p[3] != '-')
		return -1;
	return (line.p[0] - '0') * 100 + (line.p[1] - '0') * 10 +
	       (line.p[2] - '0');
}

int
smtp_reply_parse(struct str in, struct smtp_reply *out)
{
	struct str rest = in;
	bool first = true;
	size_t lf;

	while ((lf = str_chr(rest, '\n')) != STR_NPOS) {
		struct str line = str_rtrim(str_sub(rest, 0, lf));

		out->code = code_of(line);
		if (out->code < 0)
			return -1;
		if (first)
			out->text = str_sub(line, 4, line.n);
		first = false;
		rest = str_sub(rest, lf + 1, rest.n);
		if (line.n == 3 || line.p[3] == ' ') {
			out->lines = str_sub(in, 0, in.n - rest.n);
			return 1;
		}
	}
	return 0;
}

static void
offer(struct smtp_offer *o, struct str word)
{
	int64_t n;

	if (str_fold_eqc(word, "PIPELINING"))
		o->pipelining = true;
	else if (str_fold_eqc(word, "8BITMIME"))
		o->eightbit = true;
	else if (str_fold_eqc(word, "SMTPUTF8"))
		o->utf8 = true;
	else if (str_fold_eqc(word, "SIZE"))
		o->sized = true;
	else if (str_fold_starts(word, STR("SIZE "))) {
		o->sized = true;
		word = str_trim(str_sub(word, 5, word.n));
		if (str_to_i64(word, 0, INT64_MAX, &n))
			o->size = (uint64_t)n;
	}
}

void
smtp_reply_offer(const struct smtp_reply *ehlo, struct smtp_offer *out)
{
	struct str rest = ehlo->lines;
	struct str line;

	*out = (struct smtp_offer){0};
	(void)str_line(&rest, &line); /* the server's name */
	while (str_line(&rest, &line))
		offer(out, str_sub(str_rtrim(line), 4, line.n));
}
