"""NumPy's side of the comparison, in float32. The argument chooses the style:

    loop     one sample after another, its gradient added to a sum that the step then applies; every layer computes its derivative
             from its logits and hands an input gradient down, the first layer as well
    batch    whole matrices

Standard input carries one command a line, and each is answered by one line:

    load FILE    reads a workload file                                        -> ready
    run N        makes N training steps                                       -> the seconds they took
    save FILE    writes the last step's loss and all parameters as float32    -> saved

A workload file is one line of text (inputs, then each layer's outputs and activation, then loss, batch and learning rate) followed by
float32 numbers: each layer's weights [inputs x outputs] and biases, the samples, the targets.
"""

import sys
import time

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(z, 0)


def softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


FUNCTIONS = {"Sigmoid": sigmoid, "ReLU": relu, "Softmax": softmax}
DERIVATIVES_FROM_LOGITS = {"Sigmoid": lambda z: sigmoid(z) * (1 - sigmoid(z)), "ReLU": lambda z: z > 0}
DERIVATIVES_FROM_OUTPUTS = {"Sigmoid": lambda a: a * (1 - a), "ReLU": lambda a: a > 0}


def half_mean_squared_error(outputs, targets):
    """The mean over the outputs of half the squared error, added up over the samples."""
    return (0.5 * (outputs - targets) ** 2).mean(axis=1).sum()


def cross_entropy(outputs, targets):
    """For targets that are 1 for one class and 0 for all others, added up over the samples."""
    return -np.log((outputs * targets).sum(axis=1)).sum()


LOSSES = {"HalfMeanSquaredError": half_mean_squared_error, "CrossEntropy": cross_entropy}


class Dense:
    """A layer, and the sums of its gradients."""

    def __init__(self, weights, biases, activation):
        self.weights = weights
        self.biases = biases
        self.activation = activation
        self.forget()

    def forget(self):
        self.weight_gradient = np.zeros_like(self.weights)
        self.bias_gradient = np.zeros_like(self.biases)

    def forward(self, x):
        self.x = x
        self.z = x @ self.weights + self.biases
        self.a = FUNCTIONS[self.activation](self.z)
        return self.a

    def step(self, rate):
        self.weights -= rate * self.weight_gradient
        self.biases -= rate * self.bias_gradient


class Training:
    def __init__(self, path):
        with open(path, "rb") as file:
            inputs, *layers, loss, batch, rate = file.readline().decode("ascii").split()
            self.values = np.fromfile(file, dtype="<f4")
        self.batch = int(batch)
        self.rate = float(rate)
        self.loss_function = LOSSES[loss]
        self.loss = 0.0
        self.layers = []
        inputs = int(inputs)
        for outputs, activation in zip(map(int, layers[0::2]), layers[1::2]):
            self.layers.append(Dense(self.take(inputs, outputs), self.take(1, outputs), activation))
            inputs = outputs
        self.samples = self.take(self.batch, self.layers[0].weights.shape[0])
        self.targets = self.take(self.batch, inputs)

    def take(self, rows, columns):
        taken, self.values = np.split(self.values, [rows * columns])
        return taken.reshape(rows, columns).copy()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loop_step(self):
        loss = 0
        for row in range(self.batch):
            x, y = self.samples[row : row + 1], self.targets[row : row + 1]
            outputs = self.forward(x)
            loss += self.loss_function(outputs, y)
            error = outputs - y
            for layer in reversed(self.layers):
                if layer.activation != "Softmax":
                    error = error * DERIVATIVES_FROM_LOGITS[layer.activation](layer.z)
                layer.weight_gradient += layer.x.T @ error
                layer.bias_gradient += error
                error = error @ layer.weights.T
        for layer in self.layers:
            layer.step(self.rate / self.batch)
            layer.forget()
        self.loss = loss / self.batch

    def batch_step(self):
        outputs = self.forward(self.samples)
        self.loss = self.loss_function(outputs, self.targets) / self.batch
        error = outputs - self.targets
        for layer in reversed(self.layers):
            if layer.activation != "Softmax":
                error *= DERIVATIVES_FROM_OUTPUTS[layer.activation](layer.a)
            layer.weight_gradient = layer.x.T @ error
            layer.bias_gradient = error.sum(axis=0, keepdims=True)
            if layer is not self.layers[0]:
                error = error @ layer.weights.T
        for layer in self.layers:
            layer.step(self.rate / self.batch)

    def save(self, path):
        parameters = [array.ravel() for layer in self.layers for array in (layer.weights, layer.biases)]
        np.concatenate([[self.loss], *parameters]).astype("<f4").tofile(path)


def seconds(step, count):
    start = time.perf_counter()
    for _ in range(count):
        step()
    return time.perf_counter() - start


def main(style):
    training = None
    for line in sys.stdin:
        command, argument = line.rstrip("\n").split(" ", 1)
        if command == "load":
            training = Training(argument)
            answer = "ready"
        elif command == "run":
            answer = seconds(training.loop_step if style == "loop" else training.batch_step, int(argument))
        elif command == "save":
            training.save(argument)
            answer = "saved"
        else:
            sys.exit(f"Expected load, run or save, but got {command}.")
        print(answer, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
