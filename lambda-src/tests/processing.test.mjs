import assert from "node:assert/strict";
import test from "node:test";

import { createProcessing } from "../event_processing/processing.mjs";
import {
  NOW,
  TRACE_HEADER,
  TRACE_ID,
  awsError,
  clockAt,
  common,
  contextWith,
  detail,
  envelope,
  failuresOf,
  record,
  recorder,
  takingAll,
} from "./helpers.mjs";

const SETTINGS = { eventBusName: "shop-dev-bus", eventSource: "shop.events", eventDetailType: "EventProcessed" };

function processing({ putEvents, remaining = 30_000 } = {}) {
  const bus = takingAll();
  const clock = clockAt();
  const recorded = recorder();
  const handler = createProcessing({
    settings: SETTINGS,
    putEvents: putEvents ?? bus.putEvents,
    ...recorded,
    now: clock.now,
    sleep: clock.sleep,
  });
  const run = async (...Records) => failuresOf(await handler({ Records }, contextWith(remaining)));
  return { handler, run, bus, recorded, clock };
}

const withId = (number, changes = {}) =>
  record(`m${number}`, envelope({}, { event_id: `event-${number}`, ...changes }));

/** A PutEvents that refuses the events of these IDs, always. */
function refusing(...ids) {
  const calls = [];
  const putEvents = async ({ Entries }) => {
    calls.push(Entries);
    const answers = Entries.map(({ Detail }) =>
      ids.includes(JSON.parse(Detail).event_id) ? { ErrorCode: "InternalFailure" } : { EventId: "id" },
    );
    return { FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode).length, Entries: answers };
  };
  return { putEvents, calls };
}

test("an event is enriched and published as processed, its trace with it", async () => {
  const { run, bus, recorded } = processing();
  const body = envelope({}, { event_type: "Order.Created", data: { note: "é" } });
  assert.deepEqual(await run(record("m", body, { AWSTraceHeader: TRACE_HEADER })), []);
  const [entry] = bus.entries();
  assert.deepEqual(
    [entry.EventBusName, entry.Source, entry.DetailType, entry.TraceHeader],
    ["shop-dev-bus", "shop.events", "EventProcessed", TRACE_HEADER],
  );
  assert.deepEqual(JSON.parse(entry.Detail), {
    ...detail(),
    processed_at: new Date(NOW).toISOString(),
    source: "shop.events",
    payload_bytes: 13,
    event_type: "order.created",
    data: { note: "é" },
  });
  const line = recorded.logs().find(({ message }) => message === "event processed");
  assert.deepEqual([line.event_id, line.trace_id, line.message_id], [detail().event_id, TRACE_ID, "m"]);
  assert.deepEqual(recorded.counts(), {
    MessagesReceived: 1,
    EventsProcessed: 1,
    MessagesMalformed: 0,
    MessagesFailed: 0,
    OldestEventMilliseconds: NOW - Date.parse(detail().received_at),
  });
});

test("an empty batch is a whole success", async () => {
  const { run, bus } = processing();
  assert.deepEqual(await run(), []);
  assert.equal(bus.calls.length, 0);
});

test("a poison message comes back alone; the others of its batch are published", async () => {
  const { run, bus, recorded } = processing();
  const poison = record("poison", '{"password":"hunter2"', { ApproximateReceiveCount: "4" });
  assert.deepEqual(await run(withId(1), poison, withId(2)), ["poison"]);
  assert.deepEqual(
    bus.entries().map(({ Detail }) => JSON.parse(Detail).event_id),
    ["event-1", "event-2"],
  );
  const line = recorded.logs().find(({ level }) => level === "ERROR");
  assert.deepEqual(
    [line.message, line.message_id, line.receive_count, line.code, line.body_bytes],
    ["message can't be processed; it ends in the dead-letter queue", "poison", "4", "not_json", 21],
  );
  assert.doesNotMatch(recorded.text(), /hunter2/);
  assert.equal(recorded.counts().MessagesMalformed, 1);
});

test("a refused entry brings back its own message, and no other", async () => {
  const { putEvents, calls } = refusing("event-2");
  const { run, recorded } = processing({ putEvents });
  assert.deepEqual(await run(withId(1), withId(2), withId(3)), ["m2"]);
  assert.deepEqual(
    calls.map((entries) => entries.length),
    [3, 1, 1, 1],
  );
  assert.equal(recorded.counts().MessagesFailed, 1);
});

test("refused entries are told apart across requests and malformed neighbours", async () => {
  const records = Array.from({ length: 25 }, (_, number) => withId(number));
  records[3] = record("m3", "not JSON");
  const { putEvents } = refusing("event-4", "event-12", "event-24");
  assert.deepEqual((await processing({ putEvents }).run(...records)).sort(), ["m12", "m24", "m3", "m4"]);
});

test("when the bus is away, every message comes back", async () => {
  const putEvents = async () => Promise.reject(awsError("AccessDeniedException"));
  const { run, recorded } = processing({ putEvents });
  assert.deepEqual(await run(withId(1), withId(2)), ["m1", "m2"]);
  assert.equal(recorded.logs()[0].error.aws_request_id, "aws-request");
});

test("messages for which no time is left come back, unpublished", async () => {
  const bus = takingAll();
  const clock = clockAt();
  const putEvents = async (input) => {
    clock.pass(3_000);
    return bus.putEvents(input);
  };
  const handler = createProcessing({ settings: SETTINGS, putEvents, ...recorder(), now: clock.now });
  const Records = Array.from({ length: 30 }, (_, number) => withId(number));
  const failures = failuresOf(await handler({ Records }, contextWith(6_500)));
  assert.equal(bus.entries().length, 20);
  assert.deepEqual(
    failures,
    Records.slice(20).map(({ messageId }) => messageId),
  );
});

test("large events go in requests that EventBridge takes", async () => {
  const { run, bus } = processing();
  const large = (number) => withId(number, { data: { x: "x".repeat(100_000) } });
  assert.deepEqual(await run(large(1), large(2), large(3)), []);
  assert.deepEqual(
    bus.calls.map(({ Entries }) => Entries.length),
    [2, 1],
  );
});

test("the largest event that ingestion accepts is not too large once processed", async () => {
  const { run, bus } = processing();
  const frame = JSON.stringify(detail({ data: { x: "" } })).length + "shop.eventsEventReceived".length;
  const body = envelope({}, { data: { x: "x".repeat(common.MAXIMUM_ENTRY_BYTES - frame) } });
  assert.ok(Buffer.byteLength(JSON.stringify(body)) <= 262_144, "its message fits the queue");
  assert.deepEqual(await run(record("m", body)), []);
  const processed = envelope({ detail: JSON.parse(bus.entries()[0].Detail), "detail-type": "EventProcessed" });
  assert.ok(Buffer.byteLength(JSON.stringify(processed)) <= 262_144, "and so does the next one");
});

test("an event that is too large for the bus is malformed, and harms no other", async () => {
  const { run, bus } = processing();
  assert.deepEqual(await run(withId(1, { data: { x: "x".repeat(262_144) } }), withId(2)), ["m1"]);
  assert.equal(bus.entries().length, 1);
});

test("its own output is not published again", async () => {
  const { run, bus, recorded } = processing();
  assert.deepEqual(await run(record("m", envelope({ "detail-type": "EventProcessed" }))), ["m"]);
  assert.equal(bus.calls.length, 0);
  assert.match(recorded.text(), /narrow the rule/);
  // The same detail type from another source is somebody else's event.
  assert.deepEqual(await run(record("m", envelope({ "detail-type": "EventProcessed", source: "other" }))), []);
});

test("a trace is carried on from the detail when the queue's is lost", async () => {
  const { run, bus } = processing();
  await run(withId(1));
  assert.equal(bus.entries()[0].TraceHeader, `Root=${TRACE_ID}`);
});

test("what is no SQS event is an error of the whole batch", async () => {
  await assert.rejects(processing().handler({ detail: {} }, contextWith()), TypeError);
});

test("no log line has the event's data in it", async () => {
  const { putEvents } = refusing("event-2");
  const { run, recorded } = processing({ putEvents });
  const data = { card: "hunter2" };
  await run(withId(1, { data }), withId(2, { data }), record("m3", "hunter2"), withId(4, { data: ["hunter2"] }));
  assert.ok(recorded.lines.length >= 5);
  assert.doesNotMatch(recorded.text(), /hunter2/);
});
