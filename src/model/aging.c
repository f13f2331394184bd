#include "model/aging.h"

enum aging
aging_of(int64_t days_past_due)
{
	if (days_past_due <= 0)
		return AGING_CURRENT;
	if (days_past_due <= 30)
		return AGING_30;
	if (days_past_due <= 60)
		return AGING_60;
	return days_past_due <= 90 ? AGING_90 : AGING_OLDER;
}
