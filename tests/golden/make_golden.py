"""Computes the golden trajectories: 1,000 updates of each network of docs/from-the-documents.md in float64.

Run by hand, with NumPy: python3 tests/golden/make_golden.py. It writes one JSON file a network beside itself.

Data, initial parameters and learning rates are float32 numbers, so that an engine in float32 starts at exactly the same point. Every
trajectory is computed in float32 as well, and refused if it strays further than a third of what the tests allow: then the problem, not
the engine, would decide the comparison.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

UPDATES = 1000
LOSS_TOLERANCE = 1e-5  # relative
WEIGHT_TOLERANCE = 1e-4  # relative to the layer's largest weight
HERE = Path(__file__).resolve().parent
DIGITS = HERE.parents[1] / "src/MlpFast.Cli/Data/digits.csv.gz"


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    exponentials = np.exp(z - z.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def half_squared_error(outputs, targets):
    return (0.5 * (outputs - targets) ** 2).mean()


def squared_error(outputs, targets):
    return ((outputs - targets) ** 2).mean()


def cross_entropy(outputs, targets):
    return -(targets * np.log(outputs)).sum(axis=1).mean()


@dataclass
class Network:
    """What is computed: layers of the given sizes, all sigmoid but for the last, and the figure that is reported."""

    sizes: tuple
    output: object  # sigmoid or softmax
    report: object

    def forward(self, layers, samples):
        """The activations of every layer, the samples first. layers: [(weights [inputs x outputs], biases [outputs])]."""
        activations = [samples]
        for index, (weights, biases) in enumerate(layers):
            function = self.output if index == len(layers) - 1 else sigmoid
            activations.append(function(activations[-1] @ weights + biases))
        return activations

    def backward(self, layers, activations, targets):
        """The gradients of every layer, (weights, biases), summed over the samples."""
        error = activations[-1] - targets
        if self.output is sigmoid:
            error = error * activations[-1] * (1 - activations[-1])
        gradients = []
        for index in reversed(range(len(layers))):
            inputs = activations[index]
            gradients.insert(0, (inputs.T @ error, error.sum(axis=0)))
            error = (error @ layers[index][0].T) * inputs * (1 - inputs)
        return gradients


@dataclass
class Problem:
    """Everything a trajectory starts from. batches: the sample indices of each update; None: all samples, every time."""

    network: Network
    samples: np.ndarray
    targets: np.ndarray
    initial: list
    learning_rate: float
    average: bool = True
    batches: np.ndarray = None

    def train(self, dtype):
        """Returns each update's reported loss, from before that update, and the final layers."""
        samples, targets = self.samples.astype(dtype), self.targets.astype(dtype)
        layers = [tuple(parameters.astype(dtype) for parameters in layer) for layer in self.initial]
        losses = []
        for update in range(UPDATES):
            if self.batches is None:
                loss, gradients = self.whole_batch(layers, samples, targets)
                count = len(samples)
            else:
                batch = self.batches[update]
                loss, gradients = self.sample_by_sample(layers, samples[batch], targets[batch])
                count = len(batch)
            losses.append(float(loss))
            rate = dtype(float(float32(self.learning_rate)) / (count if self.average else 1))
            layers = [tuple(p - rate * g for p, g in zip(*pair)) for pair in zip(layers, gradients)]
        return np.array(losses), layers

    def whole_batch(self, layers, samples, targets):
        activations = self.network.forward(layers, samples)
        return self.network.report(activations[-1], targets), self.network.backward(layers, activations, targets)

    def sample_by_sample(self, layers, samples, targets):
        losses, total = [], [tuple(np.zeros_like(p) for p in layer) for layer in layers]
        for row in range(len(samples)):
            loss, gradients = self.whole_batch(layers, samples[row : row + 1], targets[row : row + 1])
            losses.append(loss)
            total = [tuple(t + g for t, g in zip(*pair)) for pair in zip(total, gradients)]
        return np.mean(losses), total


def float32(values):
    return np.asarray(values, dtype=np.float32)


def uniform_layers(random, sizes):
    return [(float32(random.uniform(-0.5, 0.5, pair)), float32(random.uniform(-0.5, 0.5, pair[1]))) for pair in zip(sizes, sizes[1:])]


def normal_layers(random, sizes):
    return [(float32(random.standard_normal(pair)), np.zeros(pair[1], np.float32)) for pair in zip(sizes, sizes[1:])]


def noisy_scores(random, samples, outputs):
    """A linear function of the samples with noise, so that no network fits it and the loss stays well above zero."""
    scores = samples @ random.standard_normal((samples.shape[1], outputs))
    return scores + random.standard_normal(scores.shape)


def network_a():
    random = np.random.default_rng(1)
    sizes, count, batch = (11, 33, 17, 5), 60, 8
    samples = float32(random.uniform(-1, 1, (count, sizes[0])))
    targets = float32(sigmoid(noisy_scores(random, samples, sizes[-1])))
    batches = np.array([random.permutation(count)[:batch] for _ in range(UPDATES)])
    network = Network(sizes, sigmoid, half_squared_error)
    return Problem(network, samples, targets, uniform_layers(random, sizes), learning_rate=0.5, batches=batches)


def network_b():
    """On the first images of the digits data set; the data's origin and license stand beside DIGITS."""
    random = np.random.default_rng(4)
    sizes, count = (64, 33, 10), 101
    with gzip.open(DIGITS, "rt") as file:
        rows = np.loadtxt(file, delimiter=",", max_rows=count)
    samples = float32(rows[:, :-1] / 16)
    targets = np.eye(sizes[-1], dtype=np.float32)[rows[:, -1].astype(int)]
    network = Network(sizes, softmax, cross_entropy)
    return Problem(network, samples, targets, normal_layers(random, sizes), learning_rate=0.001, average=False)


def network_c1():
    return network_c(np.random.default_rng(2), (9, 3))


def network_c2():
    return network_c(np.random.default_rng(3), (9, 17, 3))


def network_c(random, sizes):
    samples = float32(random.standard_normal((61, sizes[0])))
    targets = float32(sigmoid(noisy_scores(random, samples, sizes[-1])))
    return Problem(Network(sizes, sigmoid, squared_error), samples, targets, normal_layers(random, sizes), learning_rate=0.1)


def relative_distances(reference, other):
    (losses, layers), (other_losses, other_layers) = reference, other
    loss = np.max(np.abs(other_losses - losses) / losses)
    weight = max(
        np.max(np.abs(q - p)) / np.max(np.abs(layer[0])) for layer, other in zip(layers, other_layers) for p, q in zip(layer, other)
    )
    return loss, weight


def flat(values):
    # item by item: NumPy's shortest text that reads back as the same float32 or float64
    return "[" + ",".join(str(value) for value in np.ravel(values)) + "]"


def layers_text(layers):
    return "[" + ",\n".join(f'{{"weights": {flat(weights)},\n"biases": {flat(biases)}}}' for weights, biases in layers) + "]"


def write(name, problem, losses, final):
    members = {
        "sizes": flat(problem.network.sizes),
        "learningRate": str(problem.learning_rate),
        "samples": flat(problem.samples),
        "targets": flat(problem.targets),
        "batchIndices": "null" if problem.batches is None else "[" + ",\n".join(map(flat, problem.batches)) + "]",
        "initial": layers_text(problem.initial),
        "losses": flat(losses),
        "final": layers_text(final),
    }
    text = "{\n" + ",\n".join(f'"{key}": {value}' for key, value in members.items()) + "\n}\n"
    (HERE / f"{name}.json").write_text(text)


def main():
    problems = {
        "a": network_a(),
        "b": network_b(),
        "c1": network_c1(),
        "c2": network_c2(),
    }
    for name, problem in problems.items():
        golden = problem.train(np.float64)
        loss, weight = relative_distances(golden, problem.train(np.float32))
        print(f"{name}: loss {golden[0][0]:.4f} to {golden[0][-1]:.4f}; float32 strays {loss:.1e} in loss, {weight:.1e} in weights")
        if 3 * loss > LOSS_TOLERANCE or 3 * weight > WEIGHT_TOLERANCE:
            raise ValueError(f"{name} is too badly conditioned for float32")
        write(name, problem, *golden)


main()
