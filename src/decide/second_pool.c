#include "decide/second_pool.h"

#include <math.h>

#define WIDE 0.3 /* how near the strongest one counts besides it */

static double
strongest(const double *says, size_t n)
{
	double most = says[0];

	for (size_t i = 1; i < n; i++)
		most = fmax(most, says[i]);
	return most;
}

/* A mean of exponentials; the strongest is taken out so that none is too
 * large. */
double
second_pool(const double *says, size_t n)
{
	double most, sum = 0;

	if (n == 0)
		return 0;
	most = strongest(says, n);
	for (size_t i = 0; i < n; i++)
		sum += exp((says[i] - most) / WIDE);
	return most + WIDE * log(sum / (double)n);
}

void
second_pool_shares(const double *says, size_t n, double *shares)
{
	double most, sum = 0;

	if (n == 0)
		return;
	most = strongest(says, n);
	for (size_t i = 0; i < n; i++)
		sum += shares[i] = exp((says[i] - most) / WIDE);
	for (size_t i = 0; i < n; i++)
		shares[i] /= sum;
}
