# make attack: those who mean harm, part by part; each prints its count. Short
# runs, as in the suite: make attack ATTACK=short. One: make attack PART=tokens.
ATTACKBIN := $(BUILD)/tests/attack/tokens

$(ATTACKBIN): %: %.o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: attack
attack: all $(ATTACKBIN)
	$(Q)BUILD=$(BUILD) ATTACK=$(ATTACK) tests/attack/run.sh $(PART)
