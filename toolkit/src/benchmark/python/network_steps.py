"""Training steps of networks on a device: whether they give what Java computed on a processor, and how long they take.

Usage: network_steps.py SCRIPTS FOLDER SECONDS DEVICE full|small   writes networks.json in the folder.
"""

import math
import os
import time

import packed_cases
from packed_cases import say

BETA1, BETA2 = 0.9, 0.999


class Training:
    """What Java does with one script."""

    def __init__(self, scripts, case, device):
        import torch

        self.scripts, self.case, self.device = scripts, case, device
        self.script = torch.jit.load(os.path.join(scripts, case["script"] + ".pt"), map_location=device)

    def numbers(self, part):
        return packed_cases.numbers(self.scripts, self.case["script"] + "." + part, self.device)

    def packed(self):
        """The batch that was packed."""
        return [self.part(k, part) for k, part in enumerate(self.case["parts"])]

    def part(self, k, part):
        rows = self.numbers(f"b{k}").reshape(part["shape"])
        copies = self.case["copies"] if part["rows"] else 1
        return rows.repeat([copies] + [1] * (rows.dim() - 1))

    def begin(self, weights):
        import torch

        self.w, self.steps = weights, 0
        self.m, self.v = torch.zeros_like(weights), torch.zeros_like(weights)

    def drawn(self):
        import torch

        torch.manual_seed(1)
        parts = [centre + spread * (2 * torch.rand(size) - 1) for size, centre, spread, *_ in self.case["slots"]]
        return torch.cat(parts).to(self.device)

    def rates(self, rate):
        """The numbers that Java passes for the next step."""
        self.steps += 1
        first = rate / (1 - BETA1**self.steps)
        second = 1 / math.sqrt(1 - BETA2**self.steps)
        return [first, second, self.case["clip"] or math.inf, rate]

    def step(self, rates, batch):
        """One step; returns the loss before it."""
        method = self.script.clipped if self.case["clip"] else self.script.step
        return method(self.w, self.m, self.v, rates, batch)

    def again(self, batch):
        """One step at the rate at first."""
        import torch

        return self.step(torch.tensor(self.rates(self.case["rate"]), device=self.device), batch)


def compare(scripts, case, device):
    """The losses of three steps and the weights after them against Java's; true if they agree."""
    training = Training(scripts, case, device)
    before = training.numbers("w")
    training.begin(before.clone())
    batch = training.packed()
    losses = [float(training.again(batch)) for _ in case["losses"]]
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
    batch = training.packed()
    times = []
    limit = time.perf_counter() + 6
    while len(times) < 4 or (len(times) < 40 and time.perf_counter() < limit):
        begin = time.perf_counter()
        float(training.again(batch))  # waits for the device
        times.append(time.perf_counter() - begin)
    times = sorted(times[2:])
    ms = 1e3 * times[len(times) // 2]
    peak = torch.cuda.max_memory_allocated() if cuda else 0
    say(f"{case['setting']}, {case['optimizer']}: {ms:.2f} ms, {peak / 1e9:.2f} GB")
    return {**slim(case), "weights": len(training.w), "ms": ms, "fastest": 1e3 * times[0], "bytes": peak}


def slim(case):
    return {key: case[key] for key in ("kind", "setting", "optimizer", "copies")}


def main():
    packed_cases.run_all(
        "networks.json", "networks.json", compare, timed, lambda case: f"network, {case['setting']}", gradients=True
    )


if __name__ == "__main__":
    main()
