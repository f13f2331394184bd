#include "decide/posting_file.h"

#define NAME_MAX_BYTES 100

static const struct {
	const char *ending, *type;
} types[] = {
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"heic", "image/heic"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"txt", "text/plain"},
    {"csv", "text/csv"},
    {"xml", "application/xml"},
    {"rtf", "application/rtf"},
    {"doc", "application/msword"},
    {"docx", "application/"
	     "vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xls", "application/vnd.ms-excel"},
    {"xlsx", "application/"
	     "vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"zip", "application/zip"},
};

static struct str
ending(struct str name)
{
	size_t dot = str_rchr(name, '.');

	return dot == STR_NPOS ? (struct str){NULL, 0}
			       : str_sub(name, dot + 1, name.n);
}

const char *
posting_file_type(struct str name)
{
	struct str end = ending(str_rtrim(name));

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_fold_eqc(end, types[i].ending))
			return types[i].type;
	return NULL;
}

static struct str
without_folders(struct str name)
{
	size_t slash = str_rchr(name, '/'), back;

	if (slash != STR_NPOS)
		name = str_sub(name, slash + 1, name.n);
	back = str_rchr(name, '\\');
	return str_trim(
	    back == STR_NPOS ? name : str_sub(name, back + 1, name.n));
}

/* Control characters, C1 ones, marks of direction and line ends: bytes of it
 * at p; 0: a character like any other. */
static size_t
odd(const unsigned char *p, size_t n)
{
	if (p[0] < ' ' || p[0] == 0x7f)
		return 1;
	if (n >= 2 && p[0] == 0xc2 && p[1] < 0xa0)
		return 2;
	if (n >= 3 && p[0] == 0xe2 && p[1] == 0x80 &&
	    (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xa8 && p[2] <= 0xae)))
		return 3;
	if (n >= 3 && p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa0 &&
	    p[2] <= 0xaf)
		return 3;
	return 0;
}

struct str
posting_file_name(struct arena *a, struct str name)
{
	struct str s = without_folders(name), end = ending(s), stem;
	char *out;
	size_t n = 0;

	if (end.n > 10)
		end = (struct str){NULL, 0};
	stem = str_head(str_sub(s, 0, s.n - (end.n ? end.n + 1 : 0)),
	    NAME_MAX_BYTES - end.n - 1);
	s = arena_fmt(
	    a, "%.*s%s%.*s", STR_ARG(stem), end.n ? "." : "", STR_ARG(end));
	out = arena_alloc(a, s.n + 1);
	for (size_t i = 0; i < s.n;) {
		size_t skip = odd((const unsigned char *)s.p + i, s.n - i);

		out[n++] = skip || strchr("<>:\"|?*", s.p[i]) ? '_' : s.p[i];
		i += skip ? skip : 1;
	}
	return n == 0 || out[0] == '.' ? arena_fmt(a, "file%.*s", (int)n, out)
				       : (struct str){out, n};
}
