"""Compares what steady answers for whole networks with what TensorFlow did.

    check_networks.py STEADY FOLDER [NETWORK...]

STEADY is the program, FOLDER what `make_networks.py` wrote. Each network is asked twice by `steady
predict`: for its logits by name, and for what it gives without being told an output, which must be
the probabilities. Prints the largest difference as a share of the largest number of TensorFlow's,
and where the logits are known in double precision, how far both are from those.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

TOLERANCE = 1e-4  # of the logits


def answer(steady, folder, *options):
    with tempfile.TemporaryDirectory() as scratch:
        output = pathlib.Path(scratch) / "answer.npy"
        run = subprocess.run(
            [steady, "predict", "--model", folder, "--data", folder / "input.npy", "--output",
             output, *options], capture_output=True, text=True)
        if run.returncode:
            raise ValueError(run.stderr.strip())
        return np.load(output)


def error(given, expected):
    if given.shape != expected.shape:
        raise ValueError(f"{given.shape} in the place of {expected.shape}")
    return np.abs(given.astype(np.float64) - expected).max() / np.abs(expected).max()


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    steady, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    names = sys.argv[3:] or sorted(path.parent.name for path in folder.glob("*/logits.npy"))
    failures = []
    print("| network | largest logit | logits | probabilities | TensorFlow to exact | steady to exact |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in names:
        logits = np.load(folder / name / "logits.npy")
        probabilities = np.load(folder / name / "probabilities.npy")
        row = f"| {name} | {np.abs(logits).max():.2f}"
        try:
            node = json.loads((folder / name / "network.json").read_text())["logits"]
            given = answer(steady, folder / name, "--output-node", node)
            errors = [error(given, logits), error(answer(steady, folder / name), probabilities)]
        except ValueError as problem:
            failures.append(f"{name}: {problem}")
            print(row, "| refused | | | |", flush=True)
            continue
        # A probability changes by as large a share of itself as its logit changes by absolutely.
        if not (errors[0] <= TOLERANCE and errors[1] <= TOLERANCE * np.abs(logits).max()):
            failures.append(f"{name}: more than {TOLERANCE}")
        if (folder / name / "exact.npy").exists():
            exact = np.load(folder / name / "exact.npy")
            errors += [error(logits, exact), error(given, exact)]
        cells = [f"{number:.1e}" for number in errors] + ["–"] * (4 - len(errors))
        print(row, *cells, sep=" | ", end=" |\n", flush=True)
    for failure in failures:
        print(failure, file=sys.stderr)
    if failures or not names:
        raise SystemExit(f"{len(failures)} of {len(names)} networks are not answered as they must")


if __name__ == "__main__":
    main()
