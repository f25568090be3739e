"""The published step in PyTorch beside the engines, with the ceilings of the device.

Usage: gpu_table.py FOLDER SECONDS DEVICE full|small   reads engine.json, tensors.json and networks.json in the folder; writes
                                                       published.json and table.md there.
"""

import json
import os
import sys
import time

SETTINGS = {
    "MNIST": (20_000, 784, 1000),
    "plane": (1_000_000, 2, 64),
    "small": (5000, 196, 100),
    "CIFAR": (30_000, 3072, 3072),
}


def say(text):
    print(text, flush=True)


def seconds_of(action, device, repeats):
    import torch

    times = []
    for _ in range(repeats + 2):
        if device.startswith("cuda"):
            torch.cuda.synchronize()
        begin = time.perf_counter()
        action()
        if device.startswith("cuda"):
            torch.cuda.synchronize()
        times.append(time.perf_counter() - begin)
    return sorted(times[2:])[repeats // 2]


def ceilings(device, small):
    """Bytes per second of a copy, read and written, and operations per second of matrix products."""
    import torch

    count = 1 << (20 if small else 30)
    a = torch.rand(count, device=device)
    b = torch.empty_like(a)
    out = {"bandwidth": 8 * count / seconds_of(lambda: b.copy_(a), device, 9)}
    del a, b
    side = 256 if small else 8192
    a, b = torch.rand(side, side, device=device), torch.rand(side, side, device=device)
    for name, fast in (("fp32", False), ("tf32", True)):
        torch.backends.cuda.matmul.allow_tf32 = fast
        out[name] = 2 * side**3 / seconds_of(lambda: a @ b, device, 5)
    torch.backends.cuda.matmul.allow_tf32 = False
    return out


def published(device, small, end):
    import torch

    import published_step

    rows = []
    for setting, (n, d, slices) in SETTINGS.items():
        if time.time() > end:
            say(f"no time is left for the published step, {setting}")
            continue
        try:
            if small:
                n, slices = max(100, n // 200), max(5, slices // 100)
            if device.startswith("cuda"):
                torch.cuda.reset_peak_memory_stats()
            cpu, wall = published_step.times(n, d, slices, 10, device)
            peak = torch.cuda.max_memory_allocated() if device.startswith("cuda") else 0
            rows.append({"setting": setting, "n": n, "d": d, "slices": slices, "ms": wall, "bytes": peak})
            say(f"{setting}: published step {wall:.3f} ms, {peak / 1e9:.2f} GB")
        except Exception as failure:  # one setting that fails must not hide the others
            say(f"FAILED published step, {setting}: {failure}")
    return rows


def floors(row, limits):
    """Seconds that the memory traffic and the arithmetic of a step take at the device's ceilings."""
    n, m, d, p = row["n"], row["m"], row["d"], row["slices"]
    traffic = 4 * d * (n + m) + 4 * p * (n + m) + 4 * p * (2 * n + m) + 4 * p * n + 16 * d * n
    operations = 0 if row["directions"] == "Hadamard" else 2 * p * d * (2 * n + m)
    return traffic / limits["bandwidth"], operations / limits["fp32"]


def table(rows, peers, limits, name):
    lines = [
        f"# Steps on {name}",
        "",
        "Copy {bandwidth:.2f} TB/s, product {fp32:.1f} TFLOP/s (fp32), {tf32:.1f} (TF32).".format(
            bandwidth=limits["bandwidth"] / 1e12, fp32=limits["fp32"] / 1e12, tf32=limits["tf32"] / 1e12
        ),
        "",
        "| setting | directions, ranks | step, ms | kernels, ms | published, ms | times faster | of bandwidth | of fp32 | GB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    by_setting = {peer["setting"]: peer for peer in peers}
    for row in rows:
        if "setting" not in row:
            continue
        peer = by_setting.get(row["setting"])
        traffic, arithmetic = floors(row, limits)
        kernels = row["kernels"] / 1e3
        lines.append(
            f"| {row['setting']} | {row['directions']}, {row['solver']} | {row['ms']:.3f} | {row['kernels']:.3f} | "
            + (f"{peer['ms']:.2f} | {peer['ms'] / row['ms']:.1f} | " if peer else "- | - | ")
            + f"{traffic / kernels:.0%} | {arithmetic / kernels:.0%} | {row['bytes'] / 1e9:.2f} |"
        )
    return "\n".join(lines) + "\n"


def tensor_table(rows, peers):
    lines = [
        "",
        "Tensor operations:",
        "",
        "| setting | directions, ranks | step, ms | published, ms | times faster | GB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    by_setting = {peer["setting"]: peer for peer in peers}
    for row in rows:
        if "ms" not in row:
            continue
        peer = by_setting.get(row["setting"])
        lines.append(
            f"| {row['setting']} | {row['directions']}, {row['solver']} | {row['ms']:.3f} | "
            + (f"{peer['ms']:.2f} | {peer['ms'] / row['ms']:.1f} | " if peer else "- | - | ")
            + f"{row['bytes'] / 1e9:.2f} |"
        )
    return "\n".join(lines) + "\n"


def network_table(rows):
    lines = [
        "",
        "Training steps of networks:",
        "",
        "| network | optimizer | weights, millions | step, ms | GB |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        if "ms" in row:
            lines.append(
                f"| {row['setting']} | {row['optimizer']} | {row['weights'] / 1e6:.2f} | {row['ms']:.2f} | {row['bytes'] / 1e9:.2f} |"
            )
    return "\n".join(lines) + "\n"


def read(folder, name, what):
    try:
        with open(os.path.join(folder, name)) as source:
            return json.load(source)
    except (OSError, ValueError) as failure:
        say(f"FAILED reading what {what} did: {failure}")
        return []


def main():
    folder, seconds, device, size = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4]
    end = time.time() + seconds
    small = size == "small"
    limits, peers, name = {"bandwidth": float("nan"), "fp32": float("nan"), "tf32": float("nan")}, [], device
    try:
        import torch

        name = torch.cuda.get_device_name(0) if device.startswith("cuda") else "the processor"
        name += f", PyTorch {torch.__version__}"
        limits = ceilings(device, small)
        say(f"{name}: {limits}")
        peers = published(device, small, end)
    except Exception as failure:
        say(f"FAILED PyTorch: {failure}")
    with open(os.path.join(folder, "published.json"), "w") as out:
        json.dump({"name": name, "ceilings": limits, "steps": peers}, out, indent=1)
    text = table(read(folder, "engine.json", "the CUDA engine"), peers, limits, name)
    text += tensor_table(read(folder, "tensors.json", "the tensor engine"), peers)
    text += network_table(read(folder, "networks.json", "networks"))
    with open(os.path.join(folder, "table.md"), "w") as out:
        out.write(text)
    say(text)


if __name__ == "__main__":
    main()
