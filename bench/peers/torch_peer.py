"""PyTorch's side of the comparison, in float32: torch_peer.py THREADS

Written as its users write it: modules, autograd, torch.optim.SGD, and loss.item() once a step. What PyTorch offers for speed without
another way of programming is used: losses that start from logits, gradients set to None, batches that are slices of one tensor, and for
inference a traced and frozen model in inference mode.
"""

import sys

import torch
from torch import nn
from torch.nn import functional

from workload import AccuracyTask, Task, expect, serve

MODULES = {
    "Identity": nn.Identity,
    "Sigmoid": nn.Sigmoid,
    "ReLU": nn.ReLU,
    "Tanh": nn.Tanh,
    "Softmax": lambda: nn.Softmax(dim=-1),
}

FUNCTIONS = {
    "Sigmoid": torch.sigmoid,
    "Tanh": torch.tanh,
    "Softmax": lambda values, out: torch.softmax(values, dim=0, out=out),
}


def create_model(layers):
    modules = []
    for layer in layers:
        linear = nn.Linear(*layer.weights.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(layer.weights.T))
            linear.bias.copy_(torch.from_numpy(layer.biases))
        modules += [linear, MODULES[layer.activation]()]
    return nn.Sequential(*modules)


class SquaredErrorObjective:
    """Its gradient is (outputs - targets) / batch, and what it reports is the mean over the outputs."""

    def __init__(self, layers):
        self.model = create_model(layers)
        self.outputs = layers[-1].biases.size

    def targets(self, array):
        return torch.from_numpy(array)

    def __call__(self, samples, targets):
        return functional.mse_loss(self.model(samples), targets, reduction="sum") / (2 * len(samples))

    def reported(self, value):
        return value / self.outputs


class CrossEntropyObjective:
    """From the logits: the model goes without its softmax, and a target is the number of its class."""

    def __init__(self, layers):
        self.model = create_model(layers)[:-1]

    def targets(self, array):
        return torch.from_numpy(array.argmax(axis=1))

    def __call__(self, samples, targets):
        return functional.cross_entropy(self.model(samples), targets)

    def reported(self, value):
        return value


OBJECTIVES = {"HalfMeanSquaredError": SquaredErrorObjective, "CrossEntropy": CrossEntropyObjective}


def step(objective, optimizer, samples, targets):
    optimizer.zero_grad(set_to_none=True)
    loss = objective(samples, targets)
    loss.backward()
    optimizer.step()
    return loss


class Training(Task):
    def __init__(self, workload):
        self.objective = OBJECTIVES[workload.loss](workload.layers)
        self.optimizer = torch.optim.SGD(self.objective.model.parameters(), lr=workload.rate)
        self.samples = torch.from_numpy(workload.samples)
        self.targets = self.objective.targets(workload.targets)
        self.loss = 0.0

    def iterate(self):
        self.loss = step(self.objective, self.optimizer, self.samples, self.targets).item()

    def state(self):
        parameters = (parameter.detach().t().numpy() for parameter in self.objective.model.parameters())
        return [[self.objective.reported(self.loss)], *parameters]


class Inference(Task):
    @torch.inference_mode()
    def __init__(self, workload):
        self.samples = torch.from_numpy(workload.samples)
        self.model = torch.jit.freeze(torch.jit.trace(create_model(workload.layers).eval(), self.samples))
        self.outputs = None
        self.run(3)  # The first runs are those in which the model is optimized.

    @torch.inference_mode()
    def run(self, count):
        super().run(count)

    def iterate(self):
        self.outputs = self.model(self.samples)

    def state(self):
        return [self.outputs.numpy()]


class Activation(Task):
    def __init__(self, workload):
        expect("activation", workload.function, FUNCTIONS)
        self.function = FUNCTIONS[workload.function]
        self.values = torch.from_numpy(workload.values)
        self.out = torch.empty_like(self.values)

    @torch.inference_mode()
    def run(self, count):
        super().run(count)

    def iterate(self):
        self.function(self.values, out=self.out)

    def state(self):
        return [self.out.numpy()]


class Accuracy(AccuracyTask):
    def __init__(self, workload):
        super().__init__(workload.target)
        self.objective = OBJECTIVES[workload.loss](workload.layers)
        self.model = self.objective.model
        self.initial = [parameter.detach().clone() for parameter in self.model.parameters()]
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=workload.rate)
        samples, targets = torch.from_numpy(workload.samples), self.objective.targets(workload.targets)
        self.batches = list(zip(samples.split(workload.batch), targets.split(workload.batch)))
        self.test_samples = torch.from_numpy(workload.test_samples)
        self.test_classes = torch.from_numpy(workload.test_targets.argmax(axis=1))

    @torch.no_grad()
    def restart(self):
        for parameter, initial in zip(self.model.parameters(), self.initial):
            parameter.copy_(initial)

    def train_epoch(self):
        for samples, targets in self.batches:
            step(self.objective, self.optimizer, samples, targets)

    @torch.inference_mode()
    def accuracy(self):
        right = self.model(self.test_samples).argmax(dim=1) == self.test_classes
        return right.sum().item() / len(right)


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[-1]))
    torch.set_num_interop_threads(1)
    serve({"training": Training, "inference": Inference, "activation": Activation, "accuracy": Accuracy})
