"""What Java does for a Riesz diffusion of images by squared error: batches, the mean of weights, and samples."""

import math

import torch

import mnist_files


def scaled(pixels):
    """From bytes to [−1, 1]."""
    return pixels.float() / 127.5 - 1


def told(plan, labels):
    """A row for each label, with 1 at its place; none for a label below 0, which is withheld."""
    return (labels.unsqueeze(1) == torch.arange(plan["classes"], device=labels.device)).float()


def parts(plan, images, noise, times, labels):
    """A batch: targets, noisy images, times, coefficients and classes."""
    t = times.reshape(-1, 1, 1, 1)
    length = torch.sqrt(t * t + (1 - t) * (1 - t))
    noisy = t * images + (1 - t) * noise
    target = ((1 - t) * images - t * noise) / length
    coefficients = torch.tensor(plan["coefficients"], device=times.device).repeat(len(times), 1)
    # What an error of the network is in units of velocity.
    coefficients[:, 0] = ((1 - t) / (length * torch.clamp(1 - t, min=plan["least"]))).flatten()
    return [target, noisy, times.reshape(-1, 1), coefficients, told(plan, labels)]


class Batches:
    """Draws batches of images, which are bytes on the device, with their labels."""

    def __init__(self, plan, pixels, labels):
        self.plan, self.pixels, self.labels = plan, pixels, labels
        self.drawing = torch.Generator(device=pixels.device)
        self.drawing.manual_seed(plan["seed"])

    def next(self):
        plan, n = self.plan, self.plan["batch"]
        here = {"generator": self.drawing, "device": self.pixels.device}
        rows = torch.randint(len(self.pixels), (n,), **here)
        withheld = torch.rand(n, **here) < plan["unknown"]
        times = torch.sigmoid(plan["mean"] + plan["deviation"] * torch.randn(n, **here))
        noise = torch.randn(n, *plan["sides"], **here)
        return parts(plan, scaled(self.pixels[rows]), noise, times, self.labels[rows].masked_fill(withheld, -1))


class Mean:
    """The moving average of weights, over the latest of them as long as there are few."""

    def __init__(self, plan, weights):
        self.decay, self.latest, self.count = plan["decay"], plan["latest"], 0
        self.weights = weights.clone()

    def add(self, weights):
        self.count += 1
        kept = min(self.decay, 1 - self.latest / (self.count + self.latest - 1))
        self.weights.mul_(kept).add_(weights, alpha=1 - kept)


def cosine(step, steps):
    """The rate of a step, counted from 0, as a share of the rate at first."""
    return 0.5 * (1 + math.cos(math.pi * step / steps))


def samples(network, plan, noise, labels):
    """Images in [−1, 1] from noise, in steps of second order; network says F for noisy images, times and classes."""
    calls, x, last = plan["calls"], noise, None
    classes = told(plan, labels)
    for call in range(calls):
        time, then = call / calls, (call + 1) / calls
        square = time * time + (1 - time) * (1 - time)
        f = network([x, torch.full((len(x), 1), time, device=x.device), classes])
        clean = (time * x + (1 - time) * math.sqrt(square) * f) / square
        kept = (1 - then) / (1 - time)
        moved = kept * x + (1 - kept) * clean
        if last is not None:
            rest = (1 - then) * math.log((1 - time) / (1 - then)) if then < 1 else 0
            # The clean image goes on as it did since the last call, 1/calls before.
            moved = moved + (then - time - rest) * calls * (clean - last)
        x, last = moved, clean
    return x


def to_bytes(images):
    return mnist_files.to_bytes(images * 0.5 + 0.5)
