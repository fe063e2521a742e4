#!/usr/bin/env python3
"""Runs neap-planner over traces and placement instances and prints the table of targets.

Usage: bench.py --planner build/release/bin/neap-planner --data DIR [--seconds 25] [--fractions 0.7,0.5,0.3,0.2,0.1]

DIR holds op-traces/ (with check_plan.py, which judges every plan) and placement/. Overheads are extra time over the
recorded time. `DTR` is what DTR's own simulator reaches on its four traces (data/README.md); `knapsack` is the
fractional knapsack at the fullest moment in recorded order, `bound` the planner's own bound for any order.
"""
import argparse, glob, gzip, json, os, re, resource, subprocess, sys, tempfile

DTR = {"resnet32": {0.9: 1.013, 0.7: 1.046, 0.5: 1.107, 0.3: 1.179, 0.2: 1.332},
       "densenet121": {0.9: 1.026, 0.7: 1.104, 0.5: 1.176, 0.3: 1.426, 0.2: 1.616},
       "lstm": {0.9: 1.017, 0.7: 1.031, 0.5: 1.071, 0.3: 1.365, 0.2: 1.550},
       "unrolled-gan": {0.9: 1.011, 0.7: 1.044, 0.5: 1.069, 0.3: 1.111}}


def run(command):
    """Exit status, stdout, stderr, peak resident MiB of a command."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = process.communicate()
    return process.returncode, out, err, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def traces(arguments, folder):
    fractions = [float(f) for f in arguments.fractions.split(",")]
    print("| trace | budget | DTR | knapsack | bound recorded | bound | plan | plan/bound overhead | plan/knapsack overhead "
          "| peak | first s | s | MiB | check |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for path in sorted(glob.glob(os.path.join(arguments.data, "op-traces", "*.json.gz"))):
        name = os.path.basename(path)[:-len(".json.gz")]
        if arguments.only and name not in arguments.only.split(","):
            continue
        trace = json.load(gzip.open(path))
        base = sum(op["time_ns"] for op in trace["ops"])
        for fraction in fractions:
            plan = os.path.join(folder, "plan.json")
            command = [arguments.planner, "trace", path, "--budget", f"{fraction}", "-o", plan, "--seconds", f"{arguments.seconds}"]
            if arguments.no_reorder:
                command.append("--no-reorder")
            status, out, err, mib = run(command)
            dtr = DTR.get(name, {}).get(fraction)
            dtr = f"{dtr:.3f}" if dtr else ("> 2 or out of memory" if name in DTR else "-")
            if status == 4:
                below = re.search(r"none exists below (\d+)", err)
                why = "none exists" if below else "NOT FOUND"
                smallest = re.search(r"plan found is (\d+)", err)
                smallest = int(smallest.group(1)) / trace["peak_bytes_recorded"] if smallest else 0
                print(f"| {name} | {fraction} | {dtr} | | | | {why}, smallest found {smallest:.3f} | | | | | | {mib:.0f} | |", flush=True)
                continue
            if status != 0:
                sys.exit(f"{name} at {fraction}: exit {status}: {err}")
            s = json.loads(out)
            judge = run([sys.executable, os.path.join(arguments.data, "op-traces", "check_plan.py"), path, plan, "--budget",
                         str(s["budget_bytes"])])
            ok = "ok" if judge[0] == 0 else "REFUSED " + judge[1].strip()
            bound = s["time_lower_bound"] / base
            recorded = s["time_lower_bound_recorded_order"] / base
            knapsack = s["time_lower_bound_knapsack"] / base
            time = s["time_ns"] / base
            ratio = lambda b: f"{(time - 1) / (b - 1):.3f}" if b > 1 else ("1.000" if time == 1 else "inf")
            print(f"| {name} | {fraction} | {dtr} | {knapsack:.4f} | {recorded:.4f} | {bound:.4f} | {time:.4f} | {ratio(bound)} | {ratio(knapsack)} "
                  f"| {s['peak_bytes'] / trace['peak_bytes_recorded']:.3f} | {s['first_plan_seconds']:.2f} | {s['seconds']:.1f} "
                  f"| {mib:.0f} | {ok} |", flush=True)


def placements(arguments, folder):
    print("\n| instance | buffers | height | bound | optimal | s |")
    print("|---|---|---|---|---|---|")
    total = 0
    for path in sorted(glob.glob(os.path.join(arguments.data, "placement", "*.csv"))):
        capacity = os.path.basename(path).split(".")[1]
        out_file = os.path.join(folder, "out.csv")
        status, out, err, _ = run([arguments.planner, "place", path, "--capacity", capacity, "-o", out_file, "--seconds", "20"])
        if status not in (0, 4):
            sys.exit(f"{path}: exit {status}: {err}")
        s = json.loads(out)
        total += s["seconds"]
        print(f"| {os.path.basename(path)} | {sum(1 for _ in open(path)) - 1} | {s['height']} | {s['lower_bound']} | "
              f"{'met' if s['height'] <= int(capacity) else 'MISSED'} | {s['seconds']:.2f} |", flush=True)
    print(f"\nplacement: {total:.1f} s together")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--planner", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--seconds", type=float, default=25)
    parser.add_argument("--fractions", default="0.7,0.5,0.3,0.2,0.1")
    parser.add_argument("--only", default="")
    parser.add_argument("--skip", default="")
    parser.add_argument("--no-reorder", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if "traces" not in arguments.skip:
            traces(arguments, folder)
        if "placement" not in arguments.skip:
            placements(arguments, folder)


main()
