#!/usr/bin/env python3
"""Step time and peak memory of compiled training programs beside PyTorch eager running the same ONNX files in the same session.

    bench.py NEAP CASE… [--seconds S] [--rounds R] [--threads T] [--json FILE]
    bench.py NEAP --torchvision resnet50 [--batch 8] [--size 224]      exports the model first

CASE: a folder with case.json as in test/EndToEnd/models. Both peers train on the same batches with the same loss and optimizer; they run in turns,
R rounds of S seconds each, and the ratio is that of their fastest medians. PyTorch runs with malloc told to keep its pages, which is the faster
setting, and once with the default for its memory. Both first losses are compared, so that the two did the same work.

Columns: ms of a step (Neap, PyTorch, ratio: below 1 Neap is faster); planned = the program's arena; resident = peak resident set of the whole
program; torch = peak resident set of PyTorch less what it held after its imports and before the model; ratio = resident over torch.
Needs numpy, torch, onnx; --torchvision also torchvision and onnxscript. Nothing here is a test: timings vary with the machine.
"""
import argparse, json, os, pathlib, re, statistics, subprocess, sys, tempfile, time

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "EndToEnd"))
import run_case  # noqa: E402


def read_status(key, pid="self"):
    return int(re.search(key + r":\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) * 1024


def batches(case, folder):
    """[(feeds, targets)] of the reference's steps, by ONNX input name and target name."""
    with np.load(folder / case["reference"]) as z:
        index = z["index"].reshape(case["steps"], -1)
        return [({i["name"]: z[i["data"]][rows] for i in case["inputs"]}, {l["target"]: z[l["target"]][rows] for l in case["losses"]})
                for rows in index]


def eager_worker(folder, seconds, threads):
    """Trains with PyTorch and prints one JSON line."""
    import torch
    import eager
    torch.set_num_threads(threads)
    rest = read_status("VmRSS")
    case = json.loads((folder / "case.json").read_text())
    data = [tuple({k: torch.from_numpy(v) for k, v in part.items()} for part in b) for b in batches(case, folder)]
    model = eager.EagerModel(folder / case["model"], case["trainable"], case.get("buffers", []))
    model.prepare(data[0][0])
    optimizer = eager.optimizer(case["optimizer"], model)
    losses, times, end = [], [], None
    while end is None or time.perf_counter() < end or len(times) < 3:
        feeds, targets = data[len(losses) % len(data)]
        start = time.perf_counter()
        loss = eager.total_loss(case["losses"], model.forward(feeds), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if end is None:
            end = time.perf_counter() + seconds  # the first step warms up
        else:
            times.append(time.perf_counter() - start)
    print(json.dumps({"loss": losses[0], "times": times, "peak": read_status("VmHWM") - rest}))


def run_eager(folder, seconds, threads, keep_pages):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
    if keep_pages:
        environment.update(MALLOC_MMAP_THRESHOLD_=str(2**40), MALLOC_TRIM_THRESHOLD_=str(2**40), MALLOC_TOP_PAD_=str(2**26))
    done = subprocess.run([sys.executable, __file__, "--eager-worker", folder, "--seconds", str(seconds), "--threads", str(threads)],
                          capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"bench.py: PyTorch failed on {folder.name}:\n{done.stdout[-500:]}{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def run_neap(program, data, work, steps, threads):
    """(seconds of each step but the first, first loss, peak resident bytes)."""
    metrics = work / "metrics.jsonl"
    metrics.unlink(missing_ok=True)
    command = [program, "--data", data, "--steps", str(steps), "--order", "sequential", "--threads", str(threads), "--metrics", metrics]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"bench.py: the program failed: {done.stderr}")
    lines = [json.loads(line) for line in metrics.read_text().splitlines()]
    steps = [line for line in lines if "step" in line and "loss" in line and "seconds" in line]
    return [s["seconds"] for s in steps[1:]], steps[0]["loss"], lines[-1]["resident_peak_bytes"]


def measure(neap, folder, a, work):
    case = json.loads((folder / "case.json").read_text())
    with np.load(folder / case["reference"]) as z:
        ref = {k: z[k] for k in ("index", *[i["data"] for i in case["inputs"]], *[l["target"] for l in case["losses"]])}
    run_case.feed(case, ref, work / "train.npz")
    arguments = run_case.options(case, {k: v.shape for k, v in ref.items()})
    arguments.remove("--keep-gradients")
    program = work / "program"
    start = time.perf_counter()
    subprocess.run([neap, "compile", str(folder / case["model"]), *arguments, "--threads", str(a.threads), "-o", str(program)], check=True,
                   stdout=subprocess.DEVNULL)
    compile_seconds = time.perf_counter() - start
    arena = json.loads(subprocess.run([program, "--describe"], capture_output=True, text=True, check=True).stdout)["arena"]["bytes"]
    first, neap_loss, _ = run_neap(program, work / "train.npz", work, 3, a.threads)
    steps = max(4, min(20000, int(a.seconds / max(first[-1], 1e-6))))
    ours, theirs, resident = [], [], 0
    for _ in range(a.rounds):
        times, _, peak = run_neap(program, work / "train.npz", work, steps, a.threads)
        ours.append(statistics.median(times))
        resident = max(resident, peak)
        eager = run_eager(folder, a.seconds, a.threads, True)
        theirs.append(statistics.median(eager["times"]))
    default = run_eager(folder, min(a.seconds, 2), a.threads, False)
    if abs(neap_loss - eager["loss"]) > 1e-3 * max(1, abs(eager["loss"])):
        raise SystemExit(f"bench.py: {folder.name}: first loss {neap_loss} here, {eager['loss']} in PyTorch: not the same work")
    return {"case": folder.name, "compile_seconds": compile_seconds, "neap_ms": min(ours) * 1e3, "torch_ms": min(theirs) * 1e3,
            "time_ratio": min(ours) / min(theirs), "planned": arena, "resident": resident, "torch_peak": default["peak"],
            "memory_ratio": resident / default["peak"]}


def export_torchvision(name, batch, size, folder):
    """The model with random weights, exported from training mode, as a case of bench.py; one random batch, SGD with momentum."""
    import logging, warnings
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    import onnx, torch, torchvision
    torch.manual_seed(0)
    model = getattr(torchvision.models, name)(weights=None).train()
    x = torch.randn(batch, 3, size, size)
    proto = torch.onnx.export(model, (x,), dynamo=True, opset_version=20, optimize=False, input_names=["x"], output_names=["logits"],
                              verbose=False).model_proto
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save_model(proto, str(folder / "model.onnx"), save_as_external_data=True, location="model.onnx.data", size_threshold=1024)
    np.savez(folder / "reference.npz", **{"data/x": x.numpy(), "data/y": torch.randint(0, 1000, (batch,)).numpy(), "index": np.arange(batch)[None]})
    names = {i.name for i in proto.graph.initializer}
    case = {"name": name, "model": "model.onnx", "reference": "reference.npz", "batch": batch, "steps": 1,
            "inputs": [{"name": "x", "shape": list(x.shape), "data": "data/x"}],
            "losses": [{"kind": "softmax-cross-entropy", "output": "logits", "target": "data/y"}],
            "optimizer": {"kind": "sgd", "lr": 0.01, "momentum": 0.9, "weight_decay": 1e-4}, "dropout": False,
            "trainable": [n for n, _ in model.named_parameters()], "buffers": [n for n, _ in model.named_buffers() if n in names]}
    (folder / "case.json").write_text(json.dumps(case, indent=1))
    return folder


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("neap", nargs="?"), p.add_argument("cases", nargs="*", type=pathlib.Path)
    p.add_argument("--torchvision", metavar="NAME", action="append", default=[])
    p.add_argument("--batch", type=int, default=8), p.add_argument("--size", type=int, default=224)
    p.add_argument("--seconds", type=float, default=2), p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--threads", type=int, default=os.cpu_count()), p.add_argument("--json", type=pathlib.Path)
    p.add_argument("--eager-worker", type=pathlib.Path, help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.eager_worker:
        return eager_worker(a.eager_worker, a.seconds, a.threads)
    results = []
    print(f"{'case':24s} {'compile s':>9s} {'neap ms':>9s} {'torch ms':>9s} {'ratio':>6s} {'planned':>9s} {'resident':>9s} {'torch':>9s} {'ratio':>6s}  (MiB)")
    with tempfile.TemporaryDirectory() as temporary:
        exported = [export_torchvision(n, a.batch, a.size, pathlib.Path(temporary) / n) for n in a.torchvision]
        for number, folder in enumerate(a.cases + exported):
            work = pathlib.Path(temporary) / f"work{number}"
            work.mkdir()
            r = measure(a.neap, folder.resolve(), a, work)
            results.append(r)
            mib = [r[k] / 2**20 for k in ("planned", "resident", "torch_peak")]
            print(f"{r['case']:24s} {r['compile_seconds']:9.2f} {r['neap_ms']:9.3f} {r['torch_ms']:9.3f} {r['time_ratio']:6.2f} "
                  f"{mib[0]:9.1f} {mib[1]:9.1f} {mib[2]:9.1f} {r['memory_ratio']:6.2f}", flush=True)
    if results:
        mean = lambda key: statistics.geometric_mean(r[key] for r in results)
        print(f"geometric mean: step time ratio {mean('time_ratio'):.2f}, memory ratio {mean('memory_ratio'):.2f}; "
              f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if a.json:
        a.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
