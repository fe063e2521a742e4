#!/usr/bin/env python3
"""Runs neap-planner over traces, generated graphs and placement instances and prints the table of targets.

Usage: bench.py --planner build/release/bin/neap-planner --data DIR [--sections traces,reorder,levers,placement,layered,blocks,windows,small]
                [--seconds 25] [--fractions 0.7,0.5,0.3,0.2,0.1] [--only resnet50,lstm] [--tests build/release/bin/neap-planner-tests]

DIR holds op-traces/ (with check_plan.py, which judges every plan) and placement/. Times are relative to running every
operation once; "overhead" is what exceeds 1. `DTR` is what DTR's own simulator reaches on its four traces
(data/README.md), `greedy` the baseline of greedy.py, `knapsack` the fractional knapsack at the fullest moment in recorded
order, `bound` the planner's own bounds.
"""
import argparse, glob, gzip, itertools, json, os, re, subprocess, sys, tempfile

from greedy import greedy

DTR = {"resnet32": {0.9: 1.013, 0.7: 1.046, 0.5: 1.107, 0.3: 1.179, 0.2: 1.332},
       "densenet121": {0.9: 1.026, 0.7: 1.104, 0.5: 1.176, 0.3: 1.426, 0.2: 1.616},
       "lstm": {0.9: 1.017, 0.7: 1.031, 0.5: 1.071, 0.3: 1.365, 0.2: 1.550},
       "unrolled-gan": {0.9: 1.011, 0.7: 1.044, 0.5: 1.069, 0.3: 1.111}}


def run(command):
    """Exit status, stdout, stderr, peak resident MiB and processor seconds of a command."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, text=True)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return process.returncode, out.read(), err.read(), usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def trace_files(arguments):
    for path in sorted(glob.glob(os.path.join(arguments.data, "op-traces", "*.json.gz"))):
        name = os.path.basename(path)[:-len(".json.gz")]
        if not arguments.only or name in arguments.only.split(","):
            yield name, path, json.load(gzip.open(path))


def once(trace):
    return sum(op["time_ns"] for op in trace["ops"])


def plan(arguments, path, budget, out, *more):
    """The summary of a plan, or None and why there is none."""
    status, text, err, mib, cpu = run([arguments.planner, "trace", path, "--budget", str(budget), "-o", out,
                                  "--seconds", f"{arguments.seconds}", *more])
    if status not in (0, 4):
        sys.exit(f"{path} at {budget}: exit {status}: {err}")
    return (json.loads(text) | {"cpu_seconds": cpu} if status == 0 else None), err, mib


def traces(arguments, folder):
    fractions = [float(f) for f in arguments.fractions.split(",")]
    print("| trace | budget | DTR | greedy | knapsack | bound recorded | bound | plan | plan/bound overhead | plan/knapsack overhead "
          "| peak | first s | s | MiB | check |")
    print("|---" * 15 + "|")
    for name, path, trace in trace_files(arguments):
        base = once(trace)
        for fraction in fractions:
            out = os.path.join(folder, "plan.json")
            s, err, mib = plan(arguments, path, fraction, out, *(["--no-reorder"] if arguments.no_reorder else []))
            dtr = DTR.get(name, {}).get(fraction)
            dtr = f"{dtr:.3f}" if dtr else ("> 2 or out of memory" if name in DTR else "-")
            baseline = greedy(trace, int(trace["peak_bytes_recorded"] * fraction))
            baseline = f"{baseline:.3f}" if baseline else "out of memory"
            if s is None:
                below = re.search(r"none exists below (\d+)", err)
                why = "none exists" if below else "NOT FOUND"
                smallest = re.search(r"plan found is (\d+)", err)
                smallest = int(smallest.group(1)) / trace["peak_bytes_recorded"] if smallest else 0
                print(f"| {name} | {fraction} | {dtr} | {baseline} | | | | {why}, smallest found {smallest:.3f} | | | | | | {mib:.0f} | |",
                      flush=True)
                continue
            judge = run([sys.executable, os.path.join(arguments.data, "op-traces", "check_plan.py"), path, out, "--budget",
                         str(s["budget_bytes"])])
            ok = "ok" if judge[0] == 0 else "REFUSED " + judge[1].strip()
            bound = s["time_lower_bound"] / base
            recorded = s["time_lower_bound_recorded_order"] / base
            knapsack = s["time_lower_bound_knapsack"] / base
            time = s["time_ns"] / base
            ratio = lambda b: f"{(time - 1) / (b - 1):.3f}" if b > 1 else ("1.000" if time == 1 else "inf")
            print(f"| {name} | {fraction} | {dtr} | {baseline} | {knapsack:.4f} | {recorded:.4f} | {bound:.4f} | {time:.4f} | {ratio(bound)} | {ratio(knapsack)} "
                  f"| {s['peak_bytes'] / trace['peak_bytes_recorded']:.3f} | {s['first_plan_seconds']:.2f} | {s['seconds']:.1f} "
                  f"| {mib:.0f} | {ok} |", flush=True)


def placements(arguments, folder):
    print("\n| instance | buffers | height | bound | optimal | s |")
    print("|---|---|---|---|---|---|")
    total = 0
    for path in sorted(glob.glob(os.path.join(arguments.data, "placement", "*.csv"))):
        capacity = os.path.basename(path).split(".")[1]
        out_file = os.path.join(folder, "out.csv")
        status, out, err, *_ = run([arguments.planner, "place", path, "--capacity", capacity, "-o", out_file, "--seconds", "20"])
        if status not in (0, 4):
            sys.exit(f"{path}: exit {status}: {err}")
        s = json.loads(out)
        total += s["seconds"]
        print(f"| {os.path.basename(path)} | {sum(1 for _ in open(path)) - 1} | {s['height']} | {s['lower_bound']} | "
              f"{'met' if s['height'] <= int(capacity) else 'MISSED'} | {s['seconds']:.2f} |", flush=True)
    print(f"\nplacement: {total:.1f} s together")


def reorder(arguments, folder):
    """Order and early frees alone: the smallest budget a plan without recompute is found for."""
    print("\n| trace | recorded peak | recorded order, early frees | bound, any order | reordered | of recorded | s |")
    print("|---" * 7 + "|")
    for name, path, trace in trace_files(arguments):
        out = os.path.join(folder, "plan.json")
        recorded = trace["peak_bytes_recorded"]
        s, _, _ = plan(arguments, path, recorded, out, "--no-recompute")
        low, high = s["peak_without_recompute_lower_bound"], min(s["peak_bytes"], s["peak_without_recompute"])
        bound, early, seconds = low, s["peak_without_recompute"], s["seconds"]
        # The bound first: where it is met there is nothing to search for.
        for k in range(20):
            if high - low < recorded * 0.0001:
                break
            middle = low if k == 0 else (low + high) // 2
            s, _, _ = plan(arguments, path, middle, out, "--no-recompute")
            if s:
                high, seconds = s["peak_bytes"], max(seconds, s["seconds"])
            else:
                low = middle + 1
        print(f"| {name} | {recorded} | {early} | {bound} | {high} | {high / recorded:.3f} | {seconds:.1f} |", flush=True)


def levers(arguments, folder):
    """Each lever alone beside all together, on graphs with the levers that neap/Planner/Levers.h gives to a trace."""
    kinds = [("recompute", []), ("encode", ["--no-recompute", "--levers", "encode"]),
             ("inside", ["--no-recompute", "--levers", "inside"]), ("offload", ["--no-recompute", "--levers", "offload"]),
             ("joint", ["--levers", "encode,inside,offload"])]
    print("\n| trace | budget | " + " | ".join(name for name, _ in kinds) + " | joint is best |")
    print("|---" * (len(kinds) + 3) + "|")
    for name, path, trace in trace_files(arguments):
        for fraction in map(float, arguments.fractions.split(",")):
            times = []
            for _, more in kinds:
                s, _, _ = plan(arguments, path, fraction, os.path.join(folder, "plan.json"), *more)
                times.append(s["time_ns"] / once(trace) if s else None)
            single = min((t for t in times[:-1] if t is not None), default=None)
            best = times[-1] is not None and (single is None or times[-1] <= single)
            best = "yes" if best else ("-" if single is None else "NO")
            print(f"| {name} | {fraction} | " + " | ".join(f"{t:.4f}" if t else "-" for t in times) + f" | {best} |", flush=True)


def generate(size, path, *more):
    """The trace that layered.py writes to the path."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "layered.py")
    subprocess.run([sys.executable, script, str(size), path, *more], check=True)
    return json.load(open(path))


def layered(arguments, folder):
    """Growth with the size of the graph, at half of the peak."""
    print("\n| operations | bound | plan | plan/bound overhead | first s | s | processor s | MiB |")
    print("|---" * 8 + "|")
    for operations in map(int, arguments.sizes.split(",")):
        path = os.path.join(folder, "layered.json")
        trace = generate(operations, path)
        s, err, mib = plan(arguments, path, 0.5, os.path.join(folder, "plan.json"))
        if s is None:
            print(f"| {len(trace['ops'])} | | NOT FOUND: {err.strip()} | | | | | {mib:.0f} |", flush=True)
            continue
        time, bound = s["time_ns"] / once(trace), s["time_lower_bound"] / once(trace)
        gap = f"{(time - 1) / (bound - 1):.3f}" if bound > 1 else "-"
        print(f"| {len(trace['ops'])} | {bound:.4f} | {time:.4f} | {gap} | {s['first_plan_seconds']:.2f} | {s['seconds']:.1f} "
              f"| {s['cpu_seconds']:.1f} | {mib:.0f} |", flush=True)


def blocks(arguments, folder):
    """Networks of equal blocks, planned with and without looking for them, for the same effort at every depth."""
    print("\n| blocks | operations | budget | work units | bound | planned once | each by itself | processor s | the same |")
    print("|---" * 9 + "|")
    for depth in map(int, arguments.depths.split(",")):
        path = os.path.join(folder, "blocks.json")
        trace = generate(depth, path, "--kind", "transformer")
        for fraction, units in itertools.product((0.5, 0.3, 0.2), (10_000_000, 100_000_000)):
            found = [plan(arguments, path, fraction, os.path.join(folder, "plan.json"), "--work-units", str(units), *more)[0]
                     for more in ([], ["--no-blocks"])]
            if found == [None, None]:
                print(f"| {depth} | {len(trace['ops'])} | {fraction} | {units:,} | none found | | | | |", flush=True)
                continue
            times = [f"{s['time_ns'] / once(trace):.4f}" if s else "none found" for s in found]
            seconds = [f"{s['cpu_seconds']:.1f}" if s else "" for s in found]
            bound = next(s for s in found if s)["time_lower_bound"] / once(trace)
            print(f"| {depth} | {len(trace['ops'])} | {fraction} | {units:,} | {bound:.4f} | {times[0]} | {times[1]} "
                  f"| {seconds[0]} | {seconds[1]} |", flush=True)


def windows(arguments, folder):
    """Exact windows (NEAP_HIGHS_LIB names the solver) after a search, and the same search going on instead."""
    if "NEAP_HIGHS_LIB" not in os.environ:
        print("\nwindows: skipped, NEAP_HIGHS_LIB names no solver")
        return
    print("\n| trace | budget | bound | search | processor s | and windows | processor s | windows | of these made it faster "
          "| half as much search again | processor s |")
    print("|---" * 11 + "|")
    out = os.path.join(folder, "plan.json")
    for name, path, trace in trace_files(arguments):
        for fraction in map(float, arguments.fractions.split(",")):
            found = [plan(arguments, path, fraction, out, "--work-units", str(units), *more)[0]
                     for units, more in ((100_000_000, []), (100_000_000, ["--exact-windows"]), (150_000_000, []))]
            if None in found:
                print(f"| {name} | {fraction} | none found |" + " |" * 8, flush=True)
                continue
            times = [f"{s['time_ns'] / once(trace):.5f} | {s['cpu_seconds']:.1f}" for s in found]
            bound = found[0]["time_lower_bound"] / once(trace)
            print(f"| {name} | {fraction} | {bound:.4f} | {times[0]} | {times[1]} | {found[1]['windows']} "
                  f"| {found[1]['windows_improved']} | {times[2]} |", flush=True)


def small(arguments, folder):
    """Random graphs of at most 12 operations against exhaustive search, as the unit test does it."""
    if not arguments.tests:
        print("\nsmall graphs: skipped, --tests names no neap-planner-tests")
        return
    status, out, err, *_ = run([arguments.tests, "--gtest_filter=Optimum.*"])
    print("\n" + out + err + f"small graphs: exit {status}")


SECTIONS = {"traces": traces, "reorder": reorder, "levers": levers, "placement": placements, "layered": layered,
            "blocks": blocks, "windows": windows, "small": small}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--planner", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--sections", default=",".join(SECTIONS))
    parser.add_argument("--seconds", type=float, default=25)
    parser.add_argument("--fractions", default="0.7,0.5,0.3,0.2,0.1")
    parser.add_argument("--sizes", default="1000,3000,10000,30000")
    parser.add_argument("--depths", default="12,24,48,96,400")
    parser.add_argument("--only", default="")
    parser.add_argument("--tests", default="")
    parser.add_argument("--no-reorder", action="store_true")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.sections.split(",") if name not in SECTIONS]
    if unknown:
        parser.error(f"no section {unknown[0]!r}; there are {', '.join(SECTIONS)}")
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.sections.split(","):
            SECTIONS[name](arguments, folder)


main()
