# Requests to a carrier against the description of its API.
.PHONY: carrier
carrier: $(BUILD)/dunmail
	$(Q)BUILD=$(BUILD) bash tests/carrier/run.sh
