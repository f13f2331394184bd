# Hostile mails (tests/hostile/README.md): make them, and run the program on
# each. hostile takes the plain build for time and memory, and beside it one
# under the address sanitizer. SCALE=1: the full sizes.
HOSTILE := $(BUILD)/tests/hostile
HOSTILE_SAN := $(BUILD)/hostile-san
HOSTILE_SEED ?= 7

$(HOSTILE)/measure: tests/hostile/measure.c
	$(Q)mkdir -p $(@D)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<

$(HOSTILE)/stages: $(HOSTILE)/stages.o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: hostile
hostile: all $(HOSTILE)/measure $(HOSTILE)/stages
	$(Q)$(MAKE) --no-print-directory BUILD=$(HOSTILE_SAN) \
		MODE='-O1 -fsanitize=address,undefined \
		-fno-omit-frame-pointer -fno-sanitize-recover=all' all
	$(Q)BUILD=$(BUILD) SAN=$(HOSTILE_SAN) tests/hostile/run.sh \
		$(HOSTILE_SEED) $(or $(SCALE),1) $(FAMILY)
