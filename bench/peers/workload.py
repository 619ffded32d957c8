"""What the peers in Python share: they read workload files and answer commands.

Standard input carries one command a line, and each is answered by one line:

    load FILE    reads a workload file and prepares       -> ready
    run N        does N iterations                        -> the seconds they took
    save FILE    writes the state as float32              -> saved

A workload file is one line of text, its first word the kind of workload, followed by float32 numbers, little-endian. Everything that is
done once, such as reading and copying, belongs to load; run measures the iterations and nothing else.
"""

import sys
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Layer(NamedTuple):
    weights: np.ndarray  # [inputs x outputs]
    biases: np.ndarray
    activation: str


class Numbers:
    """The numbers of a file, taken in turn."""

    def __init__(self, values):
        self.values = values

    def take(self, *shape):
        taken, self.values = np.split(self.values, [np.prod(shape)])
        return taken.reshape(shape).copy()

    def take_layers(self, inputs, *layers):
        taken = []
        for outputs, activation in zip(map(int, layers[0::2]), layers[1::2]):
            taken.append(Layer(self.take(int(inputs), outputs), self.take(outputs), activation))
            inputs = outputs
        return taken

    def take_examples(self, rows, layers):
        """Samples and their targets."""
        return self.take(rows, layers[0].weights.shape[0]), self.take(rows, layers[-1].biases.size)


@dataclass
class Training:
    layers: list
    loss: str
    batch: int
    rate: float
    samples: np.ndarray
    targets: np.ndarray

    @classmethod
    def read(cls, words, numbers):
        *network, loss, batch, rate = words
        layers = numbers.take_layers(*network)
        return cls(layers, loss, int(batch), float(rate), *numbers.take_examples(int(batch), layers))


@dataclass
class Inference:
    layers: list
    samples: np.ndarray

    @classmethod
    def read(cls, words, numbers):
        *network, batch = words
        layers = numbers.take_layers(*network)
        return cls(layers, numbers.take(int(batch), layers[0].weights.shape[0]))


@dataclass
class Product:
    """The factors as they are multiplied: a transposed one is a view of its transpose in memory."""

    a: np.ndarray
    b: np.ndarray

    @classmethod
    def read(cls, words, numbers):
        m, n, k, transpose_a, transpose_b = map(int, words)
        a = numbers.take(k, m).T if transpose_a else numbers.take(m, k)
        b = numbers.take(n, k).T if transpose_b else numbers.take(k, n)
        return cls(a, b)


@dataclass
class Activation:
    function: str
    values: np.ndarray

    @classmethod
    def read(cls, words, numbers):
        function, length = words
        return cls(function, numbers.take(int(length)))


@dataclass
class Accuracy:
    layers: list
    loss: str
    batch: int
    rate: float
    target: float
    samples: np.ndarray
    targets: np.ndarray
    test_samples: np.ndarray
    test_targets: np.ndarray

    @classmethod
    def read(cls, words, numbers):
        *network, loss, batch, rate, target, train_rows, test_rows = words
        layers = numbers.take_layers(*network)
        train, test = (numbers.take_examples(int(rows), layers) for rows in (train_rows, test_rows))
        return cls(layers, loss, int(batch), float(rate), float(target), *train, *test)


KINDS = {"training": Training, "inference": Inference, "product": Product, "activation": Activation, "accuracy": Accuracy}

MAXIMUM_EPOCHS = 1000


class Task:
    """A workload as one library does it: iterate() does it once, state() returns the arrays that it led to."""

    def run(self, count):
        for _ in range(count):
            self.iterate()


class AccuracyTask(Task):
    """Trains from the initial parameters until the test accuracy is reached. A library adds restart(), train_epoch() and accuracy()."""

    def __init__(self, target):
        self.target = target
        self.epochs = 0

    def iterate(self):
        self.restart()
        for self.epochs in range(1, MAXIMUM_EPOCHS + 1):
            self.train_epoch()
            if self.accuracy() >= self.target:
                break

    def state(self):
        return [self.epochs]


def expect(name, actual, possible):
    """Refuses what a peer cannot do."""
    if actual not in possible:
        sys.exit(f"Expected {name} {' or '.join(possible)}, but got {actual}.")


def read(path):
    with open(path, "rb") as file:
        kind, *words = file.readline().decode("ascii").split()
        expect("workload", kind, KINDS)
        return kind, KINDS[kind].read(words, Numbers(np.fromfile(file, dtype="<f4")))


def serve(tasks):
    """Answers commands until standard input ends. tasks has the Task for each kind of workload."""
    task = None
    for line in sys.stdin:
        command, argument = line.rstrip("\n").split(" ", 1)
        expect("command", command, ["load", "run", "save"])
        if command == "load":
            kind, workload = read(argument)
            expect("workload", kind, tasks)
            task = tasks[kind](workload)
            answer = "ready"
        elif command == "run":
            start = time.perf_counter()
            task.run(int(argument))
            answer = f"{time.perf_counter() - start:.9f}"
        else:
            np.concatenate([np.ravel(array) for array in task.state()]).astype("<f4").tofile(argument)
            answer = "saved"
        print(answer, flush=True)
