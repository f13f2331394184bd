#include "decide/form.h"

#include "decide/form_value.h"

#define LINE_MAX_BYTES 1000 /* of a line that may be one of the form */
#define HITS_MAX       64
#define NEAR           3 /* lines */

/* As folded by form_value_fold: small ASCII letters, accents left out. */
static const struct {
	const char *words;
	enum form_field field;
} labels[] = {
    {"payables contact", FORM_CONTACT},
    {"their e-mail", FORM_EMAIL},
    {"purchase order needed", FORM_PO},
    {"day of your payment run", FORM_RUN},
    {"best hours to reach you", FORM_HOURS},
    {"kontakt kreditorenbuchhaltung", FORM_CONTACT},
    {"e-mail-adresse", FORM_EMAIL},
    {"bestellnummer erforderlich", FORM_PO},
    {"tag ihres zahllaufs", FORM_RUN},
    {"am besten erreichbar", FORM_HOURS},
    {"contact comptabilite fournisseurs", FORM_CONTACT},
    {"son adresse e-mail", FORM_EMAIL},
    {"numero de commande requis", FORM_PO},
    {"jour de vos reglements", FORM_RUN},
    {"meilleures heures pour vous joindre", FORM_HOURS},
    {"contacto de pagos a proveedores", FORM_CONTACT},
    {"su correo electronico", FORM_EMAIL},
    {"numero de pedido obligatorio", FORM_PO},
    {"dia de sus pagos", FORM_RUN},
    {"mejor horario para llamar", FORM_HOURS},
};

/* A line of the form: whose, and what was written behind it. */
struct hit {
	enum form_field field;
	struct str value;
	size_t line;
};

struct hits {
	struct hit v[HITS_MAX];
	size_t n;
	size_t line;  /* the running number */
	size_t depth; /* of quotation of the last line of the form */
	bool wanting; /* that one was left empty, and the next may answer it */
};

/* Marks of quotation and of lists in front; *depth counts the former. */
static struct str
undress(struct str line, size_t *depth)
{
	*depth = 0;
	for (;;) {
		line = form_value_trim(line);
		if (line.n > 0 && (line.p[0] == '>' || line.p[0] == '|')) {
			++*depth;
		} else if (line.n == 0 ||
			   (line.p[0] != '*' && line.p[0] != '-' &&
			       line.p[0] != '_')) {
			break;
		}
		line = str_sub(line, 1, line.n);
	}
	if (str_starts(line, STR("\xe2\x80\xa2"))) /* a bullet */
		line = form_value_trim(str_sub(line, 3, line.n));
	return line;
}

/* "(yes/no)" between a label and its colon; it may hold the answer. */
static struct str
skip_choice(struct str rest, struct str *choice)
{
	size_t end;

	*choice = (struct str){NULL, 0};
	rest = form_value_trim(rest);
	if (rest.n == 0 || rest.p[0] != '(')
		return rest;
	end = str_chr(rest, ')');
	if (end == STR_NPOS)
		return rest;
	*choice = form_value_trim(str_sub(rest, 1, end - 1));
	return form_value_trim(str_sub(rest, end + 1, rest.n));
}

static bool
skip_colon(struct str *rest)
{
	static const char *const colons[] = {
	    ":", "\xef\xbc\x9a", "\xef\xb9\x95", "\xe2\x88\xb6", "=", NULL};

	*rest = undress(*rest, &(size_t){0}); /* a bold label: "**...**:" */
	for (size_t i = 0; colons[i] != NULL; i++)
		if (str_starts(*rest, str_of(colons[i]))) {
			*rest = str_sub(*rest, strlen(colons[i]), rest->n);
			return true;
		}
	return false;
}

/* What is written behind the colon, without the marks that Markdown and mail
 * programs leave there. */
static struct str
value_of(struct str rest)
{
	rest = form_value_trim(rest);
	while (rest.n > 0 && (rest.p[0] == '*' || rest.p[0] == '_'))
		rest = form_value_trim(str_sub(rest, 1, rest.n));
	while (rest.n > 0 &&
	       (rest.p[rest.n - 1] == '*' || rest.p[rest.n - 1] == '_' ||
		   rest.p[rest.n - 1] == '\\'))
		rest = form_value_trim(str_sub(rest, 0, rest.n - 1));
	return str_head(rest, FORM_VALUE);
}

/* Is it a line of the form? */
static bool
read_label(struct str line, struct hit *out)
{
	struct form_folded folded;
	struct str choice, rest;

	if (line.n == 0 || line.n > LINE_MAX_BYTES)
		return false;
	form_value_fold(line, &folded);
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		struct str words = str_of(labels[i].words);

		if (!str_starts(form_folded_str(&folded), words))
			continue;
		rest = str_sub(line, folded.at[words.n], line.n);
		rest = skip_choice(rest, &choice);
		if (!skip_colon(&rest))
			continue;
		out->field = labels[i].field;
		out->value = value_of(rest);
		/* "(yes):" with the other word struck out */
		if (out->value.n == 0 && labels[i].field == FORM_PO &&
		    str_chr(choice, '/') == STR_NPOS &&
		    form_value_answer(choice) != FORM_UNSAID)
			out->value = choice;
		return true;
	}
	return false;
}

static struct hit *
add_hit(struct hits *h, const struct hit *hit)
{
	if (h->n == HITS_MAX)
		return NULL;
	h->v[h->n] = *hit;
	h->v[h->n].line = h->line;
	return &h->v[h->n++];
}

/* True: the line belongs to the form. */
static bool
read_line(struct hits *h, struct str line)
{
	struct hit hit;
	size_t depth;

	h->line++;
	line = undress(line, &depth);
	if (read_label(line, &hit)) {
		h->wanting = add_hit(h, &hit) != NULL && hit.value.n == 0;
		h->depth = depth;
		return true;
	}
	/* Answered below a line that was quoted. */
	if (h->wanting && depth < h->depth && line.n > 0) {
		h->v[h->n - 1].value = value_of(line);
		h->wanting = false;
		return true;
	}
	h->wanting &= line.n == 0 && depth < h->depth;
	return false;
}

/* In a signature stands an address as well: only beside another line of the
 * form it is one of the form. */
static bool
is_alone(const struct hits *h, const struct hit *hit)
{
	if (hit->field != FORM_EMAIL)
		return false;
	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].field != FORM_EMAIL &&
		    h->v[i].line + NEAR >= hit->line &&
		    hit->line + NEAR >= h->v[i].line)
			return false;
	return true;
}

static void
take(const struct hits *h, struct form *out, bool seen[FORM_FIELDS])
{
	for (size_t i = 0; i < h->n; i++) {
		const struct hit *hit = &h->v[i];

		if (is_alone(h, hit))
			continue;
		out->labels += !seen[hit->field];
		seen[hit->field] = true;
		if (out->value[hit->field].n > 0 || hit->value.n == 0)
			continue;
		out->value[hit->field] = hit->value;
		out->filled++;
	}
}

static size_t
count_words(struct str s)
{
	size_t words = 0;
	bool in = false;

	for (size_t i = 0; i < s.n; i++) {
		bool word = !str_is_space(s.p[i]);

		words += word && !in;
		in = word;
	}
	return words;
}

/* The lines of the reply that are not of the form, as they stand. */
static void
read_reply(struct arena *a, struct str reply, struct hits *h, struct form *out)
{
	struct str rest = reply, line;
	char *keep = arena_alloc(a, reply.n + 1);
	size_t n = 0;

	while (str_line(&rest, &line)) {
		if (read_line(h, line))
			continue;
		memcpy(keep + n, line.p, line.n);
		n += line.n;
		if (n < reply.n)
			keep[n++] = '\n';
	}
	out->rest = (struct str){keep, n};
	out->rest_words = count_words(out->rest);
}

void
form_read(struct arena *a, struct str reply, struct str text, struct form *out)
{
	bool seen[FORM_FIELDS] = {false};
	struct hits h = {.n = 0};
	struct str line;

	*out = (struct form){.labels = 0};
	read_reply(a, reply, &h, out);
	take(&h, out, seen);
	h = (struct hits){.n = 0};
	while (str_line(&text, &line))
		read_line(&h, line);
	take(&h, out, seen);
	out->email = form_value_email(out->value[FORM_EMAIL]);
	out->po = form_value_answer(out->value[FORM_PO]);
	form_value_hours(out->value[FORM_HOURS], &out->from, &out->to);
}

const char *
form_field_name(enum form_field field)
{
	static const char *const names[FORM_FIELDS] = {
	    [FORM_CONTACT] = "payables-contact",
	    [FORM_EMAIL] = "payables-email",
	    [FORM_PO] = "po-needed",
	    [FORM_RUN] = "payment-run",
	    [FORM_HOURS] = "best-hours",
	};

	return names[field];
}
