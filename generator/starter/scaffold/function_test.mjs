import assert from "node:assert/strict";
import test from "node:test";

import { createTask } from "../NAME/task.mjs";
import { contextWith, recorder } from "./helpers.mjs";

test("NAME: it is done, and counted", async () => {
  const told = recorder();
  const due = [];
  await createTask({ ...told, work: async (time) => due.push(time) })({ time: "2026-03-04T05:06:00Z" }, contextWith());
  assert.deepEqual(due, ["2026-03-04T05:06:00Z"]);
  assert.deepEqual(told.counts(), { TasksDone: 1 });
});

test("NAME: what fails is told to Lambda", async () => {
  const told = recorder();
  const work = async () => {
    throw new Error("no");
  };
  await assert.rejects(createTask({ ...told, work })({}, contextWith()), /no/);
  assert.deepEqual(told.counts(), { TasksFailed: 1 });
});
