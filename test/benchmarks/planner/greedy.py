"""The baseline of the bench: recorded order, evict the largest, compute again on demand.

When a result does not fit, the largest storage that the running operation does not use goes, until it does. An operand
that is gone is made again by running its producer, and so on. Returns the time over the recorded one, or None.
"""
import sys

sys.setrecursionlimit(100000)


class OutOfMemory(Exception):
    pass


def greedy(trace, budget, limit=10.0):
    tensors, ops = trace["tensors"], trace["ops"]
    roots = []
    for t, tensor in enumerate(tensors):
        root = t
        while tensors[root]["alias_of"] is not None:
            root = tensors[root]["alias_of"]
        roots.append(root)
    views, producer, last = {}, {}, {}
    for t, root in enumerate(roots):
        if t != root:
            views.setdefault(root, []).append(t)
    for i, op in enumerate(ops):
        for t in op["outputs"]:
            producer[t] = i
        for t in op["inputs"] + op["outputs"]:
            last[roots[t]] = i
    base = sum(op["time_ns"] for op in ops)
    valid = [bool(tensor["pinned"]) for tensor in tensors]
    state = {"bytes": sum(t["bytes"] for t in tensors if t["pinned"]), "time": 0}
    ran, locked, resident = [0] * len(ops), {}, set()
    version = {}

    def drop(root):
        for t in [root] + views.get(root, []):
            valid[t] = False
        state["bytes"] -= tensors[root]["bytes"]
        resident.discard(root)

    def run(i, position):
        op = ops[i]
        if op.get("once") and ran[i]:
            raise OutOfMemory
        hold = {roots[t] for t in op["inputs"] + op["outputs"]}
        for root in hold:
            locked[root] = locked.get(root, 0) + 1
        for t in op["inputs"]:
            if version.get(roots[t], -1) > i:
                raise OutOfMemory
            if not valid[t]:
                if t not in producer:
                    raise OutOfMemory
                run(producer[t], position)
        new = {t for t in op["outputs"] if not valid[t] and roots[t] == t}
        need = sum(tensors[t]["bytes"] for t in new)
        while state["bytes"] + need > budget:
            candidates = [r for r in resident if not locked.get(r) and not tensors[r]["keep"]
                          and not ops[producer[r]].get("once")]
            if not candidates:
                raise OutOfMemory
            drop(max(candidates, key=lambda r: (tensors[r]["bytes"], r)))
        for t in op["outputs"]:
            valid[t] = True
        resident.update(new)
        state["bytes"] += need
        state["time"] += op["time_ns"]
        ran[i] += 1
        if op.get("once"):
            for t in op["outputs"]:
                if tensors[roots[t]]["pinned"]:
                    version[roots[t]] = max(i, version.get(roots[t], -1))
        for root in hold:
            locked[root] -= 1
        if state["time"] > limit * base:
            raise OutOfMemory
        for root in sorted(resident):
            if not locked.get(root) and last.get(root, 0) <= position and not tensors[root]["keep"]:
                drop(root)

    try:
        for i in range(len(ops)):
            run(i, i)
        for t, tensor in enumerate(tensors):
            if tensor["keep"] and not valid[t]:
                run(producer[t], len(ops))
    except (OutOfMemory, RecursionError):
        return None
    return state["time"] / base
