# The mail doors against a real Dovecot and Postfix (root, both installed).
WIRE := $(BUILD)/tests/contract/wire

$(WIRE): $(WIRE).o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: contract-servers contract-oauth
contract: contract-servers contract-oauth
contract-servers: $(WIRE)
	$(Q)tests/contract/servers_test.sh $(abspath $(WIRE))
# Log-in by OAuth 2.0, with a token server of our own.
contract-oauth: all
	$(Q)BUILD=$(BUILD) tests/contract/oauth_test.sh
