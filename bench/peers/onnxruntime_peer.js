// ONNX Runtime's side of the comparison, from Node.js: onnxruntime_peer.js [overhead] THREADS
//
// With "overhead" the model hands the samples through, and its state is these: what a call costs without any arithmetic.
//
// Inference in float32, with all optimizations of the graph. The input tensor is made once; a call is one await of session.run, as there
// is no other. The model is fixed to the batch's size.
"use strict";

const { InferenceSession, Tensor } = require("onnxruntime-node");

const { identity, perceptron } = require("./onnx_model.js");
const { fail, serve } = require("./workload.js");

async function create(toModel, threads, workload) {
  const session = await InferenceSession.create(toModel(workload), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
  });
  const feeds = { [session.inputNames[0]]: new Tensor("float32", workload.samples, [workload.batch, workload.inputs]) };
  let results;
  return {
    async run(count) {
      for (let i = 0; i < count; i++) {
        results = await session.run(feeds);
      }
    },
    state: () => results[session.outputNames[0]].data,
  };
}

const threads = Number(process.argv.at(-1));
const styles = process.argv.slice(2, -1);
if (styles.some((style) => style !== "overhead")) {
  fail(`Expected style overhead or none, but got ${styles.join(" ")}.`);
}
serve((workload) => create(styles.length > 0 ? identity : perceptron, threads, workload));
