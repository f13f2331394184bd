# The migrations are text that is compiled in.
SCHEMA := $(sort $(wildcard src/store/schema/*.sql))

# The folder is named too, so that a file that went away is noticed; it is not
# to be built from schema.c by a rule of make's own.
src/store/schema: ;
$(BUILD)/gen/schema_steps.c: $(SCHEMA) src/store/schema scripts/schema.sh
	$(Q)mkdir -p $(@D)
	$(Q)echo "  GEN   $@"
	$(Q)scripts/schema.sh $(SCHEMA) >$@.new && mv $@.new $@

$(BUILD)/gen/schema_steps.o: $(BUILD)/gen/schema_steps.c
	$(Q)echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(BUILD)/gen/schema_steps.o
