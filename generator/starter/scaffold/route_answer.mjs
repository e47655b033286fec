// Requests of the API, and what is answered: `answer` says that.
import { common } from "./common.mjs";

const { HttpError } = common;

/**
 * What one request is answered with.
 * @param {object} request API Gateway's event: httpMethod, path, pathParameters, queryStringParameters, body.
 * @returns {Promise<object>} The body, which becomes JSON. An `HttpError` is answered with its status.
 */
export async function answer(request) {
  return { path: request.path, parameters: request.pathParameters ?? {} }; // Your work.
}

/**
 * Make the handler.
 * @param {object} parts
 * @param {{ allowedOrigin: string }} parts.settings
 * @param {object} parts.logger
 * @param {object} parts.metrics
 * @param {(request: object) => Promise<object>} [parts.work] What answers.
 * @returns {(event: object, context?: object) => Promise<object>} The handler. It never rejects.
 */
export function createAnswer({ settings, logger, metrics, work = answer }) {
  const cors = settings.allowedOrigin === "" ? {} : { "Access-Control-Allow-Origin": settings.allowedOrigin };
  const respond = (statusCode, body) => ({
    statusCode,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...cors },
    isBase64Encoded: false,
    body: JSON.stringify(body),
  });

  return async function handler(event, context) {
    const log = logger.child({ request_id: context?.awsRequestId });
    try {
      const body = await work(event);
      metrics.put({ RequestsAnswered: 1 });
      return respond(200, body);
    } catch (error) {
      const known = error instanceof HttpError ? error : new HttpError(500, "internal_error", "Something went wrong here.");
      if (error === known) log.info("refused", { status: known.status, code: known.code });
      else log.error("failed", { error });
      metrics.put({ RequestsRefused: 1 });
      const requestId = event?.requestContext?.requestId;
      return respond(known.status, { error: { code: known.code, message: known.message }, request_id: requestId });
    }
  };
}
