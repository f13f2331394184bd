-- wrk's script for the part "portal": the addresses in the file that LINKS
-- names, in turn, or the one on the command line; PAUSE milliseconds between
-- the answer and the next request of a connection. Prints what runner.py reads.
local paths = {}
local at = 0
local pause = tonumber(os.getenv("PAUSE") or "0")

function init(args)
	local name = os.getenv("LINKS")
	if name then
		for line in io.lines(name) do
			paths[#paths + 1] = line:match("//[^/]+(/.*)")
		end
	end
end

if os.getenv("LINKS") then
	function request()
		at = at % #paths + 1
		return wrk.format("GET", paths[at])
	end
end

if pause > 0 then
	function delay()
		return pause / 2 + math.random(pause)
	end
end

function done(summary, latency, requests)
	local bad = summary.errors.status + summary.errors.connect +
	    summary.errors.read + summary.errors.write
	print(string.format("units=%d", summary.requests - bad))
	print(string.format("secs=%.6f", summary.duration / 1e6))
	print(string.format("p99_ms=%.3f", latency:percentile(99) / 1e3))
	if bad > 0 then
		print("errors=" .. bad)
	end
end
