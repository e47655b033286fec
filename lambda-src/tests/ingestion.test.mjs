import assert from "node:assert/strict";
import test from "node:test";

import { eventIdentity, nameUuid } from "../event_ingestion/identity.mjs";
import { createIngestion } from "../event_ingestion/ingestion.mjs";
import {
  NOW,
  TRACE_HEADER,
  TRACE_ID,
  awsError,
  clockAt,
  common,
  contextWith,
  recorder,
  takingAll,
} from "./helpers.mjs";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SETTINGS = {
  eventBusName: "shop-dev-bus",
  eventSource: "shop.events",
  eventDetailType: "EventReceived",
  maximumBodyBytes: 262_144,
  allowedOrigin: "",
};

function ingestion({ settings = {}, putEvents } = {}) {
  const bus = takingAll();
  const clock = clockAt();
  const recorded = recorder();
  const handler = createIngestion({
    settings: { ...SETTINGS, ...settings },
    putEvents: putEvents ?? bus.putEvents,
    ...recorded,
    now: clock.now,
    sleep: clock.sleep,
  });
  const post = async (body, changes = {}) => {
    const response = await handler(request(body, changes), contextWith());
    return { ...response, json: JSON.parse(response.body) };
  };
  return { handler, post, bus, recorded, clock };
}

function request(body, { headers = {}, ...changes } = {}) {
  return {
    httpMethod: "POST",
    path: "/events",
    headers: { "Content-Type": "application/json", "X-Amzn-Trace-Id": TRACE_HEADER, ...headers },
    requestContext: { requestId: "api-request", requestTimeEpoch: NOW - 5 },
    body: typeof body === "string" || body === null ? body : JSON.stringify(body),
    isBase64Encoded: false,
    ...changes,
  };
}

const EVENT = { type: "order.created", data: { amount: 12.5, note: "é" } };

test("an event is accepted with 202 and its ID, and put on the bus with all that it needs", async () => {
  const { post, bus, recorded } = ingestion();
  const response = await post(EVENT);
  assert.equal(response.statusCode, 202);
  assert.deepEqual(response.headers, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  assert.deepEqual(Object.keys(response.json), ["event_id", "status"]);
  assert.match(response.json.event_id, UUID);
  assert.equal(response.json.status, "accepted");

  const [entry] = bus.entries();
  assert.deepEqual(
    [entry.EventBusName, entry.Source, entry.DetailType, entry.TraceHeader],
    ["shop-dev-bus", "shop.events", "EventReceived", TRACE_HEADER],
  );
  assert.deepEqual(JSON.parse(entry.Detail), {
    event_id: response.json.event_id,
    event_type: "order.created",
    received_at: new Date(NOW - 5).toISOString(),
    request_id: "api-request",
    trace_id: TRACE_ID,
    data: EVENT.data,
  });
  const [line] = recorded.logs();
  assert.deepEqual(
    [line.message, line.event_id, line.trace_id, line.api_request_id, line.request_id],
    ["event accepted", response.json.event_id, TRACE_ID, "api-request", "lambda-request"],
  );
  assert.equal(recorded.counts().EventsAccepted, 1);
});

test("data may be left out", async () => {
  const { post, bus } = ingestion();
  assert.equal((await post({ type: "ping" })).statusCode, 202);
  assert.deepEqual(JSON.parse(bus.entries()[0].Detail).data, {});
});

test("without a key each request is an event of its own", async () => {
  const { post } = ingestion();
  assert.notEqual((await post(EVENT)).json.event_id, (await post(EVENT)).json.event_id);
});

test("the same key gives the same ID, in the header, quoted or not, and in the body", async () => {
  const { post } = ingestion();
  const ids = [
    await post(EVENT, { headers: { "Idempotency-Key": "order-7" } }),
    await post(EVENT, { headers: { "idempotency-key": '"order-7"' } }),
    await post({ ...EVENT, id: "order-7" }),
    await post({ ...EVENT, id: "something else" }, { headers: { "Idempotency-Key": "order-7" } }),
  ].map(({ json }) => json.event_id);
  assert.equal(new Set(ids).size, 1);
  assert.match(ids[0], UUID);
  assert.notEqual((await post({ ...EVENT, id: "order-8" })).json.event_id, ids[0]);
});

test("a name's UUID is version 5, and stays what it is", () => {
  assert.equal(nameUuid("a"), nameUuid("a"));
  assert.match(nameUuid("a"), /-5[0-9a-f]{3}-[89ab]/);
  // A constant in the code would have changed if this does: then every client's retry would be a new event.
  const own = eventIdentity("shop.events", "order.created", "7");
  assert.equal(own, "4a980199-6c16-5843-acbb-59e4b595ba55");
  assert.equal(eventIdentity("shop.events", "Order.Created", "7"), own);
  assert.notEqual(eventIdentity("other.events", "order.created", "7"), own);
  assert.notEqual(eventIdentity("shop.events", "invoice.created", "7"), own);
  assert.match(eventIdentity("shop.events", "order.created", undefined), /-4[0-9a-f]{3}-[89ab]/);
});

const BAD = {
  "no body": [null, {}, 400, "empty_body"],
  "an empty body": ["", {}, 400, "empty_body"],
  "bad JSON": ['{"type": "hunter2"', {}, 400, "invalid_json"],
  "two values": ["{}{}", {}, 400, "invalid_json"],
  "a list": ["[]", {}, 400, "not_an_object"],
  null: ["null", {}, 400, "not_an_object"],
  "a text": ['"hunter2"', {}, 400, "not_an_object"],
  "brackets without end": ["[".repeat(200_000), {}, 400, "invalid_json"],
  "bytes that are no UTF-8": [
    Buffer.from([0x7b, 0xff, 0x7d]).toString("base64"),
    { isBase64Encoded: true },
    400,
    "invalid_encoding",
  ],
  "no type": [{ data: {} }, {}, 400, "invalid_event"],
  "a type that is empty": [{ type: "" }, {}, 400, "invalid_event"],
  "a type that is a number": [{ type: 7 }, {}, 400, "invalid_event"],
  "a type that is a list": [{ type: ["order"] }, {}, 400, "invalid_event"],
  "a type with a blank": [{ type: "hunter2 x" }, {}, 400, "invalid_event"],
  "a type that is too long": [{ type: "a".repeat(129) }, {}, 400, "invalid_event"],
  "data that is a list": [{ type: "a", data: [] }, {}, 400, "invalid_event"],
  "data that is null": [{ type: "a", data: null }, {}, 400, "invalid_event"],
  "an id that is a number": [{ type: "a", id: 7 }, {}, 400, "invalid_event"],
  "an id that is empty": [{ type: "a", id: "" }, {}, 400, "invalid_event"],
  "an id with a line break": [{ type: "a", id: "hunter2\n" }, {}, 400, "invalid_event"],
  "a key that is too long": [EVENT, { headers: { "Idempotency-Key": "k".repeat(256) } }, 400, "invalid_event"],
  "a key that is empty": [EVENT, { headers: { "Idempotency-Key": '""' } }, 400, "invalid_event"],
  "an unknown field": [{ type: "a", dta: {} }, {}, 400, "invalid_event"],
  "a number that would lose digits": ['{"type":"a","data":{"n":12345678901234567890}}', {}, 400, "invalid_event"],
  "a number beyond all bounds": ['{"type":"a","data":{"n":[1,{"m":-1e999}]}}', {}, 400, "invalid_event"],
  "nesting without end": [
    `{"type":"a","data":{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}}`,
    {},
    400,
    "invalid_event",
  ],
  "a form": ["type=a", { headers: { "Content-Type": "application/x-www-form-urlencoded" } }, 415],
  "a text in another encoding": [EVENT, { headers: { "Content-Type": "application/json; charset=latin1" } }, 415],
  "a type that only looks like JSON's": [EVENT, { headers: { "Content-Type": "text/json-ish" } }, 415],
};
for (const [name, [body, changes, status, code = "unsupported_media_type"]] of Object.entries(BAD)) {
  test(`refused with ${status}, nothing published, nothing quoted: ${name}`, async () => {
    const { post, bus, recorded } = ingestion();
    const response = await post(body, changes);
    assert.equal(response.statusCode, status);
    assert.equal(response.json.error.code, code);
    assert.equal(response.json.request_id, "api-request");
    assert.equal(response.headers["Content-Type"], "application/json");
    assert.equal(bus.calls.length, 0);
    assert.doesNotMatch(response.body + recorded.text(), /hunter2/);
    assert.deepEqual(recorded.counts(), { EventsRejected: 1 });
    assert.equal(recorded.logs()[0].level, "WARN");
  });
}

test("everything that is wrong is said at once, with the field", async () => {
  const { post, recorded } = ingestion();
  const body = { type: "1", id: 1, data: 1, hunter2: 1 };
  const { json } = await post(body, { headers: { "Idempotency-Key": "é" } });
  assert.deepEqual(
    json.error.details.map(({ field }) => field),
    ["type", "id", "Idempotency-Key", "data", "hunter2"],
  );
  assert.ok(json.error.details.every(({ message }) => message.length > 5));
  assert.doesNotMatch(recorded.text(), /hunter2/, "the caller reads the field's name, the log does not");
});

test("a flood of unknown fields is answered shortly", async () => {
  const fields = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${"f".repeat(90)}${index}`, 1]));
  const { json, body } = await ingestion().post({ type: "a", ...fields });
  assert.equal(json.error.details.length, 5);
  assert.ok(body.length < 2_000);
});

for (const type of [
  "application/json",
  "application/json; charset=UTF-8",
  "APPLICATION/JSON",
  "application/vnd.a.b+json",
]) {
  test(`taken: ${type}`, async () => {
    assert.equal((await ingestion().post(EVENT, { headers: { "Content-Type": type } })).statusCode, 202);
  });
}

test("a missing content type is taken for JSON, as API Gateway does", async () => {
  assert.equal((await ingestion().post(EVENT, { headers: { "Content-Type": undefined } })).statusCode, 202);
});

test("a base64 body is an event like any other", async () => {
  const { post, bus } = ingestion();
  const body = Buffer.from(JSON.stringify(EVENT)).toString("base64");
  assert.equal((await post(body, { isBase64Encoded: true })).statusCode, 202);
  assert.deepEqual(JSON.parse(bus.entries()[0].Detail).data, EVENT.data);
});

test("numbers up to the last exact one, and any fraction, are taken as they are", async () => {
  const { post, bus } = ingestion();
  const data = { most: Number.MAX_SAFE_INTEGER, least: -Number.MAX_SAFE_INTEGER, small: 1e-7, some: 0.1 };
  assert.equal((await post({ type: "a", data })).statusCode, 202);
  assert.deepEqual(JSON.parse(bus.entries()[0].Detail).data, data);
});

test("a __proto__ in the data is data", async () => {
  const { post, bus } = ingestion();
  assert.equal((await post('{"type":"a","data":{"__proto__":{"x":1}}}')).statusCode, 202);
  assert.match(bus.entries()[0].Detail, /"data":\{"__proto__":\{"x":1\}\}/);
});

test("the body's limit is in bytes: exactly as many are taken, one more is 413", async () => {
  const body = JSON.stringify({ type: "a", data: { text: "é".repeat(50) } });
  const bytes = Buffer.byteLength(body);
  assert.equal((await ingestion({ settings: { maximumBodyBytes: bytes } }).post(body)).statusCode, 202);
  const response = await ingestion({ settings: { maximumBodyBytes: bytes - 1 } }).post(body);
  assert.deepEqual([response.statusCode, response.json.error.code], [413, "body_too_large"]);
});

test("a base64 body is measured after decoding", async () => {
  const body = JSON.stringify(EVENT);
  const settings = { maximumBodyBytes: Buffer.byteLength(body) };
  const encoded = Buffer.from(body).toString("base64");
  assert.equal((await ingestion({ settings }).post(encoded, { isBase64Encoded: true })).statusCode, 202);
});

test("an event is measured as it goes on the bus, too: its limit is below EventBridge's", async () => {
  const settings = { maximumBodyBytes: 6_000_000 };
  const fill = (length) => ({ type: "a", data: { x: "x".repeat(length) } });
  const probe = ingestion({ settings });
  await probe.post(fill(0));
  const overhead = common.entryBytes(probe.bus.entries()[0]);
  const { post, bus } = ingestion({ settings });
  assert.equal((await post(fill(common.MAXIMUM_ENTRY_BYTES - overhead))).statusCode, 202);
  const response = await post(fill(common.MAXIMUM_ENTRY_BYTES - overhead + 1));
  assert.deepEqual([response.statusCode, response.json.error.code], [413, "event_too_large"]);
  assert.equal(bus.calls.length, 1);
});

test("an entry that EventBridge refuses once is sent again", async () => {
  let calls = 0;
  const putEvents = async () => {
    calls += 1;
    if (calls === 1) return { FailedEntryCount: 1, Entries: [{ ErrorCode: "ThrottlingException" }] };
    return { FailedEntryCount: 0, Entries: [{ EventId: "id" }] };
  };
  const { post, recorded } = ingestion({ putEvents });
  assert.equal((await post(EVENT)).statusCode, 202);
  assert.equal(calls, 2);
  assert.equal(recorded.counts().PublishRetries, 1);
});

for (const [name, putEvents] of Object.entries({
  "it refuses the entry": async () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure" }] }),
  "it is throttled": async () => Promise.reject(awsError("ThrottlingException")),
  "it denies access": async () => Promise.reject(awsError("AccessDeniedException")),
  "there is no way there": async () => Promise.reject(Object.assign(new Error("x"), { code: "ECONNREFUSED" })),
})) {
  test(`503 with Retry-After while EventBridge keeps failing: ${name}`, async () => {
    const { post, recorded } = ingestion({ putEvents, settings: { allowedOrigin: "*" } });
    const response = await post({ ...EVENT, data: { secret: "hunter2" } });
    assert.equal(response.statusCode, 503);
    assert.equal(response.headers["Retry-After"], "5");
    assert.equal(response.headers["Access-Control-Allow-Origin"], "*");
    assert.equal(response.json.error.code, "bus_unavailable");
    assert.equal(recorded.counts().EventsNotPublished, 1);
    assert.equal(recorded.logs()[0].level, "ERROR");
    assert.doesNotMatch(recorded.text(), /hunter2/);
  });
}

test("EventBridge is tried for ten seconds at most: API Gateway would not wait much longer", async () => {
  const clock = clockAt();
  const putEvents = async () => {
    clock.pass(4_000);
    throw awsError("InternalFailure", 500);
  };
  const handler = createIngestion({ settings: SETTINGS, putEvents, ...recorder(), now: clock.now, sleep: clock.sleep });
  assert.equal((await handler(request(EVENT), contextWith(300_000))).statusCode, 503);
  assert.ok(clock.now() - NOW <= 14_000, `${clock.now() - NOW} ms`);
});

test("a fault of ours is a 500 that says nothing, and a log line that says all", async () => {
  const { handler, recorded } = ingestion({ settings: { allowedOrigin: "https://a.example" } });
  const event = request(EVENT);
  Object.defineProperty(event, "body", { get: () => assert.fail("broken inside") });
  const response = await handler(event, contextWith());
  assert.equal(response.statusCode, 500);
  assert.doesNotMatch(response.body, /broken/);
  assert.equal(response.headers["Access-Control-Allow-Origin"], "https://a.example");
  assert.match(recorded.text(), /broken inside/);
  assert.deepEqual(recorded.counts(), { IngestionFaults: 1 });
});

test("CORS: no header unless an origin is set; one origin at a time", async () => {
  const answer = async (allowedOrigin, Origin) => {
    const { headers } = await ingestion({ settings: { allowedOrigin } }).post(EVENT, { headers: { Origin } });
    return [headers["Access-Control-Allow-Origin"], headers.Vary];
  };
  assert.deepEqual(await answer("", "https://a.example"), [undefined, undefined]);
  assert.deepEqual(await answer("*", "https://a.example"), ["*", undefined]);
  assert.deepEqual(await answer("https://a.example", "https://b.example"), ["https://a.example", "Origin"]);
  const two = "https://a.example, https://b.example";
  assert.deepEqual(await answer(two, "https://b.example"), ["https://b.example", "Origin"]);
  assert.deepEqual(await answer(two, "https://c.example"), ["https://a.example", "Origin"]);
});

test("a request with next to nothing around it is answered all the same", async () => {
  const { handler, bus } = ingestion();
  const response = await handler({ body: JSON.stringify(EVENT), headers: null }, undefined);
  assert.equal(response.statusCode, 202);
  const sent = JSON.parse(bus.entries()[0].Detail);
  assert.equal(sent.received_at, new Date(NOW).toISOString());
  assert.ok(!("trace_id" in sent) && !("request_id" in sent));
  assert.equal(bus.entries()[0].TraceHeader, undefined);
});

test("a trace header that is none is not handed on", async () => {
  const { post, bus } = ingestion();
  await post(EVENT, { headers: { "X-Amzn-Trace-Id": "Root=hunter2" } });
  assert.equal(bus.entries()[0].TraceHeader, undefined);
});

test("no log line has the body, a header or the key in it", async () => {
  const { post, recorded } = ingestion();
  const headers = { Authorization: "Bearer hunter2", Cookie: "hunter2", "Idempotency-Key": "hunter2" };
  await post({ type: "a", data: { card: "hunter2", token: "hunter2" } }, { headers });
  await post('{"hunter2', { headers });
  assert.ok(recorded.lines.length >= 4);
  assert.doesNotMatch(recorded.text(), /hunter2/);
});
