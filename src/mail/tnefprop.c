#include "mail/tnefprop.h"

#define MANY     0x1000 /* bit of a type: several values */
#define NAMED    0x8000 /* ids from here on have a name */
#define NAME_STR 1

static size_t
padded(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* Bytes of a value of a fixed size, 0: it says its length itself, or is none
 * that we know. */
static size_t
fixed_size(unsigned type)
{
	switch (type) {
	case 0x02: /* 16 bits */
		return 2;
	case 0x03: /* 32 bits, float, error, boolean */
	case 0x04:
	case 0x0a:
	case 0x0b:
		return 4;
	case 0x05: /* double, currency, application time, 64 bits, time */
	case 0x06:
	case 0x07:
	case 0x14:
	case 0x40:
		return 8;
	case 0x48: /* GUID */
		return 16;
	default:
		return 0;
	}
}

static bool
has_length(unsigned type)
{
	return type == 0x0d || type == 0x1e || type == 0x1f || type == 0x102;
}

static void
skip_name(struct octets *in)
{
	octets_take(in, 16);
	if (octets_number(in, 4) == NAME_STR)
		octets_take(in, padded(octets_number(in, 4)));
	else
		octets_take(in, 4);
}

/* Values with a length of their own. A cut one is given as far as it goes. */
static struct str
read_long(struct octets *in)
{
	uint32_t count = octets_number(in, 4);
	struct str first = {"", 0};

	for (uint32_t i = 0; i < count && !in->bad; i++) {
		size_t n = octets_number(in, 4);
		struct str v = octets_take(in, padded(n));

		if (i == 0)
			first = str_sub(v, 0, n);
	}
	return first;
}

static struct str
read_fixed(struct octets *in, size_t size, bool many)
{
	size_t count = many ? octets_number(in, 4) : 1;
	struct str all = octets_take(in, padded(size * count));

	return str_sub(all, 0, size);
}

void
tnefprop_open(struct tnefprops *all, struct str bytes)
{
	*all = (struct tnefprops){.in = {.s = bytes}};
	all->left = octets_number(&all->in, 4);
}

bool
tnefprop_next(struct tnefprops *all, struct tnefprop *out)
{
	struct octets *in = &all->in;
	size_t size;

	if (all->left == 0 || in->bad)
		return false;
	all->left--;
	out->type = octets_number(in, 2);
	out->id = octets_number(in, 2);
	if (out->id >= NAMED)
		skip_name(in);
	if (in->bad)
		return false;
	size = fixed_size(out->type & ~(unsigned)MANY);
	if (has_length(out->type & ~(unsigned)MANY))
		out->value = read_long(in);
	else if (size)
		out->value = read_fixed(in, size, out->type & MANY);
	else
		in->bad = true; /* nobody knows where the next one begins */
	return size > 0 || has_length(out->type & ~(unsigned)MANY);
}
