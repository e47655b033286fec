import assert from "node:assert/strict";
import test from "node:test";

import { createConsumer } from "../NAME/consumer.mjs";
import { contextWith, failuresOf, record, recorder } from "./helpers.mjs";

test("NAME: an event is handled, and its message goes", async () => {
  const told = recorder();
  const handled = [];
  const handler = createConsumer({ ...told, work: async (event) => handled.push(event.eventType) });
  assert.deepEqual(failuresOf(await handler({ Records: [record("one")] }, contextWith())), []);
  assert.deepEqual(handled, ["order.created"]);
  assert.deepEqual(told.counts(), { EventsHandled: 1, MessagesFailed: 0 });
});

test("NAME: a message that fails comes back alone", async () => {
  const handler = createConsumer({ ...recorder() });
  assert.deepEqual(failuresOf(await handler({ Records: [record("bad", "{"), record("good")] }, contextWith())), ["bad"]);
});
