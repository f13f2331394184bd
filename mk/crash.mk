# The program with stop points (src/store/store.h), for make crash: all its
# objects but one are those of the real one.
STOP := $(BUILD)/stop

$(STOP)/stop.o: src/store/stop.c
	$(Q)mkdir -p $(@D)
	$(Q)echo "  CC    $< (with stops)"
	$(Q)$(CC) $(CPPFLAGS) -DDUNMAIL_STOP_POINTS $(CFLAGS) -MMD -MP -c \
		-o $@ $<

$(STOP)/dunmail: $(BUILD)/src/app/main.o $(STOP)/stop.o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: crash
crash: all $(STOP)/dunmail
	$(Q)BUILD=$(BUILD) tests/crash/run.sh
