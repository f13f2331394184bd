#include "render/rich.h"

int
rich_brightness(struct str color)
{
	static const int weight[3] = {299, 587, 114};
	int sum = 0;

	if (color.n != 7 || color.p[0] != '#')
		return -1;
	for (size_t i = 0; i < 3; i++) {
		int high = str_hex(color.p[1 + 2 * i]);
		int low = str_hex(color.p[2 + 2 * i]);

		if (high < 0 || low < 0)
			return -1;
		sum += weight[i] * (high * 16 + low);
	}
	return sum / 1000;
}

struct str
rich_color(struct str color)
{
	return rich_brightness(color) < 0 ? STR(RICH_COLOR) : color;
}
