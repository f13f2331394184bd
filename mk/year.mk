# A year in the life of a generated company, by the built program: see
# tests/year/README.md. AGAIN: so many days are played a second time beside it,
# and must come to the same digests.
SEED ?= 7
ACCOUNTS ?= 500
DAYS ?= 366
AGAIN ?= 60
.PHONY: year
year: all
	$(Q)BUILD=$(BUILD) AGAIN=$(AGAIN) tests/year/year.sh --seed $(SEED) \
		--accounts $(ACCOUNTS) --days $(DAYS) $(YEAR_ARGS)
