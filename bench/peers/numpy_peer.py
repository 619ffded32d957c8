"""NumPy's side of the comparison, in float32: numpy_peer.py STYLE THREADS

    loop     one sample after another, its gradient added to a sum that the step then applies; every layer computes its derivative
             from its logits and hands an input gradient down, the first layer as well
    batch    whole matrices: results that a later iteration overwrites are allocated once, functions work in place, derivatives come
             from the outputs, and the first layer has no input gradient

The loop is how a program that follows the textbook is written, the batch is how one is written that is to be fast. The number of threads
is that of the BLAS below NumPy, which takes it from the environment.
"""

import sys

import numpy as np

from workload import Task, expect, serve

np.seterr(over="ignore")  # An exponential that overflows to infinity leads to a sigmoid of 0, as it should.


def identity(z, out=None):
    return z


def sigmoid(z, out=None):
    out = np.negative(z, out=out)
    np.exp(out, out=out)
    out += 1
    return np.reciprocal(out, out=out)


def relu(z, out=None):
    return np.maximum(z, 0, out=out)


def softmax(z, out=None):
    out = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    out /= out.sum(axis=-1, keepdims=True)
    return out


FUNCTIONS = {"Identity": identity, "Sigmoid": sigmoid, "ReLU": relu, "Tanh": np.tanh, "Softmax": softmax}

# That of a softmax is part of the cross-entropy's gradient.
DERIVATIVES_FROM_LOGITS = {
    "Sigmoid": lambda z: sigmoid(z) * (1 - sigmoid(z)),
    "ReLU": lambda z: z > 0,
    "Tanh": lambda z: 1 - np.tanh(z) ** 2,
}
DERIVATIVES_FROM_OUTPUTS = {"Sigmoid": lambda a: a * (1 - a), "ReLU": lambda a: a > 0, "Tanh": lambda a: 1 - a * a}


def half_mean_squared_error(outputs, targets):
    """The mean over the outputs of half the squared error, added up over the samples."""
    return (0.5 * (outputs - targets) ** 2).mean(axis=1).sum()


def cross_entropy(outputs, targets):
    """For targets that are 1 for one class and 0 for all others, added up over the samples."""
    return -np.log((outputs * targets).sum(axis=1)).sum()


LOSSES = {"HalfMeanSquaredError": half_mean_squared_error, "CrossEntropy": cross_entropy}


class Training(Task):
    def __init__(self, workload):
        self.layers = workload.layers
        self.loss_function = LOSSES[workload.loss]
        self.batch = workload.batch
        self.rate = workload.rate / workload.batch
        self.samples = workload.samples
        self.targets = workload.targets
        self.loss = 0.0

    def state(self):
        return [[self.loss], *(array for layer in self.layers for array in (layer.weights, layer.biases))]


class LoopTraining(Training):
    def iterate(self):
        loss = 0
        gradients = [(np.zeros_like(layer.weights), np.zeros_like(layer.biases)) for layer in self.layers]
        for row in range(self.batch):
            x, y = self.samples[row : row + 1], self.targets[row : row + 1]
            inputs, logits = [], []
            for layer in self.layers:
                inputs.append(x)
                logits.append(x @ layer.weights + layer.biases)
                x = FUNCTIONS[layer.activation](logits[-1])
            loss += self.loss_function(x, y)
            error = x - y
            for layer, (weight_gradient, bias_gradient), x, z in zip(*map(reversed, (self.layers, gradients, inputs, logits))):
                if layer.activation in DERIVATIVES_FROM_LOGITS:
                    error = error * DERIVATIVES_FROM_LOGITS[layer.activation](z)
                weight_gradient += x.T @ error
                bias_gradient += error[0]
                error = error @ layer.weights.T
        for layer, sums in zip(self.layers, gradients):
            for parameters, gradient in zip((layer.weights, layer.biases), sums):
                parameters -= self.rate * gradient
        self.loss = loss / self.batch


def output_buffers(layers, rows):
    return [np.empty((rows, layer.biases.size), np.float32) for layer in layers]


def forward(layers, x, outputs):
    for layer, out in zip(layers, outputs):
        np.matmul(x, layer.weights, out=out)
        out += layer.biases
        x = FUNCTIONS[layer.activation](out, out=out)


class BatchTraining(Training):
    def __init__(self, workload):
        super().__init__(workload)
        self.outputs = output_buffers(self.layers, self.batch)
        self.inputs = [self.samples, *self.outputs[:-1]]
        self.gradients = [(np.empty_like(layer.weights), np.empty_like(layer.biases)) for layer in self.layers]

    def iterate(self):
        forward(self.layers, self.samples, self.outputs)
        self.loss = self.loss_function(self.outputs[-1], self.targets) / self.batch
        error = self.outputs[-1] - self.targets
        for i in reversed(range(len(self.layers))):
            activation = self.layers[i].activation
            if activation in DERIVATIVES_FROM_OUTPUTS:
                error *= DERIVATIVES_FROM_OUTPUTS[activation](self.outputs[i])
            weight_gradient, bias_gradient = self.gradients[i]
            np.matmul(self.inputs[i].T, error, out=weight_gradient)
            np.sum(error, axis=0, out=bias_gradient)
            if i > 0:
                error = error @ self.layers[i].weights.T
        for layer, gradients in zip(self.layers, self.gradients):
            for parameters, gradient in zip((layer.weights, layer.biases), gradients):
                gradient *= self.rate
                parameters -= gradient


class Inference(Task):
    def __init__(self, workload):
        self.layers = workload.layers
        self.samples = workload.samples
        self.outputs = output_buffers(self.layers, len(self.samples))

    def iterate(self):
        forward(self.layers, self.samples, self.outputs)

    def state(self):
        return self.outputs[-1:]


class Product(Task):
    def __init__(self, workload):
        self.a = workload.a
        self.b = workload.b
        self.c = np.empty((len(self.a), self.b.shape[1]), np.float32)

    def iterate(self):
        np.matmul(self.a, self.b, out=self.c)

    def state(self):
        return [self.c]


class Activation(Task):
    def __init__(self, workload):
        self.function = FUNCTIONS[workload.function]
        self.values = workload.values
        self.out = np.empty_like(self.values)

    def iterate(self):
        self.function(self.values, out=self.out)

    def state(self):
        return [self.out]


STYLES = {
    "loop": {"training": LoopTraining},
    "batch": {"training": BatchTraining, "inference": Inference, "product": Product, "activation": Activation},
}

if __name__ == "__main__":
    expect("style", sys.argv[1], STYLES)
    serve(STYLES[sys.argv[1]])
