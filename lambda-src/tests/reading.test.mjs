// Reading: one event by its ID, those of a type newest first, and what is answered where there is none.
import assert from "node:assert/strict";
import test from "node:test";

import { createReading } from "../event_reading/reading.mjs";
import { NOW, awsError, contextWith, recorder } from "./helpers.mjs";

const LATER = String(NOW / 1_000 + 60);

function item(id, receivedAt = "2026-03-04T05:06:00.000Z", more = {}) {
  return {
    event_id: { S: id },
    event_type: { S: "order.created" },
    received_at: { S: receivedAt },
    payload: { S: '{"amount":12.5}' },
    ...more,
  };
}

/** A reading over a table that answers with `items`, and what it asked for. */
function readingOf({ items = [], error, shards = 1, origin = "" } = {}) {
  const asked = [];
  const answer = (input) => {
    asked.push(input);
    if (error !== undefined) throw error;
    return input;
  };
  const told = recorder();
  const handler = createReading({
    settings: { tableName: "events", typeShards: shards, allowedOrigin: origin },
    getItem: async (input) => {
      const id = answer(input).Key.event_id.S;
      return { Item: items.find((one) => one.event_id.S === id) };
    },
    query: async (input) => {
      const key = answer(input).ExpressionAttributeValues[":key"].S;
      return { Items: items.filter((one) => (one.type_shard ?? one.event_type).S === key) };
    },
    logger: told.logger,
    metrics: told.metrics,
    now: () => NOW,
  });
  const get = async (event) => {
    const { statusCode, body, headers } = await handler({ requestContext: { requestId: "r" }, ...event }, contextWith());
    return { statusCode, headers, body: JSON.parse(body) };
  };
  return { get, asked, told };
}

const byId = (id) => ({ pathParameters: { id } });
const byType = (parameters) => ({ queryStringParameters: parameters });

test("an event is found by its ID, with its data", async () => {
  const { get, told } = readingOf({ items: [item("a", undefined, { expires_at: { N: LATER } })], origin: "*" });
  const { statusCode, body, headers } = await get(byId("a"));
  assert.equal(statusCode, 200);
  assert.deepEqual(body, {
    event_id: "a",
    event_type: "order.created",
    received_at: "2026-03-04T05:06:00.000Z",
    data: { amount: 12.5 },
  });
  assert.equal(headers["Access-Control-Allow-Origin"], "*");
  assert.deepEqual(told.counts(), { EventsRead: 1 });
});

test("one that is not there, has expired, or can't be an ID is answered with 404", async () => {
  const { get } = readingOf({ items: [item("old", undefined, { expires_at: { N: "1" } })] });
  for (const id of ["none", "old", "x".repeat(256)]) {
    const { statusCode, body } = await get(byId(id));
    assert.equal(statusCode, 404);
    assert.equal(body.error.code, "not_found");
    assert.equal(body.request_id, "r");
  }
});

test("events of a type come newest first, from every shard, as many as are asked for", async () => {
  const items = [0, 1, 0, 1].map((shard, minute) =>
    item(`e${minute}`, `2026-03-04T05:0${minute}:00.000Z`, { type_shard: { S: `order.created#${shard}` } }),
  );
  const { get, asked } = readingOf({ items, shards: 2 });
  const { statusCode, body } = await get(byType({ type: "order.created", limit: "3", before: "2026-03-05" }));
  assert.equal(statusCode, 200);
  assert.deepEqual(body.events.map(({ event_id: id }) => id), ["e3", "e2", "e1"]);
  assert.deepEqual(asked.map((input) => input.ExpressionAttributeValues[":key"].S), ["order.created#0", "order.created#1"]);
  assert.ok(asked.every((input) => input.Limit === 3 && !input.ScanIndexForward && input.IndexName === "by-type"));
  assert.equal(asked[0].ExpressionAttributeValues[":before"].S, "2026-03-05T00:00:00.000Z");
});

test("an index of keys alone gives events without data, and their type from its key", async () => {
  const keys = { event_id: { S: "a" }, received_at: { S: "t" }, type_shard: { S: "order.created#0" } };
  const { get } = readingOf({ items: [keys], shards: 2 });
  const { body } = await get(byType({ type: "order.created" }));
  assert.deepEqual(body.events, [{ event_id: "a", event_type: "order.created", received_at: "t" }]);
});

test("a request that can't be answered says what to mend, and asks nothing of the table", async () => {
  const cases = [
    [undefined, "invalid_type"],
    [{ type: "1x" }, "invalid_type"],
    [{ type: "a", limit: "0" }, "invalid_limit"],
    [{ type: "a", limit: "101" }, "invalid_limit"],
    [{ type: "a", limit: "1e1" }, "invalid_limit"],
    [{ type: "a", before: "soon" }, "invalid_before"],
  ];
  const { get, asked } = readingOf();
  for (const [parameters, code] of cases) {
    const { statusCode, body } = await get(byType(parameters));
    assert.equal(statusCode, 400);
    assert.equal(body.error.code, code);
  }
  assert.deepEqual(asked, []);
});

test("a table that does not answer is a 503 with Retry-After, a refusal a 500 that says nothing of it", async () => {
  const throttled = readingOf({ error: awsError("ThrottlingException") });
  const busy = await throttled.get(byId("a"));
  assert.deepEqual([busy.statusCode, busy.headers["Retry-After"]], [503, "5"]);
  const refused = readingOf({ error: awsError("AccessDeniedException") });
  const { statusCode, body } = await refused.get(byId("a"));
  assert.equal(statusCode, 500);
  assert.doesNotMatch(JSON.stringify(body), /AccessDenied/);
  assert.deepEqual(refused.told.counts(), { ReadsFailed: 1 });
});
