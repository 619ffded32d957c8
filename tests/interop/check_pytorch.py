"""Loads model files into PyTorch from their bytes and compares its predictions with those of mlpfast.

    check_pytorch.py samples FOLDER                       write the data that run.sh trains on and predicts
    check_pytorch.py check MODEL SAMPLES PREDICTIONS      exit code 0 if all predictions agree to 1e-6,
                                                          relative to those beyond ±1
"""

import csv
import json
import pathlib
import struct
import sys

import numpy as np
import torch

TOLERANCE = 1e-6
DIGITS = pathlib.Path(__file__).parents[2] / "src" / "MlpFast.Cli" / "Data" / "digits.csv.gz"

ACTIVATIONS = {
    "identity": torch.nn.Identity,
    "sigmoid": torch.nn.Sigmoid,
    "relu": torch.nn.ReLU,
    "tanh": torch.nn.Tanh,
    "softmax": lambda: torch.nn.Softmax(dim=1),
}


def read_safetensors(path):
    """The tensors and the metadata of a safetensors file: header length, JSON header, data."""
    content = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    data = content[8 + length :]
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, tensor in header.items():
        assert tensor["dtype"] == "F32", tensor
        begin, end = tensor["data_offsets"]
        values = np.frombuffer(data[begin:end], dtype="<f4").reshape(tensor["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    assert sum(tensor.numel() * 4 for tensor in tensors.values()) == len(data)
    return tensors, metadata


def build(tensors, metadata):
    """The network as PyTorch has it, in double precision; loading its state is strict about names and shapes."""
    sizes = json.loads(metadata["layer_sizes"])
    activations = json.loads(metadata["activations"])
    modules = []
    for inputs, outputs, activation in zip(sizes, sizes[1:], activations):
        modules += [torch.nn.Linear(inputs, outputs), ACTIVATIONS[activation]()]
    network = torch.nn.Sequential(*modules)
    network.load_state_dict(tensors)
    return network.double()


def scale(samples, metadata):
    if "feature_means" not in metadata:
        return samples
    means = np.array(json.loads(metadata["feature_means"]), dtype=np.float32)
    deviations = np.array(json.loads(metadata["feature_standard_deviations"]), dtype=np.float32)
    return (samples - means) / deviations


def read_numbers(path, columns, side):
    """Columns of a CSV file with or without a header: the first ones or, counted from the right, the last."""
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    chosen = [row[:columns] if side == "first" else row[-columns:] for row in rows]
    if not is_number(chosen[0][0]):
        chosen = chosen[1:]
    return np.array(chosen, dtype=np.float64)


def is_number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False


def check(model_path, samples_path, predictions_path):
    tensors, metadata = read_safetensors(model_path)
    network = build(tensors, metadata)
    inputs, outputs = network[0].in_features, network[-2].out_features
    samples = read_numbers(samples_path, inputs, "first").astype(np.float32)
    actual = read_numbers(predictions_path, outputs, "last")
    with torch.no_grad():
        expected = network(torch.from_numpy(scale(samples, metadata)).double()).numpy()
    if actual.shape != expected.shape:
        sys.exit(f"Expected predictions of shape {expected.shape}, but got {actual.shape} in {predictions_path}.")
    difference = (np.abs(actual - expected) / np.maximum(1, np.abs(expected))).max()
    print(f"{metadata['layer_sizes']} {metadata['activations']}: {len(samples)} samples, largest difference {difference:.1e}")
    if not difference <= TOLERANCE:
        sys.exit(f"Expected a difference of at most {TOLERANCE:.0e}, but got {difference:.1e}.")


def write_samples(folder):
    """The digits' pixels for the network of the digits, and a small data set with a target to train other networks on."""
    random = np.random.default_rng(1)
    folder = pathlib.Path(folder)
    digits = np.loadtxt(DIGITS, delimiter=",", dtype=int)
    np.savetxt(folder / "digits.csv", digits[:, :-1], fmt="%d", delimiter=",")
    features = random.normal(size=(200, 5)).round(4)
    target = (np.tanh(features[:, 0]) + features[:, 1] * features[:, 2]).round(4)
    table = np.column_stack([features, target])
    np.savetxt(folder / "values.csv", table, fmt="%.4f", delimiter=",", header="a,b,c,d,e,y", comments="")


if __name__ == "__main__":
    {"samples": write_samples, "check": check}[sys.argv[1]](*sys.argv[2:])
