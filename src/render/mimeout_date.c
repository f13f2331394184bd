#include "render/mimeout.h"

#include "base/day.h"
#include "render/digits.h"

static void
put_number(struct buf *out, int v, int least)
{
	char text[DIGITS_MAX];

	buf_add(
	    out, text, (size_t)(digits_put(text, (uint64_t)v, least) - text));
}

void
mimeout_date(struct buf *out, int64_t t, int offset)
{
	static const char week[] = "SunMonTueWedThuFriSat";
	static const char year[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t local = t + (int64_t)offset * 60;
	day_t day = day_of_instant(local);
	int secs = (int)(local - day_instant(day));
	struct ymd d = day_ymd(day);
	int east = offset < 0 ? -offset : offset;

	buf_adds(out, "Date: ");
	buf_add(out, week + 3 * day_weekday(day), 3);
	buf_adds(out, ", ");
	put_number(out, d.d, 1);
	buf_addc(out, ' ');
	buf_add(out, year + 3 * (d.m - 1), 3);
	buf_addc(out, ' ');
	put_number(out, d.y, 4);
	buf_addc(out, ' ');
	put_number(out, secs / 3600, 2);
	buf_addc(out, ':');
	put_number(out, secs / 60 % 60, 2);
	buf_addc(out, ':');
	put_number(out, secs % 60, 2);
	buf_adds(out, offset < 0 ? " -" : " +");
	put_number(out, east / 60 * 100 + east % 60, 4);
	buf_adds(out, "\r\n");
}
