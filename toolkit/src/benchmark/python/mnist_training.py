"""A Riesz diffusion trained on MNIST in the time there is, and its samples; before it, whether all of that is what Java does.

Usage: mnist_training.py SCRIPTS FOLDER SECONDS DEVICE full|small   reads the folder data beside SCRIPTS; writes
mnist-training.json, mnist-loss.csv, mnist-samples-idx3-ubyte with mnist-sample-labels-idx1-ubyte, and
mnist-weights.safetensors in the folder. `environment/gpu-check --quality` measures the samples.
"""

import math
import os
import time

import packed_cases
from network_steps import Training
from packed_cases import say

# Rows that are sampled together.
BLOCK = 250
# Seconds for writing what there is in the end.
WRITING = 4


class Course:
    """Steps of a training, with a rate that falls to 0, and the mean of weights."""

    def __init__(self, training, plan, batches):
        import riesz_diffusion

        self.training, self.plan, self.batches = training, plan, batches
        self.steps, self.done, self.curve = plan["steps"], 0, []
        self.mean = riesz_diffusion.Mean(plan, training.w)

    def stretch(self):
        """As many steps as the mean goes by."""
        import torch

        from riesz_diffusion import cosine

        training, numbers = self.training, range(self.done, self.done + self.plan["stride"])
        # All rates go to the device at once, which else waits for each.
        rates = [training.rates(training.case["rate"] * cosine(k, self.steps)) for k in numbers]
        losses = [training.step(row, self.batches()) for row in torch.tensor(rates, device=training.device)]
        self.done += len(losses)
        self.mean.add(training.w)
        loss = float(torch.stack(losses).mean())
        if not math.isfinite(loss):
            raise ArithmeticError(f"the training diverged before step {self.done}: the loss is {loss}")
        self.curve.append(loss)

    def until(self, end):
        """As many steps as there is time for, samples included; returns the seconds of a step."""
        plan = self.plan
        self.stretch()  # not timed: kernels are chosen
        begin, untimed, told = time.perf_counter(), self.done, time.time()
        while self.done < self.steps:
            self.stretch()
            each = (time.perf_counter() - begin) / (self.done - untimed)
            # A call of the network takes a third of a step for as many rows; twice that is kept for samples.
            kept = plan["samples"] * plan["calls"] / plan["batch"] * each * 2 / 3
            if len(self.curve) >= 4:
                # So that the rate has come to 0 when the time is up.
                left = int(max(0, end - WRITING - kept - time.time()) / each / plan["stride"])
                self.steps = min(plan["steps"], self.done + left * plan["stride"])
            if len(self.curve) == 4 or time.time() > told + 15:
                told = time.time()
                say(f"  step {self.done} of {self.steps}, {1e3 * each:.1f} ms each, loss {self.curve[-1]:.4f}")
        return each


def sampled(training, weights, plan, noise, labels):
    import torch

    import riesz_diffusion

    with torch.no_grad():
        views = training.script.views(weights)
        return torch.cat(
            [
                riesz_diffusion.samples(lambda x: training.script.net(views, x), plan, some, of)
                for some, of in zip(noise.split(BLOCK), labels.split(BLOCK))
            ]
        )


def compare(scripts, case, device):
    """A batch, the loss and the mean of weights after some steps, and samples against Java's; true if they agree."""
    import torch

    import riesz_diffusion

    # With all 24 binary digits also on a GPU, where convolutions else may take ten: what agrees then agrees closely.
    torch.backends.cudnn.allow_tf32 = False
    training, plan = Training(scripts, case, device), case["plan"]
    expected, noise = training.packed(), training.numbers("noise").reshape(-1, *plan["sides"])
    images = riesz_diffusion.scaled(training.numbers("pixels")).reshape(noise.shape)
    classes = training.numbers("classes").long()
    # Which labels are withheld was drawn in Java.
    known = classes.masked_fill(expected[4].sum(1) == 0, -1)
    got = riesz_diffusion.parts(plan, images, noise, expected[2].flatten(), known)
    batch = max(float((a - b).abs().max() / b.abs().max()) for a, b in zip(got, expected))

    first, mean = training.numbers("w"), training.numbers("mean")
    training.begin(first.clone())
    course = Course(training, plan, lambda: got)
    while course.done < course.steps:
        course.stretch()
    wanted = case["losses"][0]
    loss = abs(float(training.script.value(training.w, got)) - wanted) / wanted
    moved = float((course.mean.weights - mean).double().norm() / (mean - first).double().norm())

    samples = sampled(training, mean, plan, noise, classes)
    image = float((samples - training.numbers("samples").reshape(samples.shape)).abs().max())
    good = batch < 1e-5 and loss < 1e-3 and moved < 0.05 and image < 5e-3
    say(
        f"{'ok    ' if good else 'FAILED'} {case['setting']}: batch {batch:.1e}, loss after {course.steps} steps {loss:.1e}, "
        f"mean of weights {moved:.1e} of their way, samples {image:.1e}"
    )
    return {"kind": case["kind"], "batch": batch, "loss": loss, "moved": moved, "samples": image, "good": good}


def train(scripts, case, device, folder, end):
    """Trains until the time is up, samples and writes what came of it."""
    import torch

    import mnist_files
    import riesz_diffusion

    plan = case["plan"]
    digits = mnist_files.packed(scripts, plan["sides"], device)
    if digits is None:
        return {"kind": case["kind"]}
    torch.backends.cudnn.benchmark, torch.backends.cudnn.allow_tf32 = True, True
    pixels, labels = digits
    training = Training(scripts, case, device)
    training.begin(training.drawn())
    course = Course(training, plan, riesz_diffusion.Batches(plan, pixels, labels).next)
    begin = time.perf_counter()
    each = course.until(end)
    seconds = time.perf_counter() - begin
    curve = course.curve
    latest = curve[-max(1, len(curve) // 20) :]
    loss = sum(latest) / len(latest)
    good = loss < curve[0]
    say(
        f"{'ok    ' if good else 'FAILED'} {case['setting']}: {course.done} steps of {plan['batch']} images, {1e3 * each:.1f} ms each, "
        f"loss {curve[0]:.4f} at first, {loss:.4f} in the end"
    )
    with open(os.path.join(folder, "mnist-loss.csv"), "w") as out:
        out.write("step,loss\n")
        out.writelines(f"{(k + 1) * plan['stride']},{value:.6g}\n" for k, value in enumerate(curve))
    mnist_files.write_weights(os.path.join(folder, "mnist-weights.safetensors"), case["slots"], course.mean.weights)
    sampling = sample(training, course.mean.weights, plan, folder)
    return {
        **{key: case[key] for key in ("kind", "setting", "optimizer", "rate", "clip")},
        **{key: plan[key] for key in ("batch", "seed", "samples", "calls")},
        "steps": course.done,
        "seconds": seconds,
        "ms": 1e3 * each,
        "weights": len(training.w),
        "images": len(pixels),
        "loss": [curve[0], loss],
        "sampling": sampling,
        **packed_cases.machine(device),
        "good": good,
    }


def sample(training, weights, plan, folder):
    """Writes samples, equally many of each class; returns the seconds that they took."""
    import torch

    import mnist_files
    import riesz_diffusion

    device = training.device
    torch.manual_seed(plan["seed"])
    noise = torch.randn(plan["samples"], *plan["sides"]).to(device)
    asked = torch.arange(plan["samples"], device=device) % plan["classes"]
    sampled(training, weights, plan, noise[:BLOCK], asked[:BLOCK]).cpu()  # kernels are chosen
    begin = time.perf_counter()
    images = riesz_diffusion.to_bytes(sampled(training, weights, plan, noise, asked)).cpu()
    seconds = time.perf_counter() - begin
    mnist_files.write_idx(os.path.join(folder, "mnist-samples-idx3-ubyte"), images.reshape(-1, *plan["sides"][1:]))
    mnist_files.write_idx(os.path.join(folder, "mnist-sample-labels-idx1-ubyte"), asked)
    say(f"{len(images)} samples with {plan['calls']} calls each in {seconds:.2f} s")
    return seconds


if __name__ == "__main__":
    packed_cases.run_trainings("digits.json", "mnist-training.json", compare, train)
