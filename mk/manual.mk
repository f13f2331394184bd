# make man writes the page that the tables of src/app make.
.PHONY: man
MANUAL := config_manual config_document config_table variables
man: $(BUILD)/manual
	$(Q)$(BUILD)/manual >man/gateway.conf.5.new && \
	mv man/gateway.conf.5.new man/gateway.conf.5

$(BUILD)/manual: $(BUILD)/scripts/manual.o $(MANUAL:%=$(BUILD)/src/app/%.o) \
		$(BUILD)/src/base/str.o $(BUILD)/src/base/nearest.o \
		$(BUILD)/src/model/sequence.o \
		$(BUILD)/src/model/interest.o
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^
