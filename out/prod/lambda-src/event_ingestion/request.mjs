// From an API Gateway proxy event to an event that the platform can carry, or to an HttpError that says why not.
// No error repeats a value that was sent: it may be a secret in the wrong place, and errors are logged and quoted.
import { common } from "./common.mjs";

const { HttpError, isEventType, isPlainObject } = common;

const KNOWN_FIELDS = ["type", "id", "data"];
const KEY = /^[\x20-\x7e]{1,255}$/;
const JSON_TYPE = /^application\/(?:[a-z0-9!#$&^_.+-]+\+)?json$/i;
const MAXIMUM_DEPTH = 64;
const MAXIMUM_NAMED = 5;

/**
 * A lookup of a request's headers.
 * @param {object} event An API Gateway proxy event.
 * @returns {(name: string) => string | undefined} By name, without regard to case; the last of several.
 */
export function headerLookup(event) {
  const byName = new Map();
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    if (typeof value === "string") byName.set(name.toLowerCase(), value);
  }
  return (name) => byName.get(name.toLowerCase());
}

function checkContentType(header) {
  // API Gateway itself takes a missing type for application/json.
  if (header === undefined) return;
  const [type, ...parameters] = header.split(";").map((part) => part.trim());
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter))?.slice("charset=".length);
  const isText = charset === undefined || /^"?(utf-8|us-ascii)"?$/i.test(charset);
  if (!JSON_TYPE.test(type) || !isText) {
    throw new HttpError(415, "unsupported_media_type", "Content-Type must be application/json in UTF-8.");
  }
}

function decodeBody(event, maximumBytes) {
  const body = typeof event.body === "string" ? event.body : "";
  const bytes = Buffer.from(body, event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > maximumBytes) {
    throw new HttpError(
      413,
      "body_too_large",
      `The body has ${bytes.length} bytes; at most ${maximumBytes} are taken.`,
    );
  }
  if (bytes.length === 0) throw new HttpError(400, "empty_body", "The body is empty; a JSON object is expected.");
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), bytes: bytes.length };
  } catch {
    throw new HttpError(400, "invalid_encoding", "The body is not UTF-8.");
  }
}

function parseObject(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new HttpError(400, "invalid_json", "The body is not valid JSON.");
  }
  if (!isPlainObject(value)) throw new HttpError(400, "not_an_object", "The body must be a JSON object.");
  return value;
}

/**
 * What in a JSON value would not survive the way: numbers that JavaScript can't hold exactly (RFC 8259, section 6,
 * warns of them) would arrive as other numbers, and without a word; nesting without end would overflow the stack of
 * whoever writes it out again. Walks without recursion, for that reason.
 */
function findUnsafe(data) {
  const open = [[data, 1]];
  while (open.length > 0) {
    const [value, depth] = open.pop();
    if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      return `holds a number beyond ±${Number.MAX_SAFE_INTEGER}, which would lose digits; send it as a string`;
    }
    if (typeof value === "object" && value !== null) {
      if (depth > MAXIMUM_DEPTH) return `is nested deeper than ${MAXIMUM_DEPTH} levels`;
      for (const inner of Object.values(value)) open.push([inner, depth + 1]);
    }
  }
  return undefined;
}

/** Everything that is wrong with an event's fields, all at once. */
function checkFields(body, headerKey) {
  const details = [];
  const add = (field, message) => details.push({ field, message });
  if (body.type === undefined) add("type", "is required");
  else if (!isEventType(body.type)) {
    add("type", "must be a string that starts with a letter and has at most 128 letters, digits, '.', '_' or '-'");
  }
  if (body.id !== undefined && !(typeof body.id === "string" && KEY.test(body.id))) {
    add("id", "must be a string of 1 to 255 printable ASCII characters");
  }
  if (headerKey !== undefined && !KEY.test(headerKey)) {
    add("Idempotency-Key", "must have 1 to 255 printable ASCII characters");
  }
  const unsafe = isPlainObject(body.data) ? findUnsafe(body.data) : undefined;
  if (unsafe !== undefined) add("data", unsafe);
  else if (body.data !== undefined && !isPlainObject(body.data)) add("data", "must be an object");
  const unknown = Object.keys(body).filter((name) => !KNOWN_FIELDS.includes(name));
  for (const name of unknown.slice(0, MAXIMUM_NAMED)) {
    add(name.slice(0, 64), `is not known; an event has ${KNOWN_FIELDS.join(", ")}`);
  }
  return details;
}

/** The key of an Idempotency-Key header, which may be quoted: it is a structured-field string by the IETF's draft. */
function unquote(header) {
  return header?.trim().replace(/^"(.*)"$/, "$1");
}

/**
 * Read a request.
 * @param {object} event An API Gateway proxy event.
 * @param {number} maximumBytes The largest body, after base64, in bytes.
 * @returns {{ type: string, data: object, key: string | undefined, bodyBytes: number }} `key` is the idempotency key:
 *   of the header, else the body's `id`.
 * @throws {HttpError} 400, 413 or 415.
 */
export function readRequest(event, maximumBytes) {
  const header = headerLookup(event);
  checkContentType(header("content-type"));
  const { text, bytes } = decodeBody(event, maximumBytes);
  const body = parseObject(text);
  const headerKey = unquote(header("idempotency-key"));
  const details = checkFields(body, headerKey);
  if (details.length > 0) throw new HttpError(400, "invalid_event", "The event is not valid.", details);
  return { type: body.type, data: body.data ?? {}, key: headerKey ?? body.id, bodyBytes: bytes };
}
