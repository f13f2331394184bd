#ifndef DUNMAIL_TESTS_SUPPORT_NO_LANDLOCK_H
#define DUNMAIL_TESTS_SUPPORT_NO_LANDLOCK_H

/* no_landlock: from here on the kernel refuses this process Landlock: ENOSYS
 * as those before 5.13, EOPNOTSUPP as those that have it switched off, EPERM
 * as within a container. Ends the process if that cannot be. */
void no_landlock(int how);

#endif
