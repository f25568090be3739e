"""Files of digits and weights: IDX, as MNIST comes, and safetensors in half precision."""

import ctypes
import gzip
import json
import os
import struct

import torch

from packed_cases import say

DATA = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")


def packed(scripts, sides, device):
    """MNIST's images, as bytes, and labels, if they were packed with the scripts."""
    files = [os.path.join(scripts, os.pardir, "data", name) for name in DATA]
    if not all(os.path.exists(file) for file in files):
        say("MNIST was not packed: nothing is trained")
        return None
    pixels, labels = (read_idx(file).to(device) for file in files)
    return pixels.reshape(-1, *sides), labels.long()


def to_bytes(images):
    """From [0, 1]."""
    return torch.floor(255 * images.clamp(0, 1) + 0.5).to(torch.uint8)


def read_idx(path):
    """The bytes of a packed IDX file, in its shape."""
    with gzip.open(path, "rb") as source:
        content = source.read()
    sides = content[3]
    shape = struct.unpack(f">{sides}i", content[4 : 4 + 4 * sides])
    return torch.frombuffer(bytearray(content[4 + 4 * sides :]), dtype=torch.uint8).reshape(shape)


def raw(numbers):
    """The bytes of a tensor, also where there is no NumPy."""
    there = numbers.cpu().contiguous()
    return ctypes.string_at(there.data_ptr(), there.numel() * there.element_size())


def write_idx(path, numbers):
    with open(path, "wb") as out:
        out.write(struct.pack(f">4B{numbers.dim()}i", 0, 0, 8, numbers.dim(), *numbers.shape))
        out.write(raw(numbers.to(torch.uint8)))


def write_weights(path, slots, weights):
    """Each tensor under its name, as the toolkit reads it."""
    header, at = {}, 0
    for size, _, _, name, shape in slots:
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [2 * at, 2 * (at + size)]}
        at += size
    text = json.dumps(header).encode()
    # Numbers begin at a multiple of eight bytes.
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        out.write(raw(weights.half()))
