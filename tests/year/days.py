"""Civil days where the customer is: business days, holidays, windows. Written
from the manual (gateway.conf(5), dunmail(1) FILES), not from the program."""

import os
import re
from datetime import timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

COUNTRY_OF_ZONE = {
    "America/New_York": "US", "America/Chicago": "US",
    "America/Los_Angeles": "US", "Europe/Berlin": "DE", "Europe/Paris": "FR",
    "Europe/Madrid": "ES", "Europe/London": "GB", "Asia/Tokyo": "JP",
    "Asia/Kuwait": "KW",
}


class Days:
    def __init__(self, folder):
        self.holidays = {}
        for name in os.listdir(folder):
            if name.endswith(".ics"):
                with open(os.path.join(folder, name), encoding="utf-8") as f:
                    self.holidays[name[:-4]] = {
                        "%s-%s-%s" % m for m in re.findall(
                            r"DTSTART;VALUE=DATE:(\d{4})(\d\d)(\d\d)",
                            f.read())}
        self.business = lru_cache(None)(self._business)
        self.add = lru_cache(None)(self._add)

    def country(self, account, contact):
        for locale in (contact.language if contact else "", account.language):
            if "-" in locale:
                return locale.split("-")[1]
        return COUNTRY_OF_ZONE[account.zone]

    def _business(self, country, day):
        return day.weekday() < 5 and \
            day.isoformat() not in self.holidays.get(country, ())

    def roll(self, country, day):
        while not self.business(country, day):
            day += timedelta(days=1)
        return day

    def _add(self, country, day, n):
        while n > 0:
            day += timedelta(days=1)
            if self.business(country, day):
                n -= 1
        return day


@lru_cache(None)
def zone(name):
    return ZoneInfo(name)


def local(instant, name):
    return instant.astimezone(zone(name))
