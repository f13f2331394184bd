/* What starting a program costs that links what dunmail links. */
int
main(void)
{
	return 0;
}
