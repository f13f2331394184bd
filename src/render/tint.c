#include "render/tint.h"

#include <math.h>

static int
hex(char c)
{
	c = str_lower(c);
	if (str_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
tint_parse(struct str text, uint32_t *out)
{
	uint32_t color = 0;

	if (text.n != 7 || text.p[0] != '#')
		return false;
	for (size_t i = 1; i < 7; i++) {
		if (hex(text.p[i]) < 0)
			return false;
		color = color << 4 | (uint32_t)hex(text.p[i]);
	}
	*out = color;
	return true;
}

uint32_t
tint_mix(uint32_t a, uint32_t b, unsigned percent_b)
{
	uint32_t out = 0;

	for (int shift = 16; shift >= 0; shift -= 8) {
		unsigned x = a >> shift & 255, y = b >> shift & 255;

		out |= (x * (100 - percent_b) + y * percent_b) / 100 << shift;
	}
	return out;
}

uint32_t
tint_readable(uint32_t color)
{
	while ((color >> 16 & 255) * 30 + (color >> 8 & 255) * 59 +
		   (color & 255) * 11 >
	       110 * 100)
		color = tint_mix(color, 0, 10);
	return color;
}

/* Relative luminance as WCAG 2.2 defines it, 0 to 1. */
static double
luminance(uint32_t color)
{
	static const double weights[] = {0.2126, 0.7152, 0.0722};
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double c = (color >> (16 - 8 * i) & 255) / 255.0;

		sum +=
		    weights[i] *
		    (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

int
tint_contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a), y = luminance(b);

	return (int)(100 * ((x > y ? x : y) + 0.05) / ((x > y ? y : x) + 0.05));
}

uint32_t
tint_legible(uint32_t color)
{
	while (tint_contrast(color, 0xffffff) < 450)
		color = tint_mix(color, 0, 5);
	return color;
}
