import assert from "node:assert/strict";
import test from "node:test";

import { awsError, clockAt, common, contextWith, takingAll } from "./helpers.mjs";

const { MAXIMUM_REQUEST_BYTES, chunkEntries, createDeadline, entryBytes, publishEntries } = common;

const entry = (text = "{}") => ({ Source: "s", DetailType: "d", Detail: text, EventBusName: "bus" });

/** Publish with a clock by hand. `answers` are given in turn: an error to throw, or a function of the entries. */
async function publish(entries, answers, { remaining = 30_000, callMilliseconds = 0 } = {}) {
  const clock = clockAt();
  const calls = [];
  const naps = [];
  const putEvents = async ({ Entries }, { abortSignal }) => {
    assert.ok(abortSignal instanceof AbortSignal);
    clock.pass(callMilliseconds);
    calls.push(Entries);
    const answer = answers[Math.min(calls.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer(Entries);
  };
  const sleep = async (milliseconds) => {
    naps.push(milliseconds);
    clock.pass(milliseconds);
  };
  const deadline = createDeadline(contextWith(remaining + 1_000), { now: clock.now });
  const results = await publishEntries(putEvents, entries, { deadline, sleep, random: () => 0.5 });
  return { results, calls, naps };
}

const accept = (Entries) => ({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: "id" })) });

/** An answer that refuses the entries whose detail is in `codes`. */
const refuse = (codes) => (Entries) => {
  const answers = Entries.map(({ Detail }) => (codes[Detail] ? { ErrorCode: codes[Detail] } : { EventId: "id" }));
  return { FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode).length, Entries: answers };
};

test("an entry's size is what EventBridge counts: bytes, not characters; the trace header is free", () => {
  assert.equal(entryBytes({ Source: "é", DetailType: "ab", Detail: "{}" }), 6);
  assert.equal(entryBytes({ Source: "a", DetailType: "b", Resources: ["cd", "é"], TraceHeader: "xxxx" }), 6);
  assert.equal(entryBytes({ Source: "a", DetailType: "b", Time: new Date() }), 16);
});

test("requests have ten entries at most", () => {
  const chunks = chunkEntries(Array.from({ length: 23 }, () => entry()));
  assert.deepEqual(
    chunks.map((chunk) => chunk.length),
    [10, 10, 3],
  );
  assert.deepEqual(
    chunks.flat(),
    Array.from({ length: 23 }, (_, index) => index),
  );
  assert.deepEqual(chunkEntries([]), []);
});

test("requests have 256 KB at most, all entries together", () => {
  const half = entry("x".repeat(MAXIMUM_REQUEST_BYTES / 2 - 2));
  assert.deepEqual(chunkEntries([half, half, half]), [[0, 1], [2]]);
  const more = entry("x".repeat(MAXIMUM_REQUEST_BYTES / 2 - 1));
  assert.deepEqual(chunkEntries([more, more]), [[0], [1]]);
});

test("all is well at once", async () => {
  const { results, calls, naps } = await publish([entry("a"), entry("b")], [accept]);
  assert.deepEqual(results, [
    { id: "id", attempts: 1 },
    { id: "id", attempts: 1 },
  ]);
  assert.deepEqual([calls.length, naps.length], [1, 0]);
});

test("only what was refused is sent again", async () => {
  const entries = [entry("a"), entry("b"), entry("c")];
  const { results, calls } = await publish(entries, [refuse({ b: "ThrottlingException" }), accept]);
  assert.deepEqual(
    calls.map((call) => call.map(({ Detail }) => Detail)),
    [["a", "b", "c"], ["b"]],
  );
  assert.deepEqual(
    results.map(({ attempts, error }) => [attempts, error]),
    [
      [1, undefined],
      [2, undefined],
      [1, undefined],
    ],
  );
});

test("the pause before each new try grows, and has jitter", async () => {
  const { naps, calls, results } = await publish([entry("a")], [refuse({ a: "InternalFailure" })]);
  assert.deepEqual(naps, [100, 200, 400]);
  assert.equal(calls.length, 4);
  assert.deepEqual(results[0], { attempts: 4, error: { code: "InternalFailure", retry: true } });
});

test("a refusal that another try would repeat is not repeated", async () => {
  const { results, calls } = await publish([entry("a"), entry("b")], [refuse({ a: "MalformedDetail" })]);
  assert.equal(calls.length, 1);
  assert.deepEqual(results[0].error, { code: "MalformedDetail", retry: false });
  assert.equal(results[1].error, undefined);
});

test("a call that fails as a whole is tried again if that may help", async () => {
  const { results, calls } = await publish([entry("a")], [awsError("ThrottlingException"), accept]);
  assert.deepEqual([results[0].error, calls.length], [undefined, 2]);
  const refused = await publish([entry("a")], [awsError("AccessDeniedException")]);
  assert.equal(refused.calls.length, 1);
  assert.equal(refused.results[0].error.code, "AccessDeniedException");
});

test("an answer without a word on an entry is no success while others failed", async () => {
  const short = () => ({ FailedEntryCount: 1, Entries: [{ EventId: "id" }] });
  const { results } = await publish([entry("a"), entry("b")], [short, accept]);
  assert.deepEqual(
    results.map(({ attempts }) => attempts),
    [1, 2],
  );
});

test("no call is begun without time for it", async () => {
  const { results, calls } = await publish([entry("a")], [accept], { remaining: 50 });
  assert.equal(calls.length, 0);
  assert.deepEqual(results[0], { attempts: 0, error: { code: "OutOfTime", retry: true } });
});

test("time runs out between requests: what is in is in, the rest is said to be out of time", async () => {
  const entries = Array.from({ length: 30 }, () => entry("a"));
  const { results, calls } = await publish(entries, [accept], { remaining: 1_000, callMilliseconds: 500 });
  assert.equal(calls.length, 2);
  assert.deepEqual(results.map(({ error }) => error?.code).filter((code) => code === undefined).length, 20);
  assert.equal(results[29].error.code, "OutOfTime");
});

test("a pause is never longer than the time left", async () => {
  const times = { remaining: 150, callMilliseconds: 110 };
  const { naps, results } = await publish([entry("a")], [refuse({ a: "InternalFailure" })], times);
  assert.deepEqual(naps, [40]);
  assert.equal(results[0].error.code, "InternalFailure", "the last answer stands, not the lack of time");
});

test("nothing to publish is no call", async () => {
  const { putEvents, calls } = takingAll();
  assert.deepEqual(await publishEntries(putEvents, [], { deadline: createDeadline(contextWith()) }), []);
  assert.equal(calls.length, 0);
});
