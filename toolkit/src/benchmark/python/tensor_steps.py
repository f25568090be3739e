"""The tensor engine's scripts on a device: whether they give what Java computed on a processor, and how long a step takes.

Usage: tensor_steps.py SCRIPTS FOLDER SECONDS DEVICE full|small   writes tensors.json in the folder.
"""

import json
import os
import sys
import time


def say(text):
    print(text, flush=True)


class Descent:
    """What Java does with one script."""

    def __init__(self, scripts, case, device):
        import torch

        self.case, self.device, self.scripts = case, device, scripts
        self.script = torch.jit.load(os.path.join(scripts, case["script"] + ".pt"), map_location=device)
        self.w, self.v, self.g, self.h = self.script.begin(torch.ones(1, 1, device=device))

    def put(self, place, rows):
        import torch

        at = torch.tensor([place, len(rows)], dtype=torch.float64, device=self.device)
        self.script.put(self.w, at, [rows])

    def numbers(self, part, *shape):
        import torch

        with open(os.path.join(self.scripts, self.case["script"] + "." + part), "rb") as source:
            return torch.frombuffer(bytearray(source.read()), dtype=torch.float32).reshape(shape).to(self.device)

    def rows_of(self, columns):
        return columns[:, : self.case["n"]].t()


def length(numbers):
    return float(numbers.double().pow(2).sum().sqrt())


def compare(scripts, case, device):
    """The gradient and one step against what was computed in Java; true if they agree."""
    import torch

    descent = Descent(scripts, case, device)
    n, m, d = case["n"], case["m"], case["d"]
    descent.put(0, descent.numbers("x", n, d))
    descent.put(n, descent.numbers("y", m, d))
    drawn = (case["rotations"], 3, case["space"]) if case["rotations"] else (case["slices"], d)
    b = descent.numbers("b", *drawn)
    expected = descent.numbers("gradient", n, d)
    got = descent.rows_of(descent.script.gradient(descent.w, descent.g, descent.h, [b]))
    wrong = length(got - expected)
    error = wrong / (length(expected) or 1.0)
    other = int((got != expected).sum())
    numbers = torch.tensor([case["momentum"], case["step"]], device=device)
    descent.script.step(descent.w, descent.v, descent.g, descent.h, [b, numbers])
    moved = descent.numbers("moved", n, d)
    after = length(descent.rows_of(descent.w) - moved) / length(moved)
    # Lines that round differently have a few ranks the other way round: a thousandth of the gradient. Anything wrong is far more.
    good = error < 2e-3 and after < 1e-3
    say(
        f"{'ok    ' if good else 'FAILED'} tensors, {n}×{d} to {m}, {case['slices']} {case['directions']}, {case['solver']}: "
        f"gradient {error:.1e} ({other} of {n * d} numbers differ), after a step {after:.1e}"
    )
    return {**case, "gradient": error, "different": other, "moved": after, "good": good}


def timed(scripts, case, device):
    """Median milliseconds of a step; the directions come from the host in each, as in Java."""
    import torch

    cuda = device.startswith("cuda")
    if cuda:
        torch.cuda.reset_peak_memory_stats()
    descent = Descent(scripts, case, device)
    n, d = case["n"], case["d"]
    torch.manual_seed(1)
    descent.put(0, torch.rand(n, d, device=device))
    descent.put(n, 0.3 * torch.randn(case["m"], d, device=device))
    if case["rotations"]:
        drawn = 2.0 * torch.randint(0, 2, (case["rotations"], 3, case["space"])) - 1
    else:
        drawn = torch.nn.functional.normalize(torch.randn(case["slices"], d))
    numbers = torch.tensor([0.7, 1.0])
    times = []
    limit = time.perf_counter() + 5
    while len(times) < 4 or (len(times) < 30 and time.perf_counter() < limit):
        begin = time.perf_counter()
        arguments = [drawn.to(device), numbers.to(device)]
        largest = descent.script.step(descent.w, descent.v, descent.g, descent.h, arguments)
        float(largest)  # waits for the device
        times.append(time.perf_counter() - begin)
    times = sorted(times[2:])
    ms = 1e3 * times[len(times) // 2]
    peak = torch.cuda.max_memory_allocated() if cuda else 0
    say(f"{case['setting']:6} {case['directions']}, {case['solver']}: tensor step {ms:.3f} ms, {peak / 1e9:.2f} GB")
    return {**case, "ms": ms, "fastest": 1e3 * times[0], "bytes": peak}


def main():
    scripts, folder, seconds, device, size = sys.argv[1:6]
    end = time.time() + float(seconds)
    results, failures = [], 0
    try:
        import torch

        # Steps one after the other, as the toolkit runs them; nothing is compiled for a shape.
        torch._C._set_graph_executor_optimize(False)
        with open(os.path.join(scripts, "scripts.json")) as source:
            cases = json.load(source)
    except Exception as failure:
        say(f"FAILED PyTorch: {failure}")
        cases = []
    with open(os.path.join(folder, "tensors.json"), "w") as out:
        json.dump(results, out)
    for case in cases:
        if case["kind"] not in ("compared", size):
            continue
        if time.time() > end:
            say(f"no time is left for tensors, {case['setting']}, {case['directions']}, {case['solver']}")
            continue
        try:
            with torch.no_grad():
                run = compare if case["kind"] == "compared" else timed
                results.append(run(scripts, case, device))
                failures += not results[-1].get("good", True)
        except Exception as failure:  # one case that fails must not hide the others
            failures += 1
            say(f"FAILED tensors, {case['setting']}, {case['directions']}, {case['solver']}: {failure}")
        with open(os.path.join(folder, "tensors.json"), "w") as out:
            json.dump(results, out, indent=1)
    sys.exit(1 if failures or not cases else 0)


if __name__ == "__main__":
    main()
