"""The tensor engine's scripts on a device: whether they give what Java computed on a processor, and how long a step takes.

Usage: tensor_steps.py SCRIPTS FOLDER SECONDS DEVICE full|small   writes tensors.json in the folder.
"""

import os
import time

import packed_cases
from packed_cases import say


class Descent:
    """What Java does with one script."""

    def __init__(self, scripts, case, device):
        import torch

        self.case, self.device, self.scripts = case, device, scripts
        self.script = torch.jit.load(os.path.join(scripts, case["script"] + ".pt"), map_location=device)
        self.w, self.v, self.g, self.h = self.script.begin(torch.ones(1, 1, device=device))

    def put(self, place, rows):
        import torch

        # The script reads these two: on the host, so that nobody waits for the device.
        at = torch.tensor([place, len(rows)], dtype=torch.float64)
        self.script.put(self.w, at, [rows])

    def numbers(self, part, *shape):
        return packed_cases.numbers(self.scripts, self.case["script"] + "." + part, self.device).reshape(shape)

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
    packed_cases.run_all(
        "scripts.json",
        "tensors.json",
        compare,
        timed,
        lambda case: f"tensors, {case['setting']}, {case['directions']}, {case['solver']}",
        gradients=False,
    )


if __name__ == "__main__":
    main()
