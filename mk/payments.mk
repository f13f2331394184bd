# make payments: what we ask the payment provider for, against its own
# description and the types of its own library (npm; tests/payments).
.PHONY: payments
payments: $(BUILD)/tests/payments/asks
	$(Q)tests/payments/payments.sh $< $(BUILD)/payments

$(BUILD)/tests/payments/asks: $(BUILD)/tests/payments/asks.o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
