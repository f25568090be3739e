"""Time of one step of the published sliced MMD flow in plain PyTorch: three sorts for each slice.

Usage: published_step.py N d P [steps] [device]   prints one line: CPU and wall milliseconds per step (medians).
"""

import math
import statistics
import sys
import time

import torch


def slicing_constant(d):
    return math.sqrt(math.pi) * math.exp(math.lgamma((d + 1) / 2) - math.lgamma(d / 2))


def derivative(x, y):
    """d/dx of the energy functional on P lines; x is P×N, y is P×M. Three sorts, as published."""
    p, n = x.shape
    m = y.shape[1]
    _, order = torch.sort(x, dim=1)
    interaction = torch.empty_like(x)
    ranks = torch.arange(n, dtype=x.dtype, device=x.device)
    interaction.scatter_(1, order, ((n - 1 - 2 * ranks) / (n * n)).expand(p, n))
    _, merged = torch.sort(torch.cat((x, y), dim=1), dim=1)
    is_target = merged >= n
    below = torch.cumsum(is_target.to(x.dtype), dim=1)
    position = torch.argsort(merged, dim=1)[:, :n]
    potential = (2 * torch.gather(below, 1, position) - m) / (n * m)
    return interaction + potential


def step(x, y, velocity, slices, momentum=0.7, size=1.0):
    n, d = x.shape
    xi = torch.randn(slices, d, device=x.device)
    xi = xi / xi.norm(dim=1, keepdim=True)
    g = derivative(xi @ x.T, xi @ y.T).T @ xi * (slicing_constant(d) / slices)
    velocity = g + momentum * velocity
    return x - size * n * velocity, velocity


def times(n, d, slices, steps, device):
    """Medians of CPU and wall milliseconds of a step."""
    torch.manual_seed(1)
    torch.set_grad_enabled(False)
    x, y = torch.rand(n, d, device=device), 0.3 * torch.randn(n, d, device=device)
    velocity = torch.zeros(n, d, device=device)
    # Work on a GPU goes on when the call has returned.
    wait = torch.cuda.synchronize if device.startswith("cuda") else lambda: None
    cpu, wall = [], []
    for i in range(steps + 1):
        wait()
        c, w = time.process_time(), time.perf_counter()
        x, velocity = step(x, y, velocity, slices)
        wait()
        if i > 0:
            cpu.append(time.process_time() - c)
            wall.append(time.perf_counter() - w)
    return 1000 * statistics.median(cpu), 1000 * statistics.median(wall)


def main():
    n, d, slices = (int(a) for a in sys.argv[1:4])
    steps = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    device = sys.argv[5] if len(sys.argv) > 5 else "cpu"
    cpu, wall = times(n, d, slices, steps, device)
    print(f"{cpu:.2f} {wall:.2f}")


if __name__ == "__main__":
    main()
