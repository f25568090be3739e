"""Training steps of networks on a device: whether they give what Java computed on a processor, and how long they take.

Usage: network_steps.py SCRIPTS FOLDER SECONDS DEVICE full|small   writes networks.json in the folder.
"""

import json
import math
import os
import sys
import time

BETA1, BETA2 = 0.9, 0.999


def say(text):
    print(text, flush=True)


class Training:
    """What Java does with one script."""

    def __init__(self, scripts, case, device):
        import torch

        self.scripts, self.case, self.device, self.steps = scripts, case, device, 0
        self.script = torch.jit.load(os.path.join(scripts, case["script"] + ".pt"), map_location=device)
        self.batch = [self.part(k, part) for k, part in enumerate(case["parts"])]

    def numbers(self, part):
        import torch

        with open(os.path.join(self.scripts, self.case["script"] + "." + part), "rb") as source:
            return torch.frombuffer(bytearray(source.read()), dtype=torch.float32).to(self.device)

    def part(self, k, part):
        rows = self.numbers(f"b{k}").reshape(part["shape"])
        return torch_repeat(rows, self.case["copies"]) if part["rows"] else rows

    def begin(self, weights):
        import torch

        self.w = weights
        self.m, self.v = torch.zeros_like(weights), torch.zeros_like(weights)

    def drawn(self):
        import torch

        torch.manual_seed(1)
        parts = [centre + spread * (2 * torch.rand(size) - 1) for size, centre, spread in self.case["slots"]]
        return torch.cat(parts).to(self.device)

    def step(self):
        """One step, with the numbers that Java passes; returns the loss before it."""
        import torch

        self.steps += 1
        rate, clip = self.case["rate"], self.case["clip"]
        first = rate / (1 - BETA1**self.steps)
        second = 1 / math.sqrt(1 - BETA2**self.steps)
        rates = torch.tensor([first, second, clip or math.inf, rate], device=self.device)
        method = self.script.clipped if clip else self.script.step
        return method(self.w, self.m, self.v, rates, self.batch)


def torch_repeat(rows, copies):
    return rows.repeat([copies] + [1] * (rows.dim() - 1))


def compare(scripts, case, device):
    """The losses of three steps and the weights after them against Java's; true if they agree."""
    training = Training(scripts, case, device)
    before = training.numbers("w")
    training.begin(before.clone())
    losses = [float(training.step()) for _ in case["losses"]]
    moved = training.numbers("moved")
    worst = max(abs(a - b) / abs(b) for a, b in zip(losses, case["losses"]))
    # As a share of how far the weights went. Where a gradient is rounding only, Adam's first steps are its signs.
    after = float((training.w - moved).double().norm() / (moved - before).double().norm())
    # On a GPU convolutions may round to TF32, ten bits.
    good = worst < (1e-2 if device.startswith("cuda") else 1e-4)
    say(
        f"{'ok    ' if good else 'FAILED'} network, {case['setting']}, {case['optimizer']}: "
        f"losses {worst:.1e}, weights after three steps {after:.1e} of their way"
    )
    return {**slim(case), "losses": worst, "moved": after, "good": good}


def timed(scripts, case, device):
    """Median milliseconds of a step."""
    import torch

    cuda = device.startswith("cuda")
    if cuda:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    training = Training(scripts, case, device)
    training.begin(training.drawn())
    times = []
    limit = time.perf_counter() + 6
    while len(times) < 4 or (len(times) < 40 and time.perf_counter() < limit):
        begin = time.perf_counter()
        float(training.step())  # waits for the device
        times.append(time.perf_counter() - begin)
    times = sorted(times[2:])
    ms = 1e3 * times[len(times) // 2]
    peak = torch.cuda.max_memory_allocated() if cuda else 0
    say(f"{case['setting']}, {case['optimizer']}: {ms:.2f} ms, {peak / 1e9:.2f} GB")
    return {**slim(case), "weights": len(training.w), "ms": ms, "fastest": 1e3 * times[0], "bytes": peak}


def slim(case):
    return {key: case[key] for key in ("kind", "setting", "optimizer", "copies")}


def main():
    scripts, folder, seconds, device, size = sys.argv[1:6]
    end = time.time() + float(seconds)
    results, failures = [], 0
    try:
        import torch

        # Steps one after the other, as the toolkit runs them; nothing is compiled for a shape.
        torch._C._set_graph_executor_optimize(False)
        with open(os.path.join(scripts, "networks.json")) as source:
            cases = json.load(source)
    except Exception as failure:
        say(f"FAILED PyTorch: {failure}")
        cases = []
    with open(os.path.join(folder, "networks.json"), "w") as out:
        json.dump(results, out)
    for case in cases:
        if case["kind"] not in ("compared", size):
            continue
        if time.time() > end:
            say(f"no time is left for {case['setting']}")
            continue
        try:
            run = compare if case["kind"] == "compared" else timed
            results.append(run(scripts, case, device))
            failures += not results[-1].get("good", True)
        except Exception as failure:  # one case that fails must not hide the others
            failures += 1
            say(f"FAILED network, {case['setting']}: {failure}")
        with open(os.path.join(folder, "networks.json"), "w") as out:
            json.dump(results, out, indent=1)
    sys.exit(1 if failures or not cases else 0)


if __name__ == "__main__":
    main()
