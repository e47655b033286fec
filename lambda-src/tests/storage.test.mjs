import assert from "node:assert/strict";
import test from "node:test";

import { createStorage } from "../event_storage/storage.mjs";
import {
  NOW,
  TRACE_ID,
  awsError,
  clockAt,
  contextWith,
  detail,
  envelope,
  failuresOf,
  record,
  recorder,
} from "./helpers.mjs";

/** A table as far as conditional puts go. `fail` gives the error for an item, if it is to fail. */
function tableThat(fail = () => undefined) {
  const items = new Map();
  const inputs = [];
  const putItem = async (input, { abortSignal }) => {
    assert.ok(abortSignal instanceof AbortSignal);
    inputs.push(input);
    const error = fail(input.Item, inputs.length);
    if (error !== undefined) throw error;
    assert.equal(input.ConditionExpression, "attribute_not_exists(event_id)");
    const stored = items.get(input.Item.event_id.S);
    if (stored !== undefined) throw awsError("ConditionalCheckFailedException", 400, { Item: stored });
    items.set(input.Item.event_id.S, input.Item);
    return {};
  };
  return { putItem, items, inputs };
}

function storage({ fail, ttlDays = 30, shards = 1, table = tableThat(fail) } = {}) {
  const clock = clockAt();
  const recorded = recorder();
  const settings = { tableName: "shop-dev-events", itemTtlDays: ttlDays, typeShards: shards };
  const handler = createStorage({ settings, putItem: table.putItem, ...recorded, now: clock.now });
  const run = async (...Records) => failuresOf(await handler({ Records }, contextWith()));
  return { handler, run, table, recorded, clock };
}

const processed = (changes = {}) =>
  envelope({ "detail-type": "EventProcessed" }, { processed_at: "2026-03-04T05:06:02.000Z", ...changes });
const withId = (number, changes = {}) => record(`m${number}`, processed({ event_id: `event-${number}`, ...changes }));

test("an event becomes an item", async () => {
  const { run, table, recorded } = storage();
  assert.deepEqual(await run(record("m", processed())), []);
  assert.equal(table.inputs[0].TableName, "shop-dev-events");
  assert.deepEqual(table.inputs[0].Item, {
    event_id: { S: detail().event_id },
    event_type: { S: "order.created" },
    received_at: { S: "2026-03-04T05:06:00.000Z" },
    processed_at: { S: "2026-03-04T05:06:02.000Z" },
    payload: { S: '{"amount":12.5}' },
    trace_id: { S: TRACE_ID },
    expires_at: { N: String(Math.floor(NOW / 1_000) + 30 * 86_400) },
  });
  const [line] = recorded.logs();
  assert.deepEqual([line.message, line.event_id, line.trace_id], ["event stored", detail().event_id, TRACE_ID]);
});

test("zero days is for ever: there is no expiry", async () => {
  const { run, table } = storage({ ttlDays: 0 });
  await run(record("m", processed()));
  assert.ok(!("expires_at" in table.inputs[0].Item));
});

test("the expiry counts from the storing, so that a replay of old events is kept as well", async () => {
  const { run, table } = storage({ ttlDays: 1 });
  await run(record("m", processed({ received_at: "2020-01-01T00:00:00Z" })));
  assert.equal(Number(table.inputs[0].Item.expires_at.N), Math.floor(NOW / 1_000) + 86_400);
});

test("what an event lacks, its item lacks", async () => {
  const { run, table } = storage();
  await run(record("m", processed({ trace_id: undefined, processed_at: undefined, data: undefined })));
  const { Item } = table.inputs[0];
  assert.ok(!("trace_id" in Item) && !("processed_at" in Item));
  assert.equal(Item.payload.S, "{}");
});

test("a duplicate is a success, whether it comes later or in the same batch", async () => {
  const { run, table, recorded } = storage();
  assert.deepEqual(await run(withId(1), withId(1), withId(2)), []);
  assert.deepEqual(await run(withId(1, { processed_at: "2026-03-04T09:00:00.000Z" })), []);
  assert.equal(table.items.size, 2);
  assert.equal(table.items.get("event-1").processed_at.S, "2026-03-04T05:06:02.000Z", "the first one stays");
  const counts = recorded.counts();
  assert.deepEqual([counts.EventsStored, counts.EventsDuplicate, counts.EventsConflicting], [2, 2, 0]);
  assert.ok(recorded.logs().every(({ level }) => level === "INFO"));
});

test("another event under the same ID comes back, for the dead-letter queue to keep, and is counted", async () => {
  const { run, recorded } = storage();
  await run(withId(1));
  assert.deepEqual(recorded.sent(), [], "nothing is sent that is not billed for a reason");
  assert.deepEqual(await run(withId(1, { data: { amount: 99 } })), ["m1"]);
  assert.deepEqual(await run(withId(1, { event_type: "order.deleted" })), ["m1"]);
  assert.equal(recorded.counts().EventsConflicting, 2);
  assert.deepEqual(recorded.sent(), ["EventsConflicting", "EventsConflicting"]);
  assert.equal(recorded.logs().filter(({ level }) => level === "ERROR").length, 2);
});

test("events of one type are spread over the shards, each always on the same", async () => {
  const { run, table } = storage({ shards: 4 });
  await run(...Array.from({ length: 40 }, (_, number) => withId(number)));
  const shards = table.inputs.map(({ Item }) => Item.type_shard.S);
  assert.deepEqual([...new Set(shards)].sort(), ["order.created#0", "order.created#1", "order.created#2", "order.created#3"]);
  await run(withId(7));
  assert.equal(table.inputs.at(-1).Item.type_shard.S, shards[7]);
});

test("with one shard an item has none", async () => {
  const { run, table } = storage();
  await run(withId(1));
  assert.ok(!("type_shard" in table.inputs[0].Item));
});

test("a duplicate is one even where the stored item is not returned", async () => {
  const { run, recorded } = storage({ fail: () => awsError("ConditionalCheckFailedException") });
  assert.deepEqual(await run(withId(1)), []);
  assert.equal(recorded.counts().EventsDuplicate, 1);
});

for (const name of ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"]) {
  test(`a throttled write brings back its own message: ${name}`, async () => {
    const fail = (item) => (item.event_id.S === "event-2" ? awsError(name) : undefined);
    const { run, table, recorded } = storage({ fail });
    assert.deepEqual(await run(withId(1), withId(2), withId(3)), ["m2"]);
    assert.equal(table.items.size, 2);
    const counts = recorded.counts();
    assert.deepEqual([counts.WritesThrottled, counts.MessagesFailed, counts.EventsStored], [1, 1, 2]);
    assert.equal(recorded.logs().find(({ level }) => level === "WARN").code, name);
  });
}

for (const error of [
  awsError("AccessDeniedException"),
  awsError("ResourceNotFoundException"),
  awsError("InternalServerError", 500),
  Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
  Object.assign(new Error("aborted"), { name: "TimeoutError" }),
]) {
  test(`a write that fails brings back its message: ${error.code ?? error.name}`, async () => {
    const { run, recorded } = storage({ fail: () => error });
    assert.deepEqual(await run(withId(1)), ["m1"]);
    assert.equal(recorded.logs()[0].level, "ERROR");
    assert.deepEqual([recorded.counts().WritesThrottled, recorded.counts().MessagesFailed], [0, 1]);
  });
}

test("a message that failed once is stored when it comes again", async () => {
  const fail = (_, call) => (call === 1 ? awsError("ThrottlingException") : undefined);
  const { run, table } = storage({ fail });
  assert.deepEqual(await run(withId(1)), ["m1"]);
  assert.deepEqual(await run(withId(1)), []);
  assert.equal(table.items.size, 1);
});

test("a poison message comes back alone, unquoted", async () => {
  const { run, table, recorded } = storage();
  assert.deepEqual(await run(withId(1), record("poison", "hunter2"), withId(2)), ["poison"]);
  assert.equal(table.items.size, 2);
  assert.equal(recorded.counts().MessagesMalformed, 1);
  assert.match(recorded.text(), /ends in the dead-letter queue/);
  assert.doesNotMatch(recorded.text(), /hunter2/);
});

test("a large batch is written a few at a time, each message once", async () => {
  let underWay = 0;
  let most = 0;
  const table = tableThat();
  const putItem = async (input, options) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return table.putItem(input, options);
  };
  const { run } = storage({ table: { ...table, putItem } });
  assert.deepEqual(await run(...Array.from({ length: 95 }, (_, number) => withId(number))), []);
  assert.equal(table.inputs.length, 95);
  assert.equal(table.items.size, 95);
  assert.ok(most > 1 && most <= 10, `${most} at a time`);
});

test("messages for which no time is left come back unwritten", async () => {
  const table = tableThat();
  const clock = clockAt();
  const putItem = async (input, options) => {
    clock.pass(300);
    return table.putItem(input, options);
  };
  const recorded = recorder();
  const settings = { tableName: "t", itemTtlDays: 0, typeShards: 1 };
  const handler = createStorage({ settings, putItem, ...recorded, now: clock.now });
  const Records = Array.from({ length: 40 }, (_, number) => withId(number));
  const failures = failuresOf(await handler({ Records }, contextWith(4_000)));
  assert.equal(table.items.size + failures.length, 40);
  assert.ok(failures.length >= 20 && failures.length < 40, `${failures.length} came back`);
  assert.equal(recorded.counts().MessagesFailed, failures.length);
});

test("an empty batch is a whole success; what is no SQS event is an error", async () => {
  const { run, handler } = storage();
  assert.deepEqual(await run(), []);
  await assert.rejects(handler({}, contextWith()), TypeError);
});

test("no log line has the event's data in it", async () => {
  const fail = (item) => (item.event_id.S === "event-2" ? awsError("ValidationException") : undefined);
  const { run, recorded } = storage({ fail });
  const data = { card: "hunter2" };
  await run(
    withId(1, { data }),
    withId(2, { data }),
    record("m3", "hunter2"),
    withId(1, { data: { card: "hunter2!" } }),
  );
  assert.ok(recorded.lines.length >= 5);
  assert.doesNotMatch(recorded.text(), /hunter2/);
});
