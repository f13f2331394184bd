# Every statement and migration on both engines.
SQLCHECK := $(BUILD)/tests/contract/sql_check

$(SQLCHECK): $(SQLCHECK).o $(LIB)
	$(Q)echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lpq

.PHONY: contract contract-sqlite
contract: $(SQLCHECK)
	$(Q)tests/contract/pg.sh $(abspath $(SQLCHECK))

# For a machine without a PostgreSQL server.
contract-sqlite: $(SQLCHECK)
	$(Q)env -u DUNMAIL_TEST_PG $(SQLCHECK)
