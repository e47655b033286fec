// GET /events/{id} and GET /events?type=…: events out of the table, one by its ID, or those of a type, newest first.
import { common } from "./common.mjs";

const { HttpError, createDeadline, errorCode, isEventType, isThrottle, isTransient, requestTrace } = common;

const CALL_MS = 5_000;
const MOST_EVENTS = 100;
const FEWEST_EVENTS = 1;
const USUAL_EVENTS = 20;
const RETRY_AFTER_SECONDS = 5;
const MAXIMUM_ID_LENGTH = 255;
const INDEX = "by-type";

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
  return respond(error.status, { error: { code: error.code, message: error.message }, request_id: requestId }, {
    ...retry,
    ...headers,
  });
}

/** What clients see of an item. An index with keys alone gives no more than those. */
function toEvent(item) {
  const event = { event_id: item.event_id.S, event_type: item.event_type?.S, received_at: item.received_at?.S };
  if (item.type_shard !== undefined && event.event_type === undefined) {
    event.event_type = item.type_shard.S.slice(0, item.type_shard.S.lastIndexOf("#"));
  }
  if (item.processed_at !== undefined) event.processed_at = item.processed_at.S;
  if (item.payload !== undefined) event.data = JSON.parse(item.payload.S);
  return event;
}

/** Whether an item is still to be seen: DynamoDB deletes what has expired within days, not at once. */
function lives(item, now) {
  return item.expires_at === undefined || Number(item.expires_at.N) * 1_000 > now;
}

function newestFirst(one, other) {
  if (one.received_at === other.received_at) return 0;
  return one.received_at < other.received_at ? 1 : -1;
}

function limitOf(parameters) {
  const { limit } = parameters;
  if (limit === undefined) return USUAL_EVENTS;
  const number = /^[0-9]{1,3}$/.test(limit) ? Number(limit) : Number.NaN;
  if (number >= FEWEST_EVENTS && number <= MOST_EVENTS) return number;
  throw new HttpError(400, "invalid_limit", `limit is a whole number from ${FEWEST_EVENTS} to ${MOST_EVENTS}.`);
}

function timeOf(parameters) {
  const { before } = parameters;
  if (before === undefined) return undefined;
  const time = Date.parse(before);
  if (Number.isNaN(time)) throw new HttpError(400, "invalid_before", "before is a time, such as 2026-03-04T05:06:07Z.");
  return new Date(time).toISOString();
}

/**
 * Make the reading.
 * @param {object} parts
 * @param {{ tableName: string, typeShards: number, allowedOrigin: string }} parts.settings
 * @param {(input: object, options: object) => Promise<object>} parts.getItem DynamoDB's GetItem.
 * @param {(input: object, options: object) => Promise<object>} parts.query DynamoDB's Query.
 * @param {object} parts.logger
 * @param {object} parts.metrics
 * @param {() => number} [parts.now] The time in milliseconds since 1970.
 * @returns {(event: object, context?: object) => Promise<object>} The handler. It never rejects. 200 with an event, or
 *   with `events` of a type; 400 for a request to be mended, 404 for an event that is not there, 503 with Retry-After
 *   while the table does not answer; 500 for a fault of ours.
 */
export function createReading({ settings, getItem, query, logger, metrics, now = Date.now }) {
  async function one(id, deadline) {
    if (id.length > MAXIMUM_ID_LENGTH) throw new HttpError(404, "not_found", "There is no such event.");
    const input = { TableName: settings.tableName, Key: { event_id: { S: id } } };
    const { Item: item } = await getItem(input, { abortSignal: deadline.signal(CALL_MS) });
    if (item === undefined || !lives(item, now())) throw new HttpError(404, "not_found", "There is no such event.");
    return toEvent(item);
  }

  /** The newest events of a type in one shard of the index. */
  async function shard(key, value, limit, before, deadline) {
    const values = { ":key": { S: value }, ...(before === undefined ? {} : { ":before": { S: before } }) };
    const input = {
      TableName: settings.tableName,
      IndexName: INDEX,
      KeyConditionExpression: before === undefined ? `${key} = :key` : `${key} = :key AND received_at < :before`,
      ExpressionAttributeValues: values,
      ScanIndexForward: false,
      Limit: limit,
    };
    const { Items: items = [] } = await query(input, { abortSignal: deadline.signal(CALL_MS) });
    return items.filter((item) => lives(item, now())).map(toEvent);
  }

  async function many(parameters, deadline) {
    const { type } = parameters;
    if (!isEventType(type)) throw new HttpError(400, "invalid_type", "type is the type of the events, in the query.");
    const limit = limitOf(parameters);
    const before = timeOf(parameters);
    const shards = Array.from({ length: settings.typeShards }, (_, number) => number);
    const found = await Promise.all(
      settings.typeShards === 1
        ? [shard("event_type", type, limit, before, deadline)]
        : shards.map((number) => shard("type_shard", `${type}#${number}`, limit, before, deadline)),
    );
    return { events: found.flat().sort(newestFirst).slice(0, limit) };
  }

  function failure(error, log) {
    if (error instanceof HttpError) {
      log.info("not answered with an event", { status: error.status, code: error.code });
      metrics.put({ ReadsRefused: 1 });
      return error;
    }
    const passes = isThrottle(error) || isTransient(error);
    log.error(passes ? "the table does not answer" : "reading failed", { code: errorCode(error), error });
    metrics.put({ ReadsFailed: 1 });
    return passes
      ? new HttpError(503, "table_unavailable", "The event could not be read. Ask again later.")
      : new HttpError(500, "internal_error", "Something went wrong here.");
  }

  return async function handler(event, context) {
    const header = (name) => Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
    const requestId = event.requestContext?.requestId ?? context?.awsRequestId;
    const cors = settings.allowedOrigin === "" ? {} : { "Access-Control-Allow-Origin": settings.allowedOrigin };
    const log = logger.child({
      request_id: context?.awsRequestId,
      api_request_id: event.requestContext?.requestId,
      trace_id: requestTrace(header)?.id,
    });
    const deadline = createDeadline(context, { now });
    try {
      const id = event.pathParameters?.id;
      const answer = id === undefined ? await many(event.queryStringParameters ?? {}, deadline) : await one(id, deadline);
      metrics.put({ EventsRead: answer.events?.length ?? 1 });
      return respond(200, answer, cors);
    } catch (error) {
      return respondError(failure(error, log), requestId, cors);
    }
  };
}
