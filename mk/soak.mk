# A long day of a mailbox: N mails, people who move them, a server that is
# restarted and counts anew. Then the ledger is held against a model
# (tests/soak/soak.py --help). Root, Dovecot.
N ?= 10000
MOVES ?= 1000
RENUMBER ?= 20
RESTARTS ?= 50
.PHONY: soak
soak: all
	$(Q)BUILD=$(BUILD) tests/soak/soak.sh --mails $(N) --moves $(MOVES) \
		--renumber $(RENUMBER) --restarts $(RESTARTS) $(SOAK_ARGS)
