# The mail doors against a real Dovecot and Postfix (root, both installed).
WIRE := $(BUILD)/tests/contract/wire
FOLDERS := $(BUILD)/tests/contract/folders

$(WIRE) $(FOLDERS): %: %.o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS)

.PHONY: contract-servers contract-oauth
contract: contract-servers contract-oauth
contract-servers: $(WIRE) $(FOLDERS) $(BUILD)/dunmail $(BUILD)/stop/dunmail
	$(Q)tests/contract/needs_test.sh
	$(Q)tests/contract/servers_test.sh $(abspath $(WIRE))
	$(Q)tests/contract/folders_test.sh $(abspath $(FOLDERS))
	$(Q)BUILD=$(BUILD) tests/contract/shelf_test.sh
	$(Q)BUILD=$(BUILD) tests/contract/drafts_test.sh
	$(Q)BUILD=$(BUILD) tests/contract/mutt_test.sh
# Log-in by OAuth 2.0, with a token server of our own.
contract-oauth: all
	$(Q)BUILD=$(BUILD) tests/contract/oauth_test.sh
