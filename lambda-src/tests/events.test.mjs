import assert from "node:assert/strict";
import test from "node:test";

import { TRACE_HEADER, TRACE_ID, common, detail, envelope, record } from "./helpers.mjs";

const { MAXIMUM_ENTRY_BYTES, MAXIMUM_REQUEST_BYTES, MalformedMessageError, batchResponse, readEvent, readRecords } =
  common;

test("an event is read with all that it carries", () => {
  assert.deepEqual(readEvent(record("m", envelope(), { AWSTraceHeader: TRACE_HEADER })), {
    eventId: detail().event_id,
    eventType: "order.created",
    receivedAt: "2026-03-04T05:06:00.000Z",
    processedAt: undefined,
    requestId: "api-request",
    data: { amount: 12.5 },
    source: "shop.events",
    detailType: "EventReceived",
    traceId: TRACE_ID,
    traceHeader: TRACE_HEADER,
  });
});

test("another publisher's event is known by the envelope's ID and time", () => {
  const event = readEvent(record("m", envelope({ detail: { event_type: "a" } })));
  assert.equal(event.eventId, envelope().id);
  assert.equal(event.receivedAt, "2026-03-04T05:06:01.000Z");
  assert.deepEqual(event.data, {});
  assert.equal(event.traceId, undefined);
});

test("the trace is the detail's where X-Ray's header is lost or another's", () => {
  assert.equal(readEvent(record("m")).traceHeader, `Root=${TRACE_ID}`);
  const other = "Root=1-00000000-000000000000000000000000;Parent=1111111111111111;Sampled=1";
  const event = readEvent(record("m", envelope(), { AWSTraceHeader: other }));
  assert.deepEqual([event.traceId, event.traceHeader], [TRACE_ID, `Root=${TRACE_ID}`]);
  const queued = readEvent(record("m", envelope({}, { trace_id: undefined }), { AWSTraceHeader: TRACE_HEADER }));
  assert.deepEqual([queued.traceId, queued.traceHeader], [TRACE_ID, TRACE_HEADER]);
});

const MALFORMED = {
  "no JSON": "hunter2 {",
  "an empty body": "",
  "no object": "[]",
  null: "null",
  "no detail": envelope({ detail: undefined }),
  "a detail that is text": envelope({ detail: "{}" }),
  "no detail-type": envelope({ "detail-type": undefined }),
  "no type": envelope({}, { event_type: undefined }),
  "a type that is a list of one": envelope({}, { event_type: ["hunter2"] }),
  "a type with a blank": envelope({}, { event_type: "hunter2 x" }),
  "data that is a list": envelope({}, { data: ["hunter2"] }),
  "data that is null": envelope({}, { data: null }),
  "neither ID": envelope({ id: undefined }, { event_id: "" }),
  "neither time": envelope({ time: "hunter2" }, { received_at: 1_700_000_000 }),
};
for (const [name, body] of Object.entries(MALFORMED)) {
  test(`malformed for good, and not quoted: ${name}`, () => {
    assert.throws(
      () => readEvent(record("m", body)),
      (error) => error instanceof MalformedMessageError && !/hunter2/.test(error.message + error.stack),
    );
  });
}

test("a time in milliseconds is one, as API Gateway writes it; without an ID the envelope's is the event's", () => {
  const event = readEvent(record("m", envelope({}, { event_id: undefined, received_at: 1_700_000_000_123 })));
  assert.equal(event.receivedAt, "2023-11-14T22:13:20.123Z");
  assert.equal(event.eventId, envelope().id);
});

test("all that is wrong with a detail is said at once", () => {
  const body = envelope({ id: undefined, time: undefined, detail: { data: [] } });
  assert.throws(() => readEvent(record("m", body)), /no event_id, no received_at.*, no valid event_type, data that/);
});

test("what is no SQS event is refused whole", () => {
  for (const event of [undefined, null, {}, { Records: {} }, { Records: [{}] }, { Records: [null] }]) {
    assert.throws(() => readRecords(event), TypeError);
  }
  assert.deepEqual(readRecords({ Records: [] }), []);
});

test("a batch response names each message once", () => {
  assert.deepEqual(batchResponse(["a", "b", "a"]), {
    batchItemFailures: [{ itemIdentifier: "a" }, { itemIdentifier: "b" }],
  });
  assert.deepEqual(batchResponse([]), { batchItemFailures: [] });
});

test("an accepted event leaves room for what is added on the way", () => {
  assert.equal(MAXIMUM_REQUEST_BYTES - MAXIMUM_ENTRY_BYTES, 4_096);
});
