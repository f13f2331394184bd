#include "decide/letter.h"

#include <stdbool.h>

/* Base letters of U+00C0..U+00FF and U+0100..U+017F; '*' has none. */
static const char latin_one[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
				"aaaaaaaceeeeiiiidnooooo*ouuuuyty";
static const char latin_a[] = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhh"
			      "iiiiiiiiiiiijjkkkllllllllllnnnnnnnnn"
			      "oooooooorrrrrrssssssssttttttuuuuuuuuuuuu"
			      "wwyyyzzzzzzs";

char
letter_base(uint32_t point)
{
	char c = 0;

	if (point >= 0xc0 && point <= 0xff)
		c = latin_one[point - 0xc0];
	else if (point >= 0x100 && point <= 0x17f)
		c = latin_a[point - 0x100];
	return c == '*' ? '\0' : c;
}

/* Capitals and small letters take turns, but not all the way in step. */
static bool
capital(uint32_t point)
{
	if (point < 0x100)
		return point < 0xdf;
	if ((point >= 0x139 && point <= 0x148) || point >= 0x179)
		return point % 2 == 1 && point != 0x17f;
	return point % 2 == 0 && point != 0x138;
}

char
letter_base_cased(uint32_t point)
{
	char c = letter_base(point);

	return c && capital(point) ? (char)(c - 'a' + 'A') : c;
}
