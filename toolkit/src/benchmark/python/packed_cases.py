"""Cases that Java packed as TorchScript files: reading their numbers, and running one after the other within a time."""

import json
import os
import sys
import time


def say(text):
    print(text, flush=True)


def numbers(scripts, name, device):
    """A tensor of the numbers in a file, in single precision and without a shape."""
    import torch

    with open(os.path.join(scripts, name), "rb") as source:
        return torch.frombuffer(bytearray(source.read()), dtype=torch.float32).to(device)


def machine(device):
    """What a training ran on, and the most memory that it had there."""
    import torch

    cuda = device.startswith("cuda")
    return {
        "bytes": torch.cuda.max_memory_allocated() if cuda else 0,
        "device": torch.cuda.get_device_name(0) if cuda else device,
        "torch": torch.__version__,
    }


def run_all(listing, output, compare, timed, name, gradients):
    """Runs what the command line asks for, SCRIPTS FOLDER SECONDS DEVICE full|small; exits with 1 if anything failed.

    The cases stand in the file of that name in SCRIPTS, results go to the other one in FOLDER; name says what a case is.
    """
    scripts, folder, seconds, device, size = sys.argv[1:6]
    end = time.time() + float(seconds)
    results, failures = [], 0
    try:
        import torch

        # Steps one after the other, as the toolkit runs them; nothing is compiled for a shape.
        torch._C._set_graph_executor_optimize(False)
        torch.set_grad_enabled(gradients)
        with open(os.path.join(scripts, listing)) as source:
            cases = json.load(source)
    except Exception as failure:
        say(f"FAILED PyTorch: {failure}")
        cases = []
    with open(os.path.join(folder, output), "w") as out:
        json.dump(results, out)
    for case in cases:
        if case["kind"] not in ("compared", size):
            continue
        if time.time() > end:
            say(f"no time is left for {name(case)}")
            continue
        try:
            run = compare if case["kind"] == "compared" else timed
            results.append(run(scripts, case, device))
            failures += not results[-1].get("good", True)
        except Exception as failure:  # one case that fails must not hide the others
            failures += 1
            say(f"FAILED {name(case)}: {failure}")
        with open(os.path.join(folder, output), "w") as out:
            json.dump(results, out, indent=1)
    sys.exit(1 if failures or not cases else 0)


def run_trainings(listing, output, compare, train):
    """The same for a training, which is told the folder and when the time is up."""
    folder, end = sys.argv[2], time.time() + float(sys.argv[3])
    run_all(
        listing,
        output,
        compare,
        lambda scripts, case, device: train(scripts, case, device, folder, end),
        lambda case: case["setting"],
        gradients=True,
    )
