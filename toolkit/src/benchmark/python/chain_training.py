"""A chain of networks trained on MNIST in the time there is, and its samples; before it, whether all of that is what Java does.

Usage: chain_training.py SCRIPTS FOLDER SECONDS DEVICE full|small   reads the folder data beside SCRIPTS; writes
chain-training.json, chain-loss.csv, chain-samples-idx3-ubyte, and the weights of each link as chain-weights-NNN.safetensors in
the folder. `environment/gpu-check --quality` measures the samples.
"""

import os
import time

import packed_cases
from packed_cases import say

# How far off Java's numbers may be: as a share of gradients, of the way of a flow and of losses, and in units in which white is 1.
# A projection that rounds to the other side of a bin's edge may change a rank, which is right too and some thousandths of a
# gradient of few particles; anything wrong is far more.
MOST = {"gradients": 1e-2, "flows": 1e-2, "losses": 1e-3, "particles": 5e-3, "samples": 5e-3}
# Seconds for writing what there is in the end.
WRITING = 4
# Samples that are made between two looks at the clock.
TOGETHER = 500


def share_of(got, expected, before):
    """The error as a share of how far it is from what was before."""
    return float((got - expected).double().norm() / (expected - before).double().norm())


def compare(scripts, case, device):
    """Gradients, flows, losses, particles and samples against Java's; true if they agree."""
    import torch

    import mmd_chain
    import mnist_files

    # With all 24 binary digits also on a GPU, where convolutions else may take ten: what agrees then agrees closely.
    torch.backends.cudnn.allow_tf32 = False
    pixels = packed_cases.numbers(scripts, case["script"] + ".pixels", device).reshape(-1, *case["plan"]["sides"])
    chain = mmd_chain.Chain(scripts, case, device, pixels)
    count = case["plan"]["particles"]
    found, networks = {what: [] for what in MOST}, []

    def numbers(part, rows=count):
        return chain.training.numbers(part).reshape(rows, -1)

    # Each link begins where Java's did, so that what rounding did to one does not count in the next.
    for number, loss in enumerate(case["losses"]):
        x, moved = numbers(f"start{number}"), numbers(f"moved{number}")
        expected = numbers(f"gradient{number}")
        found["gradients"].append(share_of(chain.gradient(number, x), expected, 0))
        found["flows"].append(share_of(chain.flow(number, x, chain.links[number]["steps"])[0], moved, x))
        weights = chain.training.numbers(f"weights{number}")
        losses = chain.learn(number, x, moved, case["plan"]["iterations"], weights)
        networks.append(weights)
        found["losses"].append(abs(losses[-1] - loss) / loss)
        if number + 1 < len(chain.links):
            following = chain.start(number + 1, chain.through(number, x, weights))
            found["particles"].append(float((following - numbers(f"start{number + 1}")).abs().max()))

    asked = case["plan"]["samples"]
    chain.draws.finer = lambda number, shape: numbers(f"finerLatents{number}", asked).reshape(shape)
    images = sampled(chain, networks, numbers("latents", asked))
    # Java's were rounded to bytes.
    found["samples"].append(float((mnist_files.to_bytes(images).float() - numbers("samples", asked)).abs().max()) / 255)
    good = all(value < MOST[what] for what, values in found.items() for value in values)
    worst = {what: max(values) for what, values in found.items()}
    say(
        f"{'ok    ' if good else 'FAILED'} {case['setting']}, {len(chain.links)} links: "
        + ", ".join(f"{what} {value:.1e}" for what, value in worst.items())
    )
    return {"kind": case["kind"], **worst, "good": good}


def sampled(chain, networks, noise):
    """Noise that has passed through all networks."""
    x = noise
    for number, weights in enumerate(networks):
        x = chain.through(number, chain.start(number, x), weights)
    return x


class Pace:
    """How long a step of a flow and of a training takes, by what is alike in links; at first by a few that are thrown away."""

    def __init__(self, chain):
        self.chain, self.seconds = chain, {}
        for number, link in enumerate(chain.links):
            x = chain.draws.uniform(chain.plan["particles"], chain.size(number))
            weights = chain.begin(number, None)
            for what, act in (
                (self.flow(number), lambda steps: chain.flow(number, x, steps)),
                (self.learning(number), lambda steps: chain.learn(number, x, x, steps, weights)),
            ):
                if what not in self.seconds:
                    act(2)  # kernels are chosen
                    begin = time.perf_counter()
                    act(4)
                    self.seconds[what] = (time.perf_counter() - begin) / 4

    def flow(self, number):
        link = self.chain.links[number]
        return "flow", link["pooling"], link["side"], tuple(link["scales"])

    def learning(self, number):
        return "learning", self.chain.links[number]["pooling"]

    def planned(self, number):
        """Seconds of a link as it is planned."""
        flow = self.chain.links[number]["steps"] * self.seconds[self.flow(number)]
        return flow + self.chain.plan["iterations"] * self.seconds[self.learning(number)]

    def passing(self, number, rows):
        """Seconds that are kept for images that pass through a link: twice a third of what a training on them takes."""
        return rows / self.chain.plan["batch"] * self.seconds[self.learning(number)] * 2 / 3

    def stretch(self, number, seconds):
        """By what steps are multiplied from a link on so that all are done in this time, samples included."""
        plan, links = self.chain.plan, range(len(self.chain.links))
        kept = sum(self.passing(k, plan["samples"]) for k in links)
        kept += sum(self.passing(k, plan["particles"]) for k in links[number:])
        return min(plan["longer"], max(0, seconds - kept) / sum(self.planned(k) for k in links[number:]))


def train(scripts, case, device, folder, end):
    """Trains link after link until the time is up, samples and writes what came of it."""
    import torch

    import mmd_chain
    import mnist_files

    plan = case["plan"]
    digits = mnist_files.packed(scripts, plan["sides"], device)
    if digits is None:
        return {"kind": case["kind"]}
    torch.backends.cudnn.benchmark, torch.backends.cudnn.allow_tf32 = True, True
    begin = time.perf_counter()
    chain = mmd_chain.Chain(scripts, case, device, digits[0][: plan["particles"]], mmd_chain.Drawn(plan, device))
    pace = Pace(chain)
    x, networks, links = chain.draws.uniform(plan["particles"], chain.size(0)), [], []
    with open(os.path.join(folder, "chain-loss.csv"), "w") as curve:
        curve.write("link,step,loss\n")
        for number in range(len(chain.links)):
            stretch = pace.stretch(number, end - WRITING - time.time())
            x, losses, found = link(chain, pace, number, x, networks, stretch)
            links.append(found)
            # Each link is there if a later one fails.
            curve.writelines(f"{number + 1},{k + 1},{loss:.6g}\n" for k, loss in enumerate(losses))
            file = os.path.join(folder, f"chain-weights-{number:03d}.safetensors")
            mnist_files.write_weights(file, case["slots"], networks[-1])
    seconds = time.perf_counter() - begin
    good = all(found["loss"] < found["way"] for found in links)
    say(
        f"{'ok    ' if good else 'FAILED'} {case['setting']}: {len(links)} links in {seconds:.0f} s, "
        f"{sum(found['steps'] for found in links)} flow steps of {plan['particles']} particles, "
        f"{sum(found['iterations'] for found in links)} training steps of {plan['batch']} images"
    )
    sampling = sample(chain, networks, folder, end - WRITING)
    return {
        **{key: case[key] for key in ("kind", "setting", "optimizer", "rate")},
        **{key: plan[key] for key in ("particles", "batch", "seed")},
        "seconds": seconds,
        "weights": len(networks[0]),
        "links": links,
        **sampling,
        **packed_cases.machine(device),
        "good": good,
    }


def link(chain, pace, number, x, networks, stretch):
    """One link; returns the particles after it, the losses, and what is said of it."""
    steps, iterations = (
        max(2, round(stretch * planned)) for planned in (chain.links[number]["steps"], chain.plan["iterations"])
    )
    x = chain.start(number, x)
    seconds = stretch * pace.seconds[pace.flow(number)] * chain.links[number]["steps"]
    begin = time.time()
    moved, steps = chain.flow(number, x, steps, begin + seconds)
    flowed = time.time()
    weights = chain.begin(number, networks[-1] if networks else None)
    losses = chain.learn(number, x, moved, iterations, weights, begin + stretch * pace.planned(number))
    learned = time.time()
    networks.append(weights)
    flow, learning = (flowed - begin) / steps, (learned - flowed) / len(losses)
    pace.seconds[pace.flow(number)], pace.seconds[pace.learning(number)] = flow, learning
    latest = losses[-max(1, len(losses) // 4) :]
    found = {
        "steps": steps,
        "iterations": len(losses),
        "flow-ms": 1e3 * flow,
        "learning-ms": 1e3 * learning,
        # What the loss would be of a network that says nothing.
        "way": float((x - moved).pow(2).sum(1).mean()),
        "loss": sum(latest) / len(latest),
    }
    say(
        f"  link {number + 1} of {len(chain.links)}: {steps} flow steps, {1e3 * flow:.1f} ms each, "
        f"{len(losses)} training steps, {1e3 * learning:.1f} ms each, loss {found['loss']:.3f} of {found['way']:.3f}"
    )
    return chain.through(number, x, weights), losses, found


def sample(chain, networks, folder, end):
    """Writes samples, fewer than planned if the time is up before; returns how many, and the seconds that they took."""
    import torch

    import mnist_files

    begin, made = time.time(), []
    for some in chain.draws.uniform(chain.plan["samples"], chain.size(0)).split(TOGETHER):
        if not made or time.time() < end:
            made.append(mnist_files.to_bytes(sampled(chain, networks, some)).cpu())
    images, seconds = torch.cat(made), time.time() - begin
    mnist_files.write_idx(
        os.path.join(folder, "chain-samples-idx3-ubyte"), images.reshape(-1, *chain.plan["sides"][1:])
    )
    say(f"{len(images)} samples through {len(networks)} links in {seconds:.2f} s")
    return {"samples": len(images), "sampling": seconds}


if __name__ == "__main__":
    packed_cases.run_trainings("chain.json", "chain-training.json", compare, train)
