// Received events, in batches from their queue: each is checked, enriched and put back on the bus as processed. One bad
// message costs only itself: it comes back alone, and after the queue's receive count lies in the dead-letter queue.
import { common } from "./common.mjs";

const {
  MAXIMUM_REQUEST_BYTES,
  MalformedMessageError,
  batchResponse,
  createDeadline,
  entryBytes,
  errorCode,
  publishEntries,
  readEvent,
  readRecords,
} = common;

/**
 * What processing makes of an event.
 * @param {object} event As `readEvent` gives it.
 * @param {Date} processedAt
 * @returns {object} The detail of the processed event: the type in lower case, so that one type is one key of the
 *   index; the size of its data in bytes; where it came from and when it was processed.
 */
export function enrich(event, processedAt) {
  return {
    event_id: event.eventId,
    event_type: event.eventType.toLowerCase(),
    received_at: event.receivedAt,
    processed_at: processedAt.toISOString(),
    request_id: event.requestId,
    trace_id: event.traceId,
    source: event.source,
    payload_bytes: Buffer.byteLength(JSON.stringify(event.data), "utf8"),
    data: event.data,
  };
}

/**
 * Make the processing.
 * @param {object} parts
 * @param {{ eventBusName: string, eventSource: string, eventDetailType: string }} parts.settings Of what it publishes.
 * @param {(input: object, options: object) => Promise<object>} parts.putEvents EventBridge's PutEvents.
 * @param {object} parts.logger
 * @param {object} parts.metrics
 * @param {() => number} [parts.now] The time in milliseconds since 1970.
 * @param {(milliseconds: number) => Promise<void>} [parts.sleep] For tests.
 * @returns {(event: object, context?: object) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>} The
 *   handler. The messages that it names come back, whatever the reason: malformed, refused by the bus, or no
 *   time left for them. It rejects, which brings back all, only if the event is no SQS event.
 */
export function createProcessing({ settings, putEvents, logger, metrics, now = Date.now, sleep }) {
  function makeEntry(event) {
    if (event.source === settings.eventSource && event.detailType === settings.eventDetailType) {
      // Our own output: a rule's pattern is too wide. Published again it would go round for ever, at a price.
      throw new MalformedMessageError("own_output", "the message is what this function publishes; narrow the rule");
    }
    const detail = enrich(event, new Date(now()));
    const entry = {
      EventBusName: settings.eventBusName,
      Source: settings.eventSource,
      DetailType: settings.eventDetailType,
      Detail: JSON.stringify(detail),
      TraceHeader: event.traceHeader,
    };
    if (entryBytes(entry) > MAXIMUM_REQUEST_BYTES) {
      throw new MalformedMessageError("too_large", "the processed event is larger than the bus takes");
    }
    return { entry, detail };
  }

  /** Read the messages: those that make sense with their entries, the IDs of the others. */
  function prepare(records, log) {
    const ready = [];
    const malformed = [];
    for (const record of records) {
      const place = { message_id: record.messageId, receive_count: record.attributes?.ApproximateReceiveCount };
      try {
        ready.push({ place, ...makeEntry(readEvent(record)) });
      } catch (error) {
        malformed.push(record.messageId);
        const note = {
          ...place,
          code: errorCode(error),
          body_bytes: Buffer.byteLength(record.body ?? "", "utf8"),
          error,
        };
        log.error("message can't be processed; it ends in the dead-letter queue", note);
      }
    }
    return { ready, malformed };
  }

  return async function handler(event, context) {
    const records = readRecords(event);
    const log = logger.child({ request_id: context?.awsRequestId });
    const deadline = createDeadline(context, { now });
    const { ready, malformed } = prepare(records, log);
    const entries = ready.map(({ entry }) => entry);
    const results = await publishEntries(putEvents, entries, { deadline, sleep });

    const failed = [];
    ready.forEach(({ place, detail }, index) => {
      const { error, attempts } = results[index];
      const fields = { ...place, event_id: detail.event_id, event_type: detail.event_type, trace_id: detail.trace_id };
      if (error === undefined) {
        log.info("event processed", { ...fields, attempts });
      } else {
        failed.push(place.message_id);
        log.error("the event bus did not take the event", {
          ...fields,
          code: error.code,
          attempts,
          error: error.cause,
        });
      }
    });
    const ages = ready.map(({ detail }) => Date.parse(detail.processed_at) - Date.parse(detail.received_at));
    metrics.put({
      MessagesReceived: records.length,
      EventsProcessed: ready.length - failed.length,
      MessagesMalformed: malformed.length,
      MessagesFailed: failed.length,
      OldestEventMilliseconds: ages.length > 0 ? Math.max(...ages) : undefined,
    });
    return batchResponse([...malformed, ...failed]);
  };
}
