"""What Java does for a chain of networks: particles flow along random directions, a network learns how far, and they follow it."""

import math
import random
import time

import torch

from network_steps import Training
from riesz_diffusion import cosine
from tensor_steps import Descent

# Images that pass through a network together.
BLOCK = 1000
# Steps between two looks at the clock.
LOOK = 10
# Steps of a flow whose directions are drawn together, as many small matrices are factorised faster at once.
AHEAD = 64


def stretches(planned, end):
    """Places 0, 1, … of a schedule with so many steps, some at a time; with wider strides if the time would be up before.

    Whoever takes them waits for the device after each stretch.
    """
    at, stride, done, begin = 0.0, 1.0, 0, time.time()
    while at < planned - 0.5:
        some = [at + k * stride for k in range(LOOK) if at + k * stride < planned - 0.5]
        yield some
        at, done = at + stride * len(some), done + len(some)
        now = time.time()
        left = max(1.0, (end - now) * done / max(now - begin, 1e-9))
        stride = max(1.0, (planned - at) / left)


class Flow:
    """Gradients of one link: its directions see all of an image, or a square of it at each of some scales.

    The pixels of a square are added up to cells, the same for all images: that is a matrix, and so is the way back.
    """

    def __init__(self, descent, link, sides, device):
        self.descent, self.link, self.squares = descent, link, []
        side = link["side"]
        for scale in link["scales"]:
            if side:
                self.squares.append(Flow.square(side, scale + 1, sides).to(device))

    @staticmethod
    def square(side, width, sides):
        """Which pixel belongs to which cell, and how much of it, for the square in the corner."""
        pixels = torch.zeros(*sides, sides[0], side, side)
        for channel in range(sides[0]):
            for down in range(side * width):
                for across in range(side * width):
                    pixels[channel, down, across, channel, down // width, across // width] = 1 / width
        return pixels.flatten(3)

    def gradient(self, x, y, drawn):
        """Of particles toward targets, with the corner of each square and its directions."""
        if not self.squares:
            return self.link["factor"] * self.push(x, y, drawn[0][1])
        total = torch.zeros_like(x)
        for square, (corner, directions) in zip(self.squares, drawn):
            # Squares go on at the opposite side.
            cells = torch.roll(square, corner, (1, 2)).flatten(0, 2)
            total.addmm_(self.push(x @ cells, y @ cells, directions), cells.t(), alpha=self.link["factor"])
        return total

    def push(self, x, y, directions):
        descent = self.descent
        descent.put(0, x)
        descent.put(len(x), y)
        return descent.rows_of(descent.script.gradient(descent.w, descent.g, descent.h, [directions]))


class Packed:
    """What was drawn in Java."""

    def __init__(self, training):
        self.numbers = training.numbers

    def step(self, number, link, step):
        flow, scales = link["flow"], len(link["scales"])
        corners = self.numbers(f"corners{number}").reshape(-1, scales, 2)[step].tolist()
        rows = (flow["rotations"], 3, flow["space"]) if flow["rotations"] else (flow["slices"], flow["d"])
        directions = self.numbers(f"directions{number}").reshape(-1, scales, *rows)[step]
        return [((int(top), int(left)), of) for (top, left), of in zip(corners, directions)]

    def order(self, number, count, needed):
        return self.numbers(f"order{number}").long()

    def finer(self, number, shape):
        return self.numbers(f"finer{number}").reshape(shape)


class Drawn:
    """The same, drawn here."""

    def __init__(self, plan, device):
        self.sides, self.device, self.ready = plan["sides"], device, {}
        self.corners = random.Random(plan["seed"])
        self.drawing = torch.Generator(device=device)
        self.drawing.manual_seed(plan["seed"])

    def normal(self, *shape):
        return torch.randn(*shape, generator=self.drawing, device=self.device)

    def uniform(self, *shape):
        return torch.rand(*shape, generator=self.drawing, device=self.device)

    def step(self, number, link, step):
        height, width = (side // link["pooling"] for side in self.sides[1:])
        corner = self.corners.randrange
        return [((corner(height), corner(width)), self.directions(link["flow"])) for _ in link["scales"]]

    def directions(self, flow):
        ready = self.ready.setdefault(flow["script"], [])
        if not ready:
            if flow["rotations"]:
                ready.extend(self.normal(AHEAD, flow["rotations"], 3, flow["space"]).sign())
            else:
                # Rows are columns of the factor, whose sign does not matter.
                d, slices = flow["d"], flow["slices"]
                blocks = -(-slices // d)
                turned = torch.linalg.qr(self.normal(AHEAD * blocks, d, d))[0].transpose(1, 2)
                ready.extend(turned.reshape(AHEAD, blocks * d, d)[:, :slices].contiguous())
        return ready.pop()

    def order(self, number, count, needed):
        """Each particle once before any comes again."""
        epochs = -(-needed // count)
        permuted = [torch.randperm(count, generator=self.drawing, device=self.device) for _ in range(epochs)]
        return torch.cat(permuted)[:needed]

    def finer(self, number, shape):
        return self.normal(*shape)


class Chain:
    """The links of a plan; pixels are bytes, and particles rows of numbers."""

    def __init__(self, scripts, case, device, pixels, draws=None):
        self.case, self.plan, self.links, self.device = case, case["plan"], case["plan"]["links"], device
        self.training = Training(scripts, case, device)
        self.draws = draws or Packed(self.training)
        self.targets, self.flows, descents = {}, [], {}
        for link in self.links:
            pooling, script = link["pooling"], link["flow"]["script"]
            if pooling not in self.targets:
                self.targets[pooling] = torch.nn.functional.avg_pool2d(pixels.float(), pooling).flatten(1) / 255
            if script not in descents:
                descents[script] = Descent(scripts, link["flow"], device)
            self.flows.append(Flow(descents[script], link, self.sides(link), device))

    def size(self, number):
        """How many numbers a particle has."""
        return math.prod(self.sides(self.links[number]))

    def sides(self, link):
        channels, height, width = self.plan["sides"]
        return [channels, height // link["pooling"], width // link["pooling"]]

    def start(self, number, x):
        """Particles as the link wants them: twice as many pixels each way, with noise, where a finer resolution begins."""
        link = self.links[number]
        if link["noise"] is None:
            return x
        channels, height, width = self.sides(link)
        coarse = x.reshape(-1, channels, height // 2, width // 2)
        finer = coarse.repeat_interleave(2, 2).repeat_interleave(2, 3).flatten(1)
        return finer + link["noise"] * self.draws.finer(number, finer.shape)

    def gradient(self, number, x, step=0):
        link = self.links[number]
        drawn = self.draws.step(number, link, step)
        with torch.no_grad():
            return self.flows[number].gradient(x, self.targets[link["pooling"]], drawn)

    def flow(self, number, x, steps, end=math.inf):
        """Where particles are after so many steps, or as many as there is time for, and how many they were.

        The lengths of steps change by equal factors.
        """
        first, last = self.links[number]["sizes"]
        moved, done = x.clone(), 0
        for some in stretches(steps, end):
            for at in some:
                size = first * (last / first) ** min(1.0, at / max(1, steps - 1))
                moved.sub_(self.gradient(number, moved, done), alpha=size)
                done += 1
            if not bool(torch.isfinite(moved).all()):  # waits for the device
                raise ArithmeticError(f"the flow of link {number + 1} diverged before step {done}")
        return moved, done

    def begin(self, number, before):
        """Weights to begin with: those of the network before, or new ones where a resolution begins."""
        new = before is None or self.links[number]["pooling"] != self.links[number - 1]["pooling"]
        return self.training.drawn() if new else before.clone()

    def learn(self, number, x, moved, iterations, weights, end=math.inf):
        """Trains a network on the way from particles to where they have moved; returns its losses, fewer if the time is up before."""
        training, batch, sides = self.training, self.plan["batch"], self.sides(self.links[number])
        first, last = self.case["rate"], self.plan["last"]
        training.begin(weights)
        order = self.draws.order(number, len(x), iterations * batch).split(batch)
        way, losses = x - moved, []
        for places in stretches(iterations, end):
            # These rates go to the device at once, which else waits for each.
            rates = [training.rates(last + (first - last) * cosine(at, iterations)) for at in places]
            some = [
                training.step(row, [part[rows].reshape(-1, *sides) for part in (x, way)])
                for row, rows in zip(torch.tensor(rates, device=self.device), order[len(losses) :])
            ]
            losses += torch.stack(some).tolist()  # waits for the device
            if not all(math.isfinite(loss) for loss in losses):
                raise ArithmeticError(f"the network of link {number + 1} diverged before step {len(losses)}")
        return losses

    def through(self, number, x, weights):
        """Images that have passed through the network of a link."""
        sides, script = self.sides(self.links[number]), self.training.script
        with torch.no_grad():
            views = script.views(weights)
            return torch.cat(
                [some - script.net(views, [some.reshape(-1, *sides)]).flatten(1) for some in x.split(BLOCK)]
            )
