# make attack: what wants to do harm, against the real program (tests/attack);
# make attack-payments: one part of it. ATTACK_N=0.1: a tenth of the numbers.
ATTACKBIN := $(BUILD)/tests/attack/tokens

$(ATTACKBIN): %: %.o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: attack
attack: all $(ATTACKBIN)
	$(Q)BUILD=$(BUILD) tests/attack/run.sh

attack-%: all $(ATTACKBIN)
	$(Q)BUILD=$(BUILD) tests/attack/run.sh $*
