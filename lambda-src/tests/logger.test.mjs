import assert from "node:assert/strict";
import test from "node:test";

import { NOW, awsError, common, recorder } from "./helpers.mjs";

function logged(fields, message = "message") {
  const { logger, logs, lines } = recorder();
  logger.info(message, fields);
  assert.equal(lines.length, 1, "a log call writes one line");
  assert.match(lines[0], /^[^\n]*\n$/, "which ends in its only newline");
  return logs()[0];
}

test("a line has the keys that Lambda's level filter reads", () => {
  const line = logged({ event_id: "a" });
  assert.deepEqual(line, { timestamp: new Date(NOW).toISOString(), level: "INFO", message: "message", event_id: "a" });
  assert.deepEqual(Object.keys(line).slice(0, 3), ["timestamp", "level", "message"]);
});

test("levels below the set one are not written", () => {
  const { logger, logs } = recorder("WARN");
  for (const level of ["debug", "info", "warn", "error"]) logger[level](level);
  assert.deepEqual(
    logs().map(({ level }) => level),
    ["WARN", "ERROR"],
  );
});

test("a child carries its parent's fields and its own; no field takes a reserved key", () => {
  const { logger, logs } = recorder();
  logger.child({ a: 1 }).child({ b: 2, level: "FAKE", timestamp: 0 }).warn("m", { a: 3, message: "other" });
  assert.deepEqual(logs()[0], { timestamp: new Date(NOW).toISOString(), level: "WARN", message: "m", a: 3, b: 2 });
});

const SECRET = "hunter2-hunter2";
const HIDING = {
  authorizationToken: { authorizationToken: SECRET },
  "an Authorization header": { headers: { Authorization: SECRET } },
  "the British spelling": { authorisation: SECRET },
  "a list under a secret key": { tokens: [SECRET] },
  "an object under a secret key": { secrets: { any: SECRET } },
  "a number under a secret key": { password: 1234567 },
  API_KEY: { API_KEY: SECRET },
  "x-api-key": { "x-api-key": SECRET },
  "Set-Cookie": { multi: { "Set-Cookie": [SECRET] } },
  aws_secret_access_key: { aws_secret_access_key: SECRET },
  accessKeyId: { accessKeyId: SECRET },
  "a map": { map: new Map([["db_passwd", SECRET]]) },
  "a bearer token in a text": { note: `got "Bearer ${SECRET}" here` },
  "a basic credential in a text": { note: `Basic ${SECRET}` },
  "a signed address": { url: `https://a/?X-Amz-Signature=${SECRET}&b=1` },
  "an error's message": { error: new Error(`refused: bearer ${SECRET}`) },
  "an error's cause": { error: new Error("outer", { cause: new Error(`Bearer ${SECRET}`) }) },
  "an SDK error's response": { error: awsError("X", 400, { $response: { headers: { a: SECRET } }, input: SECRET }) },
  "a field deep inside": { a: { b: [{ c: { signature: SECRET } }] } },
};
for (const [name, fields] of Object.entries(HIDING)) {
  test(`hides a secret: ${name}`, () => {
    const { logger, text } = recorder();
    logger.child(fields).error("message", fields);
    assert.doesNotMatch(text(), /hunter2|1234567/);
    assert.match(text(), /REDACTED|X happened/);
  });
}

test("hides a bearer token in the message itself, and in one cut for its length", () => {
  const { logger, text } = recorder();
  logger.info(`Bearer ${SECRET}`);
  for (let before = 3_980; before < 4_000; before += 1) logger.info(`${"x".repeat(before)} Bearer ${SECRET}`);
  assert.doesNotMatch(text(), /Bearer h/);
  assert.match(text(), /\(cut\)/);
});

test("leaves alone what only sounds alike", () => {
  const fields = { idempotency_key: "k", event_id: "e", authorizer_type: "TOKEN", keys: 3, principal: "token-v3" };
  assert.deepEqual(Object.values(logged(fields)).slice(3), Object.values(fields));
  assert.equal(logged({ token: null }).token, null);
});

test("writes an error as name, message, stack, what AWS asks for, and causes", () => {
  const cause = awsError("ThrottlingException", 400);
  const { error } = logged({ error: new TypeError("outer", { cause }) });
  assert.equal(error.name, "TypeError");
  assert.match(error.stack, /logger\.test\.mjs/);
  assert.deepEqual(
    [error.cause.name, error.cause.http_status, error.cause.aws_request_id, error.cause.attempts],
    ["ThrottlingException", 400, "aws-request", 3],
  );
});

test("an error that is its own cause comes to an end", () => {
  const error = new Error("round");
  error.cause = error;
  assert.equal(logged({ error }).error.cause.message, "round");
});

test("bounds whatever it is given", () => {
  const cycle = { name: "c" };
  cycle.self = cycle;
  let deep = {};
  for (let level = 0; level < 10_000; level += 1) deep = { deep };
  const line = logged({
    cycle,
    deep,
    long: "x".repeat(1_000_000),
    many: Array.from({ length: 1_000 }, (_, index) => index),
    wide: Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, index])),
    bytes: Buffer.from("hunter2"),
    big: 12345678901234567890n,
    not: Number.NaN,
    date: new Date(0),
    bad: new Date("x"),
    set: new Set([1]),
    call: () => 1,
    nothing: undefined,
  });
  assert.equal(line.cycle.self, "[cycle]");
  assert.ok(JSON.stringify(line).length < 8_000);
  assert.equal(line.many.length, 50);
  assert.equal(line.bytes, "[7 bytes]");
  assert.equal(line.big, "12345678901234567890");
  assert.equal(line.not, "NaN");
  assert.equal(line.date, "1970-01-01T00:00:00.000Z");
  assert.equal(line.bad, "Invalid Date");
  assert.deepEqual(line.set, [1]);
  assert.equal(line.call, "[function]");
  assert.ok(!("nothing" in line));
});

test("the same object twice is no cycle", () => {
  const shared = { a: 1 };
  assert.deepEqual(logged({ one: shared, two: shared }).two, { a: 1 });
});

test("never throws, not even at a getter that does", () => {
  const trap = {};
  Object.defineProperty(trap, "a", { enumerable: true, get: () => assert.fail("Bearer hunter2") });
  const line = logged({ trap });
  assert.equal(line.message, "message");
  assert.equal(line.log_problem, "AssertionError");
});

test("a newline in a text can't start a line of its own", () => {
  assert.equal(logged({}, 'a\n{"level":"ERROR"}').message, 'a\n{"level":"ERROR"}');
});

test("a logger and metrics write to stdout unless told otherwise", (t) => {
  const lines = [];
  t.mock.method(process.stdout, "write", (line) => lines.push(line));
  common.createLogger().info("a");
  common.createMetrics({ namespace: "n", dimensions: {} }).put({ A: 1 });
  t.mock.restoreAll();
  assert.equal(lines.length, 2);
});
