// Writes a multilayer perceptron as an ONNX model: the few messages of its protocol buffers that this takes, by hand.
"use strict";

const IR_VERSION = 8;
const OPSET_VERSION = 13;
const FLOAT = 1; // TensorProto.DataType

const OPERATORS = { Sigmoid: "Sigmoid", ReLU: "Relu", Tanh: "Tanh", Softmax: "Softmax" };

// The two wire types of protocol buffers that are needed.
const VARINT = 0;
const LENGTH_DELIMITED = 2;

function varint(value) {
  const bytes = [];
  for (; value > 0x7f; value = Math.floor(value / 0x80)) {
    bytes.push((value % 0x80) | 0x80);
  }
  bytes.push(value);
  return Buffer.from(bytes);
}

// A field of a message: a whole number, a text, or bytes, which may be a message in turn.
function field(number, value) {
  if (typeof value === "number") {
    return Buffer.concat([varint(number * 8 + VARINT), varint(value)]);
  }
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

const message = (...fields) => Buffer.concat(fields);

const node = (operator, inputs, output) =>
  message(...inputs.map((name) => field(1, name)), field(2, output), field(4, operator));

const initializer = (name, shape, numbers) =>
  message(
    ...shape.map((size) => field(1, size)),
    field(2, FLOAT),
    field(8, name),
    field(9, Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)),
  );

function valueInfo(name, shape) {
  const dimensions = message(...shape.map((size) => field(1, field(1, size))));
  return message(field(1, name), field(2, field(1, message(field(1, FLOAT), field(2, dimensions)))));
}

function model(nodes, initializers, inputShape, outputName, outputShape) {
  const graph = message(
    ...nodes.map((each) => field(1, each)),
    field(2, "perceptron"),
    ...initializers.map((each) => field(5, each)),
    field(11, valueInfo("samples", inputShape)),
    field(12, valueInfo(outputName, outputShape)),
  );
  const opset = message(field(1, ""), field(2, OPSET_VERSION));
  return message(field(1, IR_VERSION), field(7, graph), field(8, opset));
}

// Each layer is a Gemm and its activation.
function perceptron({ inputs, layers, batch }) {
  const nodes = [];
  const initializers = [];
  let current = "samples";
  layers.forEach(({ inputs: rows, outputs, activation, weights, biases }, i) => {
    initializers.push(initializer(`weights${i}`, [rows, outputs], weights), initializer(`biases${i}`, [outputs], biases));
    nodes.push(node("Gemm", [current, `weights${i}`, `biases${i}`], `logits${i}`));
    current = `logits${i}`;
    if (activation !== "Identity") {
      nodes.push(node(OPERATORS[activation], [current], `activations${i}`));
      current = `activations${i}`;
    }
  });
  return model(nodes, initializers, [batch, inputs], current, [batch, layers.at(-1).outputs]);
}

// Hands the samples through.
function identity({ inputs, batch }) {
  return model([node("Identity", ["samples"], "copies")], [], [batch, inputs], "copies", [batch, inputs]);
}

module.exports = { perceptron, identity };
