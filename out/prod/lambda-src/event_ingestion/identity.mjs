// An event's ID: the same for the same idempotency key, so that a client may send again what it does not know to have
// arrived, and storage keeps it once.
import { createHash, randomUUID } from "node:crypto";

// The namespace of our name-based UUIDs: any constant will do, as long as it stays one.
const NAMESPACE = Buffer.from("5f0c64d2a8a94ffb9b2c1fbd7a1f3c90", "hex");

/**
 * A UUID made from a name: version 5 of RFC 9562, section 5.5. SHA-1 is what the RFC prescribes; nothing rests on its
 * strength here, since whoever may choose the key may as well choose another.
 * @param {string} name
 * @returns {string} Always the same for the same name.
 */
export function nameUuid(name) {
  const bytes = createHash("sha1").update(NAMESPACE).update(name, "utf8").digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/**
 * The ID of an event.
 * @param {string} source The event source: the same key sent to another platform is another event.
 * @param {string} type The event's type: an order and an invoice may both be number 42. Without regard to case, as
 *   everywhere.
 * @param {string | undefined} key The idempotency key; without one each request is an event of its own.
 * @returns {string} A UUID.
 */
export function eventIdentity(source, type, key) {
  return key === undefined ? randomUUID() : nameUuid(`${source}\n${type.toLowerCase()}\n${key}`);
}
