// The whole way of an event through all functions, with a bus, queues and a table that are made of nothing.
import assert from "node:assert/strict";
import test from "node:test";

import { createIngestion } from "../event_ingestion/ingestion.mjs";
import { createProcessing } from "../event_processing/processing.mjs";
import { createStorage } from "../event_storage/storage.mjs";
import { TRACE_HEADER, TRACE_ID, awsError, contextWith, failuresOf, record, recorder, takingAll } from "./helpers.mjs";

const SOURCE = { eventBusName: "bus", eventSource: "shop.events" };

/** What a rule's queue holds after these entries were put on the bus. */
function queued(entries, { keepTrace = true } = {}) {
  return entries.map((entry, index) => {
    const body = {
      version: "0",
      id: `envelope-${index}`,
      "detail-type": entry.DetailType,
      source: entry.Source,
      time: "2026-03-04T05:06:08Z",
      detail: JSON.parse(entry.Detail),
    };
    return record(`m${index}`, body, keepTrace ? { AWSTraceHeader: entry.TraceHeader } : {});
  });
}

function platform() {
  const recorded = recorder();
  const received = takingAll();
  const processed = takingAll();
  const items = new Map();
  const putItem = async ({ Item }) => {
    if (items.has(Item.event_id.S)) {
      throw awsError("ConditionalCheckFailedException", 400, { Item: items.get(Item.event_id.S) });
    }
    items.set(Item.event_id.S, Item);
  };
  const ingest = createIngestion({
    settings: { ...SOURCE, eventDetailType: "EventReceived", maximumBodyBytes: 1_000, allowedOrigin: "" },
    putEvents: received.putEvents,
    ...recorded,
  });
  const process = createProcessing({
    settings: { ...SOURCE, eventDetailType: "EventProcessed" },
    putEvents: processed.putEvents,
    ...recorded,
  });
  const store = createStorage({ settings: { tableName: "t", itemTtlDays: 1, typeShards: 1 }, putItem, ...recorded });
  return { ingest, process, store, received, processed, items, recorded };
}

const post = (body, key) => ({
  headers: { "Content-Type": "application/json", "X-Amzn-Trace-Id": TRACE_HEADER, "Idempotency-Key": key },
  requestContext: { requestId: "api-request" },
  body: JSON.stringify(body),
});

for (const keepTrace of [true, false]) {
  test(`ID and trace arrive in the table ${keepTrace ? "" : "even if the queues lose the trace header"}`, async () => {
    const { ingest, process, store, received, processed, items, recorded } = platform();
    const response = await ingest(post({ type: "Order.Created", data: { n: 1 } }), contextWith());
    const { event_id: eventId } = JSON.parse(response.body);
    assert.deepEqual(
      failuresOf(await process({ Records: queued(received.entries(), { keepTrace }) }, contextWith())),
      [],
    );
    assert.deepEqual(
      failuresOf(await store({ Records: queued(processed.entries(), { keepTrace }) }, contextWith())),
      [],
    );

    const item = items.get(eventId);
    assert.deepEqual([item.event_type.S, item.trace_id.S, item.payload.S], ["order.created", TRACE_ID, '{"n":1}']);
    assert.match(processed.entries()[0].TraceHeader, new RegExp(`Root=${TRACE_ID}`));
    const steps = recorded.logs().filter((line) => line.event_id === eventId && line.trace_id === TRACE_ID);
    assert.deepEqual(
      steps.map(({ message }) => message),
      ["event accepted", "event processed", "event stored"],
      "one ID finds every step in the logs",
    );
  });
}

test("one number for events of two types is two events, both answered with 202 and both stored", async () => {
  const { ingest, process, store, received, processed, items } = platform();
  for (const type of ["order.created", "invoice.created"]) {
    assert.equal((await ingest(post({ type, id: "42" }), contextWith())).statusCode, 202);
  }
  await process({ Records: queued(received.entries()) }, contextWith());
  assert.deepEqual(failuresOf(await store({ Records: queued(processed.entries()) }, contextWith())), []);
  assert.deepEqual([...items.values()].map((item) => item.event_type.S).sort(), ["invoice.created", "order.created"]);
});

test("a request sent twice with one key is stored once", async () => {
  const { ingest, process, store, received, processed, items } = platform();
  for (let time = 0; time < 2; time += 1) await ingest(post({ type: "a", data: { n: 1 } }, "key"), contextWith());
  await process({ Records: queued(received.entries()) }, contextWith());
  assert.deepEqual(failuresOf(await store({ Records: queued(processed.entries()) }, contextWith())), []);
  assert.equal(processed.entries().length, 2);
  assert.equal(items.size, 1);
});
