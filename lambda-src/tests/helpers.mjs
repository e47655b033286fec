// What the tests share: a runtime whose lines are kept, a clock that is set by hand, messages as Lambda gives them.
import * as common from "../layers/common-dependencies/nodejs/node_modules/common-dependencies/index.mjs";

export { common };

export const TRACE_ID = "1-67891233-abcdef012345678912345678";
export const TRACE_HEADER = `Root=${TRACE_ID};Parent=53995c3f42cd8ad8;Sampled=1`;
export const NOW = Date.parse("2026-03-04T05:06:07.890Z");

/** A logger and a metrics writer whose lines can be looked at. */
export function recorder(level = "DEBUG") {
  const lines = [];
  const write = (line) => lines.push(line);
  const parsed = () => lines.map((line) => JSON.parse(line));
  return {
    logger: common.createLogger({ level, write, now: () => NOW }),
    metrics: common.createMetrics({ namespace: "test", dimensions: { Environment: "dev" }, write, now: () => NOW }),
    lines,
    text: () => lines.join(""),
    logs: () => parsed().filter((line) => line.counts === undefined),
    /** All that was counted, summed up by name. */
    counts() {
      const sums = {};
      for (const { counts } of parsed().filter((one) => one.counts !== undefined)) {
        for (const [name, value] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + value;
      }
      return sums;
    },
    /** The names of what CloudWatch makes metrics of. */
    sent: () => parsed().flatMap((line) => line._aws?.CloudWatchMetrics[0].Metrics.map(({ Name }) => Name) ?? []),
  };
}

/** A clock: `clock.now()` is the time, `clock.pass(ms)` moves it, `clock.sleep` moves it instead of waiting. */
export function clockAt(start = NOW) {
  let time = start;
  const pass = (milliseconds) => {
    time += milliseconds;
  };
  return { now: () => time, pass, sleep: async (milliseconds) => pass(milliseconds) };
}

/** Lambda's context with a fixed time left, in milliseconds. */
export function contextWith(remaining = 30_000) {
  return { awsRequestId: "lambda-request", getRemainingTimeInMillis: () => remaining };
}

/** An error as the AWS SDK throws it. */
export function awsError(name, status = 400, extra = {}) {
  const $metadata = { httpStatusCode: status, requestId: "aws-request", attempts: 3 };
  return Object.assign(new Error(`${name} happened`), { name, $metadata, ...extra });
}

/** A detail as ingestion writes it. */
export function detail(changes = {}) {
  return {
    event_id: "0d9c7a1e-0000-4000-8000-000000000001",
    event_type: "order.created",
    received_at: "2026-03-04T05:06:00.000Z",
    request_id: "api-request",
    trace_id: TRACE_ID,
    data: { amount: 12.5 },
    ...changes,
  };
}

/** The EventBridge event around a detail. */
export function envelope(changes = {}, detailChanges = {}) {
  return {
    version: "0",
    id: "e0000000-0000-4000-8000-00000000000e",
    "detail-type": "EventReceived",
    source: "shop.events",
    account: "123456789012",
    time: "2026-03-04T05:06:01Z",
    region: "us-east-1",
    resources: [],
    detail: detail(detailChanges),
    ...changes,
  };
}

/** An SQS record; `body` is the text, or what becomes JSON. */
export function record(messageId, body = envelope(), attributes = {}) {
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: "1", ...attributes },
    eventSource: "aws:sqs",
  };
}

export const failuresOf = (response) => response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

/** A PutEvents that takes everything and remembers it. */
export function takingAll() {
  const calls = [];
  const putEvents = async (input) => {
    calls.push(input);
    return { FailedEntryCount: 0, Entries: input.Entries.map((_, index) => ({ EventId: `id-${index}` })) };
  };
  return { putEvents, calls, entries: () => calls.flatMap((call) => call.Entries) };
}
