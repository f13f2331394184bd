#include "render/msgid.h"

#include <string.h>

#define TOUCH_BYTES (MSGID_TOUCH / 2)
#define MAC_BYTES   10
#define MAC_TEXT    16 /* of them, in base32 */

static const char touch_purpose[] = "touch-id";
static const char mail_purpose[] = "msgid-v1";
static const char reply_purpose[] = "reply-v1";

struct str
msgid_touch(struct arena *a, const struct seal_key *key, struct str natural_key)
{
	unsigned char id[TOUCH_BYTES];
	char *hex = arena_alloc(a, MSGID_TOUCH + 1);

	seal_tag(key, touch_purpose, natural_key, id, sizeof(id));
	seal_hex(id, sizeof(id), hex);
	return (struct str){hex, MSGID_TOUCH};
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

struct str
msgid_reply_address(struct arena *a, const struct seal_key *key,
    struct str touch, struct str address)
{
	size_t at = str_rchr(address, '@');
	char tag[MAC_TEXT + 1];

	if (at == STR_NPOS)
		return address;
	mac(key, reply_purpose, touch, tag);
	return join(a,
	    (struct str[]){str_sub(address, 0, at), STR("+dm-"), touch,
		STR("-"), {tag, MAC_TEXT}, str_sub(address, at, address.n)},
	    6);
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

/* "<prefix>TOUCH<sep>MAC" and nothing else. */
static bool
read_local(struct arena *a, const struct seal_key *key, const char *purpose,
    struct str local, struct str *touch)
{
	struct str prefix = STR("dm.");
	char sep = '.';

	if (purpose == reply_purpose) {
		prefix = STR("dm-");
		sep = '-';
	}
	if (!str_fold_starts(local, prefix) ||
	    local.n != prefix.n + MSGID_TOUCH + 1 + MAC_TEXT ||
	    local.p[prefix.n + MSGID_TOUCH] != sep)
		return false;
	return read_pair(
	    a, key, purpose, str_sub(local, prefix.n, local.n), touch);
}

bool
msgid_read(struct arena *a, const struct seal_key *key, struct str id,
    struct str *touch)
{
	size_t at = str_chr(id, '@');

	return at != STR_NPOS &&
	       read_local(a, key, mail_purpose, str_sub(id, 0, at), touch);
}

bool
msgid_read_address(struct arena *a, const struct seal_key *key,
    struct str address, struct str *touch)
{
	struct str local = str_sub(address, 0, str_rchr(address, '@'));
	size_t plus = str_rchr(local, '+');

	if (local.n == address.n || plus == STR_NPOS)
		return false;
	return read_local(
	    a, key, reply_purpose, str_sub(local, plus + 1, local.n), touch);
}
