#include "render/msgid.h"

#include <string.h>

#define TOUCH_BYTES (MSGID_TOUCH / 2)
#define MAC_BYTES   10
#define MAC_TEXT    16 /* of them, in base32 */

static const char touch_purpose[] = "touch-id";
static const char mail_purpose[] = "msgid-v1";
static const char reply_purpose[] = "reply-v1";
static const char note_id_purpose[] = "note--id";
static const char note_purpose[] = "note--v1";

static struct str
keyed_id(struct arena *a, const struct seal_key *key, const char *purpose,
    struct str of)
{
	unsigned char id[TOUCH_BYTES];
	char *hex = arena_alloc(a, MSGID_TOUCH + 1);

	seal_tag(key, purpose, of, id, sizeof(id));
	seal_hex(id, sizeof(id), hex);
	return (struct str){hex, MSGID_TOUCH};
}

struct str
msgid_touch(struct arena *a, const struct seal_key *key, struct str natural_key)
{
	return keyed_id(a, key, touch_purpose, natural_key);
}

struct str
msgid_note_tag(struct arena *a, const struct seal_key *key, struct str account)
{
	return keyed_id(a, key, note_id_purpose, account);
}

static void
mac(const struct seal_key *key, const char *purpose, struct str touch,
    char out[MAC_TEXT + 1])
{
	unsigned char tag[MAC_BYTES];

	seal_tag(key, purpose, touch, tag, sizeof(tag));
	seal_base32(tag, sizeof(tag), out);
}

static struct str
join(struct arena *a, const struct str *parts, size_t n)
{
	size_t room = 0;
	char *text, *o;

	for (size_t i = 0; i < n; i++)
		room += parts[i].n;
	text = o = arena_alloc(a, room + 1);
	for (size_t i = 0; i < n; i++)
		if (parts[i].n > 0)
			o = mempcpy(o, parts[i].p, parts[i].n);
	return (struct str){text, room};
}

struct str
msgid_make(struct arena *a, const struct seal_key *key, struct str touch,
    struct str domain)
{
	char tag[MAC_TEXT + 1];

	mac(key, mail_purpose, touch, tag);
	return join(a,
	    (struct str[]){
		STR("dm."), touch, STR("."), {tag, MAC_TEXT}, STR("@"), domain},
	    6);
}

static struct str
tagged(struct arena *a, struct str address, struct str prefix, struct str id,
    const char mac_text[MAC_TEXT + 1])
{
	size_t at = str_rchr(address, '@');

	if (at == STR_NPOS)
		return address;
	return join(a,
	    (struct str[]){str_sub(address, 0, at), STR("+"), prefix, id,
		STR("-"), {mac_text, MAC_TEXT},
		str_sub(address, at, address.n)},
	    7);
}

struct str
msgid_reply_address(struct arena *a, const struct seal_key *key,
    struct str touch, struct str address)
{
	char tag[MAC_TEXT + 1];

	mac(key, reply_purpose, touch, tag);
	return tagged(a, address, STR("dm-"), touch, tag);
}

struct str
msgid_note_address(struct arena *a, const struct seal_key *key,
    struct str account, struct str address)
{
	struct str id = msgid_note_tag(a, key, account);
	char tag[MAC_TEXT + 1];

	mac(key, note_purpose, id, tag);
	return tagged(a, address, STR("n."), id, tag);
}

static bool
is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_digit(s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return true;
}

static struct str
lower(struct arena *a, struct str s)
{
	char *p = arena_cstr(a, s);

	for (size_t i = 0; i < s.n; i++)
		p[i] = str_lower(p[i]);
	return (struct str){p, s.n};
}

/* "TOUCH<sep>MAC": servers on the way may have folded the case. */
static bool
read_pair(struct arena *a, const struct seal_key *key, const char *purpose,
    struct str pair, struct str *touch)
{
	unsigned char tag[MAC_BYTES];
	struct str t;

	if (pair.n != MSGID_TOUCH + 1 + MAC_TEXT)
		return false;
	t = str_sub(pair, 0, MSGID_TOUCH);
	if (!seal_unbase32(
		str_sub(pair, MSGID_TOUCH + 1, MAC_TEXT), tag, sizeof(tag)))
		return false;
	if (!is_hex(t))
		t = lower(a, t);
	if (!is_hex(t) || !seal_tag_check(key, purpose, t,
			      (struct str){(char *)tag, sizeof(tag)}))
		return false;
	*touch = t;
	return true;
}

struct form {
	const char *purpose;
	struct str prefix;
	char sep;
};

/* "<prefix>TOUCH<sep>MAC" and nothing else. */
static bool
read_local(struct arena *a, const struct seal_key *key, const struct form *form,
    struct str local, struct str *touch)
{
	size_t n = form->prefix.n;

	if (!str_fold_starts(local, form->prefix) ||
	    local.n != n + MSGID_TOUCH + 1 + MAC_TEXT ||
	    local.p[n + MSGID_TOUCH] != form->sep)
		return false;
	return read_pair(
	    a, key, form->purpose, str_sub(local, n, local.n), touch);
}

bool
msgid_read(struct arena *a, const struct seal_key *key, struct str id,
    struct str *touch)
{
	const struct form form = {mail_purpose, STR("dm."), '.'};
	size_t at = str_chr(id, '@');

	return at != STR_NPOS &&
	       read_local(a, key, &form, str_sub(id, 0, at), touch);
}

/* What stands behind the last plus of the local part. */
static bool
read_detail(struct arena *a, const struct seal_key *key,
    const struct form *form, struct str address, struct str *id)
{
	struct str local = str_sub(address, 0, str_rchr(address, '@'));
	size_t plus = str_rchr(local, '+');

	if (local.n == address.n || plus == STR_NPOS)
		return false;
	return read_local(a, key, form, str_sub(local, plus + 1, local.n), id);
}

bool
msgid_read_address(struct arena *a, const struct seal_key *key,
    struct str address, struct str *touch)
{
	const struct form form = {reply_purpose, STR("dm-"), '-'};

	return read_detail(a, key, &form, address, touch);
}

bool
msgid_read_note(struct arena *a, const struct seal_key *key, struct str address,
    struct str *tag)
{
	const struct form form = {note_purpose, STR("n."), '-'};

	return read_detail(a, key, &form, address, tag);
}
