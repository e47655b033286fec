// The layer's small parts: metrics, traces, deadlines, errors.
import assert from "node:assert/strict";
import test from "node:test";

import { NOW, TRACE_HEADER, TRACE_ID, awsError, clockAt, common, contextWith } from "./helpers.mjs";

const { createDeadline, createMetrics, errorCode, invocationTrace, isThrottle, isTransient, parseTrace, requestTrace } =
  common;

function document(values) {
  const lines = [];
  const dimensions = { Environment: "dev", FunctionRole: "authorizer" };
  const metrics = createMetrics({ namespace: "n", dimensions, write: (line) => lines.push(line), now: () => NOW });
  metrics.put(values);
  return lines.map((line) => JSON.parse(line));
}

test("what is counted is one line, of which that is a metric which an alarm is about", () => {
  const [line] = document({ EventsStored: 2, EventsConflicting: 1 });
  assert.deepEqual(line, {
    _aws: {
      Timestamp: NOW,
      CloudWatchMetrics: [
        {
          Namespace: "n",
          Dimensions: [["Environment", "FunctionRole"]],
          Metrics: [{ Name: "EventsConflicting", Unit: "Count" }],
        },
      ],
    },
    Environment: "dev",
    FunctionRole: "authorizer",
    counts: { EventsStored: 2, EventsConflicting: 1 },
    EventsConflicting: 1,
  });
});

test("what no alarm is about, and none of it, is in the line alone: each metric is billed", () => {
  const [line] = document({ EventsStored: 2, EventsConflicting: 0 });
  assert.deepEqual(line, {
    Environment: "dev",
    FunctionRole: "authorizer",
    counts: { EventsStored: 2, EventsConflicting: 0 },
  });
});

test("what is no number is not counted, and nothing counted is no line", () => {
  assert.deepEqual(document({ A: undefined, B: Number.NaN, C: Infinity, D: "1" }), []);
  assert.deepEqual(document({ A: undefined, B: 1 })[0].counts, { B: 1 });
});

test("a trace header gives its root and is handed on whole", () => {
  assert.deepEqual(parseTrace(TRACE_HEADER), { header: TRACE_HEADER, id: TRACE_ID });
  const lambda = `Root=${TRACE_ID};Parent=53995c3f42cd8ad8;Sampled=0;Lineage=1:abcdef12:0`;
  assert.equal(parseTrace(lambda).header, lambda);
  assert.equal(parseTrace(`Self=1-67891234-12456789abcdef012345678;Root=${TRACE_ID}`).id, TRACE_ID);
});

for (const bad of [
  undefined,
  null,
  7,
  "",
  "Root=undefined",
  TRACE_ID,
  "Root=1-6789-abcdef",
  `Root=${TRACE_ID}0`,
  `Root=${TRACE_ID}\r\nX-Evil: 1`,
  `Root=${TRACE_ID};Parent=1\r\nX-Evil: 1`,
  `NotRoot=${TRACE_ID}`,
  `Root=${TRACE_ID};${"x".repeat(500)}`,
]) {
  test(`no trace header: ${JSON.stringify(bad)?.slice(0, 40)}`, () => assert.equal(parseTrace(bad), undefined));
}

test("an API request's trace is Lambda's, else the header's", () => {
  const header = (name) => (name === "X-Amzn-Trace-Id" ? TRACE_HEADER : undefined);
  const other = "Root=1-00000000-000000000000000000000000;Parent=1111111111111111;Sampled=1";
  assert.equal(requestTrace(header, { _X_AMZN_TRACE_ID: other }).header, other);
  assert.equal(requestTrace(header, { _X_AMZN_TRACE_ID: "garbage" }).header, TRACE_HEADER);
  assert.equal(
    requestTrace(() => undefined, {}),
    undefined,
  );
  assert.equal(invocationTrace({ _X_AMZN_TRACE_ID: TRACE_HEADER }).id, TRACE_ID);
});

test("a deadline keeps a reserve, holds to its budget, and never goes below nothing", () => {
  const clock = clockAt();
  const deadline = createDeadline(contextWith(5_000), { now: clock.now });
  assert.equal(deadline.remaining(), 4_000);
  clock.pass(3_500);
  assert.equal(deadline.remaining(), 500);
  clock.pass(9_999);
  assert.equal(deadline.remaining(), 0);
  assert.equal(createDeadline(contextWith(60_000), { budgetMilliseconds: 2_000, now: clock.now }).remaining(), 2_000);
  assert.equal(createDeadline(contextWith(200), { now: clock.now }).remaining(), 0);
  assert.ok(createDeadline(undefined).remaining() > 20_000, "outside Lambda there is time");
});

test("a deadline's signal aborts a call that hangs", async () => {
  const signal = createDeadline(contextWith(), {}).signal(5);
  const keepAlive = setTimeout(() => {}, 1_000);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  clearTimeout(keepAlive);
  assert.equal(signal.reason.name, "TimeoutError");
});

test("throttles and passing failures are told from refusals", () => {
  for (const name of ["ThrottlingException", "ProvisionedThroughputExceededException", "TooManyRequestsException"]) {
    assert.ok(isThrottle(awsError(name)) && isTransient(awsError(name)), name);
  }
  assert.ok(isThrottle(awsError("Other", 429)));
  assert.ok(!isThrottle(awsError("InternalServerError", 500)) && isTransient(awsError("InternalServerError", 500)));
  assert.ok(isTransient(Object.assign(new Error("x"), { code: "ECONNRESET" })));
  assert.ok(isTransient(AbortSignal.abort().reason));
  for (const name of ["AccessDeniedException", "ResourceNotFoundException", "ValidationException"]) {
    assert.ok(!isTransient(awsError(name)), name);
  }
  for (const odd of [undefined, null, "text", 7]) assert.ok(!isTransient(odd) && !isThrottle(odd));
});

test("an error's code is AWS's name for it", () => {
  assert.equal(errorCode(awsError("ThrottlingException")), "ThrottlingException");
  assert.equal(errorCode(Object.assign(new Error("x"), { code: "ECONNRESET" })), "ECONNRESET");
  for (const odd of [undefined, null, "text", {}, { name: "" }]) assert.equal(errorCode(odd), "Error");
});
