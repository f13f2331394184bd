#include "render/link_id.h"

#define PACKED 0x80u

static int
hex_value(char c)
{
	if (str_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
can_pack(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (hex_value(id.p[i]) < 0)
			return false;
	return id.n > 0 && id.n % 2 == 0;
}

size_t
link_id_put(unsigned char *to, struct str id)
{
	if (!can_pack(id)) {
		*to = (unsigned char)id.n;
		if (id.n > 0)
			memcpy(to + 1, id.p, id.n);
		return 1 + id.n;
	}
	*to++ = (unsigned char)(PACKED | id.n / 2);
	for (size_t i = 0; i < id.n; i += 2)
		*to++ = (unsigned char)(hex_value(id.p[i]) << 4 |
					hex_value(id.p[i + 1]));
	return 1 + id.n / 2;
}

static struct str
unpack(struct str bytes, char room[LINK_ID_MAX])
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];

		room[2 * i] = hex[c >> 4];
		room[2 * i + 1] = hex[c & 15];
	}
	return (struct str){room, 2 * bytes.n};
}

bool
link_id_take(
    struct str *rest, bool packed, char room[LINK_ID_MAX], struct str *id)
{
	unsigned head = rest->n > 0 ? (unsigned char)rest->p[0] : 0;
	size_t n = packed ? head & ~PACKED : head;
	size_t most = packed && (head & PACKED) ? LINK_ID_MAX / 2 : LINK_ID_MAX;

	if (rest->n < 1 + n || n > most)
		return false;
	*id = str_sub(*rest, 1, n);
	*rest = str_sub(*rest, 1 + n, rest->n);
	if (packed && (head & PACKED))
		*id = unpack(*id, room);
	return true;
}
