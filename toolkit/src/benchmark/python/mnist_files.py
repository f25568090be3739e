"""Files of digits and weights: IDX, as MNIST comes, and safetensors in half precision."""

import ctypes
import gzip
import json
import struct

import torch


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
