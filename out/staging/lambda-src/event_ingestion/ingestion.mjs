// POST /events: take an event in, put it on the bus, say so with 202 and its ID. "Accepted" means that EventBridge has
// it; from there on it is EventBridge's and the queues' to keep.
import { common } from "./common.mjs";
import { eventIdentity } from "./identity.mjs";
import { headerLookup, readRequest } from "./request.mjs";

const { HttpError, MAXIMUM_ENTRY_BYTES, createDeadline, entryBytes, publishEntries, requestTrace } = common;

// API Gateway waits 29 s for us, a client seldom that long: better a 503 that can be retried.
const PUBLISH_BUDGET_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;

/** The CORS headers that the response to an actual (not a preflight) request needs; none unless an origin is set. */
function corsHeaders(allowedOrigin, origin) {
  if (allowedOrigin === "") return {};
  const allowed = allowedOrigin.split(",").map((entry) => entry.trim());
  if (allowed.includes("*")) return { "Access-Control-Allow-Origin": "*" };
  // A response names one origin, so with several the caller's is repeated, and caches are told that it matters.
  const match = allowed.includes(origin) ? origin : allowed[0];
  return { "Access-Control-Allow-Origin": match, Vary: "Origin" };
}

function respond(status, body, headers) {
  return {
    statusCode: status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
    isBase64Encoded: false,
    body: JSON.stringify(body),
  };
}

function respondError(error, requestId, headers) {
  const retry = error.status === 503 ? { "Retry-After": String(RETRY_AFTER_SECONDS) } : {};
  const details = error.details.length > 0 ? { details: error.details } : {};
  const body = { error: { code: error.code, message: error.message, ...details }, request_id: requestId };
  return respond(error.status, body, { ...retry, ...headers });
}

/** When API Gateway took the request, which is nearer to the event than our own clock, which waits for a cold start. */
function receivedAt(event, now) {
  const epoch = event.requestContext?.requestTimeEpoch;
  return new Date(Number.isSafeInteger(epoch) && epoch > 0 ? epoch : now()).toISOString();
}

/**
 * Make the ingestion.
 * @param {object} parts
 * @param {{ eventBusName: string, eventSource: string, eventDetailType: string, maximumBodyBytes: number,
 *   allowedOrigin: string }} parts.settings `allowedOrigin` is empty, `*`, or origins with commas between.
 * @param {(input: object, options: object) => Promise<object>} parts.putEvents EventBridge's PutEvents.
 * @param {object} parts.logger
 * @param {object} parts.metrics
 * @param {() => number} [parts.now] The time in milliseconds since 1970.
 * @param {(milliseconds: number) => Promise<void>} [parts.sleep] For tests.
 * @returns {(event: object, context?: object) => Promise<object>} The handler. It never rejects: every failure is
 *   a response. 202 with `event_id`; 400, 413, 415 for a request to be mended; 503 with Retry-After while
 *   EventBridge refuses; 500 for a fault of ours.
 */
export function createIngestion({ settings, putEvents, logger, metrics, now = Date.now, sleep }) {
  function makeEntry(event, request, trace) {
    const detail = {
      event_id: eventIdentity(settings.eventSource, request.type, request.key),
      event_type: request.type,
      received_at: receivedAt(event, now),
      request_id: event.requestContext?.requestId,
      trace_id: trace?.id,
      data: request.data,
    };
    const entry = {
      EventBusName: settings.eventBusName,
      Source: settings.eventSource,
      DetailType: settings.eventDetailType,
      Detail: JSON.stringify(detail),
      TraceHeader: trace?.header,
    };
    const bytes = entryBytes(entry);
    if (bytes > MAXIMUM_ENTRY_BYTES) {
      const message = `The event has ${bytes} bytes on the bus; at most ${MAXIMUM_ENTRY_BYTES} are taken.`;
      throw new HttpError(413, "event_too_large", message);
    }
    return { entry, detail };
  }

  async function accept(event, context, trace, log) {
    const request = readRequest(event, settings.maximumBodyBytes);
    const { entry, detail } = makeEntry(event, request, trace);
    const eventFields = { event_id: detail.event_id, event_type: detail.event_type, body_bytes: request.bodyBytes };
    const deadline = createDeadline(context, { budgetMilliseconds: PUBLISH_BUDGET_MS, now });
    const startedAt = now();
    const [result] = await publishEntries(putEvents, [entry], { deadline, sleep });
    if (result.error !== undefined) {
      const { code, cause } = result.error;
      log.error("the event bus did not take the event", {
        ...eventFields,
        code,
        attempts: result.attempts,
        error: cause,
      });
      throw new HttpError(503, "bus_unavailable", "The event could not be accepted. Send it again later.");
    }
    log.info("event accepted", { ...eventFields, idempotent: request.key !== undefined, attempts: result.attempts });
    metrics.put({
      EventsAccepted: 1,
      EventBodyBytes: request.bodyBytes,
      PublishRetries: result.attempts - 1,
      PublishMilliseconds: now() - startedAt,
    });
    return { event_id: detail.event_id, status: "accepted" };
  }

  return async function handler(event, context) {
    const header = headerLookup(event);
    const trace = requestTrace(header);
    const requestId = event.requestContext?.requestId ?? context?.awsRequestId;
    const cors = corsHeaders(settings.allowedOrigin, header("origin"));
    const log = logger.child({
      request_id: context?.awsRequestId,
      api_request_id: event.requestContext?.requestId,
      trace_id: trace?.id,
    });
    try {
      return respond(202, await accept(event, context, trace, log), cors);
    } catch (error) {
      if (error instanceof HttpError) {
        // What is wrong, without the names of fields: those are the caller's, and could be anything.
        const problems = error.details.map(({ message }) => message);
        log.warn("event not accepted", { status: error.status, code: error.code, problems });
        metrics.put(error.status === 503 ? { EventsNotPublished: 1 } : { EventsRejected: 1 });
        return respondError(error, requestId, cors);
      }
      log.error("ingestion failed", { error });
      metrics.put({ IngestionFaults: 1 });
      return respondError(new HttpError(500, "internal_error", "Something went wrong here."), requestId, cors);
    }
  };
}
