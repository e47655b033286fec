// Events, in batches from their queue: what is to be done with each is `handle`.
import { common } from "./common.mjs";

const { batchResponse, errorCode, readEvent, readRecords } = common;

/**
 * What is done with one event. It may come twice, so that doing it again has to be harmless.
 * @param {object} _event As `readEvent` gives it: eventId, eventType, receivedAt, data.
 */
export async function handle(_event) {
  // Your work.
}

/**
 * Make the consumer.
 * @param {object} parts
 * @param {object} parts.logger
 * @param {object} parts.metrics
 * @param {(event: object) => Promise<void>} [parts.work] What is done with one event.
 * @returns {(event: object, context?: object) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>} The
 *   handler. The messages that it names come back, and end in the dead-letter queue.
 */
export function createConsumer({ logger, metrics, work = handle }) {
  return async function handler(event, context) {
    const log = logger.child({ request_id: context?.awsRequestId });
    const records = readRecords(event);
    const failed = [];
    for (const record of records) {
      try {
        const taken = readEvent(record);
        await work(taken);
        log.info("event handled", { event_id: taken.eventId, event_type: taken.eventType });
      } catch (error) {
        log.error("not handled; the message comes back", { message_id: record.messageId, code: errorCode(error), error });
        failed.push(record.messageId);
      }
    }
    metrics.put({ EventsHandled: records.length - failed.length, MessagesFailed: failed.length });
    return batchResponse(failed);
  };
}
