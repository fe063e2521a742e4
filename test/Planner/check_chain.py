"""Replays a plan on its trace and compares peak and time with the summary.

Usage: check_chain.py TRACE.json PLAN.json SUMMARY.json
"""
import json
import sys

trace, plan, summary = (json.load(open(path)) for path in sys.argv[1:4])
tensors, ops = trace["tensors"], trace["ops"]
there = {t for t, x in enumerate(tensors) if x["pinned"]}
bytes_now = sum(tensors[t]["bytes"] for t in there)
peak, time, ran = bytes_now, 0, set()
for kind, index in plan["steps"]:
    if kind == "run":
        op = ops[index]
        assert there.issuperset(op["inputs"]), op
        for t in op["outputs"]:
            if t not in there:
                bytes_now += tensors[t]["bytes"]
                there.add(t)
        peak, time = max(peak, bytes_now), time + op["time_ns"]
        ran.add(index)
    else:
        assert kind == "free" and not tensors[index]["pinned"]
        there.remove(index)
        bytes_now -= tensors[index]["bytes"]
assert len(ran) == len(ops)
assert all(t in there for t, x in enumerate(tensors) if x["keep"])
assert {"peak_bytes", "peak_lower_bound", "time_ns", "time_lower_bound", "seconds"} <= set(summary), summary
assert summary["peak_bytes"] == peak <= 0.6 * trace["peak_bytes_recorded"], (summary, peak)
assert summary["time_ns"] == time >= summary["time_lower_bound"] > trace["time_ns"], (summary, time)
assert summary["peak_lower_bound"] <= peak
