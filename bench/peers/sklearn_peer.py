"""scikit-learn's side of the comparison, in float32: sklearn_peer.py THREADS

MLPClassifier does the same work for a softmax output with cross-entropy, MLPRegressor for an identity output with half the mean squared
error, if all hidden layers have the same activation; anything else is refused. Training is partial_fit, which passes through the
samples once in the given order, with plain gradient descent: no momentum, no penalty on the weights. scikit-learn averages the gradient
over the batch by itself. The calls are those its users make, so that checking the arguments is part of the time. The number of threads is
that of the BLAS below NumPy, which takes it from the environment.
"""

import sys

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor

from workload import AccuracyTask, Task, expect, serve

HIDDEN_ACTIVATIONS = {"Identity": "identity", "Sigmoid": "logistic", "ReLU": "relu", "Tanh": "tanh"}


class Classifier:
    """The outputs are class probabilities, a target is the number of its class."""

    estimator = MLPClassifier
    loss = "CrossEntropy"

    def __init__(self, outputs):
        if outputs < 3:
            sys.exit(f"Expected a softmax of 3 or more outputs, but got {outputs}: for 2 classes scikit-learn has one sigmoid output.")
        self.initial_arguments = {"classes": np.arange(outputs)}

    def targets(self, array):
        return array.argmax(axis=1)

    def predict(self, estimator, samples):
        return estimator.predict_proba(samples)


class Regressor:
    """A single output is a vector, as scikit-learn wants it."""

    estimator = MLPRegressor
    loss = "HalfMeanSquaredError"

    def __init__(self, outputs):
        self.initial_arguments = {}

    def targets(self, array):
        return array.ravel() if array.shape[1] == 1 else array

    def predict(self, estimator, samples):
        return estimator.predict(samples)


PROBLEMS = {"Softmax": Classifier, "Identity": Regressor}


def hidden_activation(layers):
    activations = {layer.activation for layer in layers} or {"Identity"}
    if len(activations) > 1:
        sys.exit(f"Expected one activation for all hidden layers, but got {' and '.join(sorted(activations))}.")
    return HIDDEN_ACTIVATIONS[activations.pop()]


def set_parameters(estimator, layers):
    estimator.coefs_ = [layer.weights.copy() for layer in layers]
    estimator.intercepts_ = [layer.biases.copy() for layer in layers]


def create(layers, samples, **options):
    """The problem and its estimator, ready to go on from the parameters of the layers."""
    *hidden, output = layers
    expect("output activation", output.activation, PROBLEMS)
    problem = PROBLEMS[output.activation](output.biases.size)
    sizes = [layer.biases.size for layer in hidden]
    estimator = problem.estimator(sizes, hidden_activation(hidden), solver="sgd", **options)
    targets = problem.targets(np.zeros((len(samples), output.biases.size), np.float32))
    estimator.partial_fit(samples, targets, **problem.initial_arguments)  # This is what creates its parameters.
    set_parameters(estimator, layers)
    return problem, estimator


def create_for_training(workload):
    problem, estimator = create(
        workload.layers,
        workload.samples,
        alpha=0,
        batch_size=workload.batch,
        learning_rate_init=workload.rate,
        shuffle=False,
        momentum=0,
        nesterovs_momentum=False,
    )
    expect("loss", workload.loss, [problem.loss])
    return problem, estimator


class Training(Task):
    def __init__(self, workload):
        problem, self.estimator = create_for_training(workload)
        self.samples = workload.samples
        self.targets = problem.targets(workload.targets)

    def iterate(self):
        self.estimator.partial_fit(self.samples, self.targets)

    def state(self):
        parameters = zip(self.estimator.coefs_, self.estimator.intercepts_)
        return [[self.estimator.loss_], *(array for pair in parameters for array in pair)]


class Inference(Task):
    def __init__(self, workload):
        self.problem, self.estimator = create(workload.layers, workload.samples)
        self.samples = workload.samples
        self.outputs = None

    def iterate(self):
        self.outputs = self.problem.predict(self.estimator, self.samples)

    def state(self):
        return [self.outputs]


class Accuracy(AccuracyTask):
    def __init__(self, workload):
        super().__init__(workload.target)
        expect("output activation", workload.layers[-1].activation, ["Softmax"])
        problem, self.estimator = create_for_training(workload)
        self.layers = workload.layers
        self.samples, self.targets = workload.samples, problem.targets(workload.targets)
        self.test_samples, self.test_targets = workload.test_samples, problem.targets(workload.test_targets)

    def restart(self):
        set_parameters(self.estimator, self.layers)

    def train_epoch(self):
        self.estimator.partial_fit(self.samples, self.targets)

    def accuracy(self):
        return self.estimator.score(self.test_samples, self.test_targets)


if __name__ == "__main__":
    serve({"training": Training, "inference": Inference, "accuracy": Accuracy})
