# make attack: what wants to do harm, against the real program (tests/attack);
# make attack-payments: one part of it.
.PHONY: attack
attack: all
	$(Q)BUILD=$(BUILD) tests/attack/run.sh

attack-%: all
	$(Q)BUILD=$(BUILD) tests/attack/run.sh $*
