#ifndef DUNMAIL_FLOW_TWILIO_SIGN_H
#define DUNMAIL_FLOW_TWILIO_SIGN_H

#include <stdbool.h>

#include "base/str.h"

/*
 * twilio_sign: X-Twilio-Signature, HMAC-SHA-1 over the address and all fields
 * of the form, sorted. Twilio signs the address with or without its port:
 * either is right, as the address is the one that we gave. There is no time in
 * it, so that what is said again is known by what it says.
 */
bool twilio_verify(
    struct str token, struct str url, struct str body, struct str signature);

#endif
