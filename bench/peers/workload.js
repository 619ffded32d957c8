// What the peers in JavaScript share: they read workload files and answer commands.
//
// Standard input carries one command a line, and each is answered by one line:
//
//     load FILE    reads a workload file and prepares       -> ready
//     run N        does N iterations                        -> the seconds they took
//     save FILE    writes the state as float32              -> saved
//
// A workload file is one line of text, its first word the kind of workload, followed by float32 numbers, little-endian.
"use strict";

const fs = require("node:fs");
const readline = require("node:readline");

const BYTES_PER_NUMBER = 4;

function fail(message) {
  console.error(message);
  process.exit(1);
}

function read(path) {
  const file = fs.readFileSync(path);
  const start = file.indexOf("\n") + 1;
  const [kind, ...words] = file.toString("ascii", 0, start).trim().split(" ");
  if (kind !== "inference") {
    fail(`Expected workload inference, but got ${kind}.`);
  }
  return readInference(words, new Float32Array(file.buffer.slice(file.byteOffset + start, file.byteOffset + file.length)));
}

function readInference(words, numbers) {
  let taken = 0;
  const take = (count) => numbers.slice(taken, (taken += count));
  const batch = Number(words.pop());
  const inputs = Number(words.shift());
  const layers = [];
  for (let i = 0, width = inputs; i < words.length; i += 2) {
    const outputs = Number(words[i]);
    layers.push({ inputs: width, outputs, activation: words[i + 1], weights: take(width * outputs), biases: take(outputs) });
    width = outputs;
  }
  return { inputs, layers, batch, samples: take(batch * inputs) };
}

// Answers commands until standard input ends. create makes of a workload an object with run(count) and state(), a Float32Array.
async function serve(create) {
  let task;
  const answers = {
    async load(path) {
      task = await create(read(path));
      return "ready";
    },
    async run(count) {
      const start = process.hrtime.bigint();
      await task.run(Number(count));
      return (Number(process.hrtime.bigint() - start) / 1e9).toFixed(9);
    },
    async save(path) {
      const state = task.state();
      fs.writeFileSync(path, Buffer.from(state.buffer, state.byteOffset, state.length * BYTES_PER_NUMBER));
      return "saved";
    },
  };
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, argument] = line.split(/ (.*)/);
    if (!Object.hasOwn(answers, command)) {
      fail(`Expected load, run or save, but got ${command}.`);
    }
    console.log(await answers[command](argument));
  }
}

module.exports = { fail, serve };
