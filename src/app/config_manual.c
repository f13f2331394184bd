#include "app/config_manual.h"

#include <string.h>

#include "app/config_document.h"
#include "app/variables.h"

/* One line of running text: nothing in it is a request to the formatter. */
static void
put_text(FILE *out, const char *text)
{
	if (text[0] == '.' || text[0] == '\'')
		fputs("\\&", out);
	for (const char *p = text; *p != '\0'; p++)
		if (*p == '\\')
			fputs("\\e", out);
		else
			fputc(*p, out);
	fputc('\n', out);
}

static void
put_setting(FILE *out, const struct config_setting *s)
{
	char form[CONFIG_FORM_MAX];

	fprintf(out, ".It Ic %s\n", s->key);
	put_text(out, s->doc);
	fprintf(out, "Takes %s%s\n", config_document_form(s, form),
	    s->fallback[0] == '\0' && !s->required ? "." : ";");
	if (s->required)
		fprintf(out, "required.\n");
	else if (s->fallback[0] != '\0')
		fprintf(out, "default\n.Ql %s .\n", s->fallback);
}

static void
put_settings(FILE *out, enum config_scope scope)
{
	const char *section = "";

	for (size_t i = 0; i < config_table_count; i++) {
		const struct config_setting *s = &config_table[i];

		if (s->scope != scope)
			continue;
		if (strcmp(section, s->section) != 0)
			fprintf(out,
			    "%s.Ss Section [%s%s]\n.Bl -tag -width Ds\n",
			    section[0] != '\0' ? ".El\n" : "", s->section,
			    strcmp(s->section, "step") == 0 ? " NAME" : "");
		section = s->section;
		put_setting(out, s);
	}
	fprintf(out, ".El\n");
}

static const char *
kind_word(enum variable_kind kind)
{
	switch (kind) {
	case VARIABLE_TEXT:
		return "";
	case VARIABLE_FLAG:
		return "Flag: ";
	case VARIABLE_LIST:
		return "List: ";
	}
	return "";
}

static void
put_variables(FILE *out)
{
	fprintf(out, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < variables_count; i++) {
		const struct variable *v = &variables[i];

		fprintf(out, ".It Ic %s\n", v->name);
		if (v->within[0] != '\0')
			fprintf(out, "In %s: ", v->within);
		fprintf(out, "%s%s\n", kind_word(v->kind), v->doc);
	}
	fprintf(out, ".El\n");
}

static const char head[] =
    ".\\\" Made by `make man` from the tables in src/app: edit those.\n"
    ".Dd November 22, 2026\n"
    ".Dt GATEWAY.CONF 5\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm gateway.conf\n"
    ".Nd configuration of the dunmail gateway\n"
    ".Sh DESCRIPTION\n"
    "Four kinds of text file configure\n"
    ".Xr dunmail 1 :\n"
    ".Nm\n"
    "itself, one\n"
    ".Pa mailboxes/NAME.conf\n"
    "beside it for each mailbox, one\n"
    ".Pa collectors/NAME.conf\n"
    "for each collector whose own mailbox gets drafts, and one\n"
    ".Pa SEQUENCE/sequence.conf\n"
    "in the folder of templates for each sequence.\n"
    "They share one format:\n"
    ".Bd -literal -offset indent\n"
    "# a comment: a line whose first mark is '#'\n"
    "[section]\n"
    "key = value, to the end of the line\n"
    "address = a value goes on\n"
    "        in the lines below it that start with a blank\n"
    ".Ed\n"
    ".Pp\n"
    "Files are UTF-8.\n"
    "A section and a key are given once.\n"
    "Times are a whole number and a unit: 30s, 10m, 30h, 5d, 2w, or 0.\n"
    "Relative paths start at the folder of\n"
    ".Nm .\n"
    "Secrets are never written into these files: a setting names a file of\n"
    "mode 0600 instead.\n"
    ".Pp\n"
    ".Ic dunmail check\n"
    "tells everything that is wrong, each with its file and line.\n";

static const char collector_text[] =
    ".Sh COLLECTORS\n"
    "A collector who has such a file gets the draft of a personal mail in\n"
    "the folder for drafts of their own mailbox, instead of by mail.\n"
    "In the folder of what they sent, new mails are looked at by the fields\n"
    "Message-ID, In-Reply-To, References, Reply-To and X-Draft-Token alone;\n"
    "only one that bears the token of such a draft is read, and noted.\n"
    "Nothing else of that mailbox is read, changed or kept.\n"
    "The file is named like no file of mailboxes.\n";

static const char sequence_text[] =
    ".Sh SEQUENCES\n"
    "Each\n"
    ".Ic [step NAME]\n"
    "is one thing to say.\n"
    "Steps are said in the order of their days, whatever their order in the\n"
    "file: first those counted from the day of issue, then those counted\n"
    "from the due date; one counted from the previous step stays behind the\n"
    "step above it.\n"
    "A step is due since its day, not only on it, and only the latest one\n"
    "that is due is said.\n"
    "Its words are in\n"
    ".Pa NAME.LANGUAGE.md\n"
    "beside the file.\n";

static const char text_text[] =
    ".Sh TEXTS\n"
    "A text is Markdown with Mustache.\n"
    "Its first line is\n"
    ".Ql Subject: ... ,\n"
    "then comes an empty line, then the mail.\n"
    ".Pa layout.html\n"
    "in the folder of templates is put around the HTML form of every mail.\n"
    "These names can be used; a flag and a list only as\n"
    ".Ql {{#name}} ... {{/name}} .\n";

static const char tail[] = ".Sh FILES\n"
			   ".Bl -tag -width Ds -compact\n"
			   ".It Pa gateway.conf\n"
			   ".It Pa mailboxes/NAME.conf\n"
			   ".It Pa collectors/NAME.conf\n"
			   ".It Pa templates/SEQUENCE/sequence.conf\n"
			   ".It Pa templates/SEQUENCE/NAME.LANGUAGE.md\n"
			   ".It Pa templates/layout.html\n"
			   ".It Pa filters/LANGUAGE.rules\n"
			   ".El\n"
			   ".Sh SEE ALSO\n"
			   ".Xr dunmail 1\n";

void
config_manual_print(FILE *out)
{
	fputs(head, out);
	fputs(".Sh GATEWAY\n", out);
	put_settings(out, SCOPE_GATEWAY);
	fputs(".Sh MAILBOXES\n", out);
	put_settings(out, SCOPE_MAILBOX);
	fputs(collector_text, out);
	put_settings(out, SCOPE_COLLECTOR);
	fputs(sequence_text, out);
	put_settings(out, SCOPE_SEQUENCE);
	fputs(text_text, out);
	put_variables(out);
	fputs(tail, out);
}
