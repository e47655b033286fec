// Processed events, in batches from their queue, into the table: each once, however often it arrives.
import { createHash } from "node:crypto";

import { common } from "./common.mjs";

const {
  MalformedMessageError,
  batchResponse,
  createDeadline,
  errorCode,
  isThrottle,
  isTransient,
  readEvent,
  readRecords,
} = common;

const SECONDS_A_DAY = 86_400;
const CALL_MS = 5_000;
const SHORTEST_CALL_MS = 100;

// Writes under way at a time: as many as a batch has by default, and few enough for a table that is throttled.
const CONCURRENCY = 10;

/**
 * The table's item of an event. Written by hand, attribute by attribute, rather than by a marshalling library: it is
 * flat, and the data stays the JSON text that it is, which neither DynamoDB's limit of 32 levels nor its numbers of 38
 * digits can bend.
 * @param {object} event As `readEvent` gives it.
 * @param {number} ttlDays For how long it is kept, in days; 0 for ever.
 * @param {number} now The time in milliseconds since 1970.
 * @param {number} [shards] Over how many keys the index spreads the events of one type; 1 for the type alone.
 * @returns {Record<string, { S: string } | { N: string }>} `expires_at` is in seconds since 1970, as DynamoDB's TTL
 *   wants it, and counts from now: an archived event that is replayed after a year is kept as long as any other.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
 */
export function toItem(event, ttlDays, now, shards = 1) {
  const item = {
    event_id: { S: event.eventId },
    event_type: { S: event.eventType },
    received_at: { S: event.receivedAt },
    payload: { S: JSON.stringify(event.data) },
  };
  if (shards > 1) item.type_shard = { S: `${event.eventType}#${shardOf(event.eventId, shards)}` };
  if (event.processedAt !== undefined) item.processed_at = { S: event.processedAt };
  if (event.traceId !== undefined) item.trace_id = { S: event.traceId };
  if (ttlDays > 0) item.expires_at = { N: String(Math.floor(now / 1_000) + ttlDays * SECONDS_A_DAY) };
  return item;
}

/** The shard of an event: the same for the same ID, so that an event that comes twice is the same item. */
function shardOf(eventId, shards) {
  return createHash("sha256").update(eventId, "utf8").digest().readUInt32BE(0) % shards;
}

/** Whether what is stored under an ID is another event: then somebody used one idempotency key for two. */
function differs(stored, item) {
  if (stored === undefined) return false; // this SDK or endpoint does not return it
  return stored.payload?.S !== item.payload.S || stored.event_type?.S !== item.event_type.S;
}

/** Call `work` on every item, a few at a time. */
async function eachOf(items, work) {
  const queue = items.values();
  // All workers take from one iterator, so each item is taken once.
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
}

/**
 * Make the storage.
 * @param {object} parts
 * @param {{ tableName: string, itemTtlDays: number, typeShards: number }} parts.settings
 * @param {(input: object, options: object) => Promise<object>} parts.putItem DynamoDB's PutItem.
 * @param {object} parts.logger
 * @param {object} parts.metrics
 * @param {() => number} [parts.now] The time in milliseconds since 1970.
 * @returns {(event: object, context?: object) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>} The
 *   handler. A duplicate is a success. The messages that it names come back: malformed, refused or throttled by
 *   the table, another event than the one that is stored under its ID, or no time left for them. It rejects, which brings back all, only if the event is no SQS event.
 */
export function createStorage({ settings, putItem, logger, metrics, now = Date.now }) {
  /** Write an item unless its ID is there. Gives "stored", "duplicate" or "conflict". */
  async function write(item, deadline) {
    const input = {
      TableName: settings.tableName,
      Item: item,
      ConditionExpression: "attribute_not_exists(event_id)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    };
    try {
      await putItem(input, { abortSignal: deadline.signal(CALL_MS) });
      return "stored";
    } catch (error) {
      if (error.name !== "ConditionalCheckFailedException") throw error;
      return differs(error.Item, item) ? "conflict" : "duplicate";
    }
  }

  /** Store one message. Gives what came of it. Never throws. */
  async function store(record, deadline, log) {
    let fields = { message_id: record.messageId, receive_count: record.attributes?.ApproximateReceiveCount };
    try {
      const event = readEvent(record);
      fields = { ...fields, event_id: event.eventId, event_type: event.eventType, trace_id: event.traceId };
      if (deadline.remaining() < SHORTEST_CALL_MS) {
        log.warn("no time left for the message; it comes back", fields);
        return "late";
      }
      const outcome = await write(toItem(event, settings.itemTtlDays, now(), settings.typeShards), deadline);
      if (outcome === "conflict") {
        // It was answered with 202, so it is not dropped: after its receives it lies in the dead-letter queue.
        log.error("not stored: another event has this ID; was its idempotency key reused?", fields);
      } else log.info(outcome === "stored" ? "event stored" : "event is already stored", fields);
      return outcome;
    } catch (error) {
      return explain(error, { ...fields, code: errorCode(error), error }, log);
    }
  }

  function explain(error, fields, log) {
    if (error instanceof MalformedMessageError) {
      log.error("message can't be stored; it ends in the dead-letter queue", fields);
      return "malformed";
    }
    if (isThrottle(error)) {
      log.warn("the table is throttled; the message comes back", fields);
      return "throttled";
    }
    log.error(isTransient(error) ? "the table does not answer; the message comes back" : "the table refused", fields);
    return "failed";
  }

  return async function handler(event, context) {
    const records = readRecords(event);
    const log = logger.child({ request_id: context?.awsRequestId });
    const deadline = createDeadline(context, { now });
    const messageIds = { stored: [], duplicate: [], conflict: [], malformed: [], throttled: [], failed: [], late: [] };
    await eachOf(records, async (record) => {
      messageIds[await store(record, deadline, log)].push(record.messageId);
    });
    const { stored, duplicate, conflict, malformed, throttled, failed, late } = messageIds;
    metrics.put({
      MessagesReceived: records.length,
      EventsStored: stored.length,
      EventsDuplicate: duplicate.length,
      EventsConflicting: conflict.length,
      MessagesMalformed: malformed.length,
      WritesThrottled: throttled.length,
      MessagesFailed: throttled.length + failed.length + late.length,
    });
    return batchResponse([...conflict, ...malformed, ...throttled, ...failed, ...late]);
  };
}
