// The right tokens: the one that SSM holds and, for a while after it was made, the one before, so that clients can go
// over. Kept for a while as digests; their text is never held, so it can't be given away.
import { createHash, timingSafeEqual } from "node:crypto";

import { common } from "./common.mjs";

// A wrong token may be a new one: the parameter was rewritten since we read it. So a mismatch is reason to
// look again, but not more often than this, or anybody could make us use up SSM's 40 reads a second.
// https://docs.aws.amazon.com/general/latest/gr/ssm.html
const RELOAD_PAUSE_MS = 3_000;

// While SSM does not answer, requests fail at once for this long instead of adding to its load.
const FAILURE_PAUSE_MS = 1_000;

const CALL_MS = 3_000;

// How many versions with the same token are passed over to find the one before. A bound of ours: each is a call.
const VERSIONS_BACK = 5;

/**
 * A token's digest: 32 bytes whatever its length, so that comparing takes the same time for every wrong token.
 * @param {string} token
 * @returns {Buffer}
 */
export function digest(token) {
  return createHash("sha256").update(token, "utf8").digest();
}

/**
 * Make the store of the right token.
 * @param {object} parts As for `createAuthorizer`.
 * @returns {{ match: (presented: Buffer, deadline: object, log: object) => Promise<number | undefined> }} `match`
 *   resolves to the version of the parameter whose token has this digest, the current one or the last, or to undefined if
 *   it is another. It
 *   rejects with "Authorizer unavailable" if there is no token that was read within the cache period and none can be
 *   read now: an old token is never good enough, it may have been withdrawn since.
 */
export function createTokenStore({ settings, getParameter, logger, metrics, now }) {
  const lifetime = settings.tokenCacheSeconds * 1_000;
  const overlap = settings.tokenOverlapSeconds * 1_000;
  let known; // { digest, version, readAt, last }; last is { digest, version, until } or undefined
  let triedAt = -Infinity;
  let failedAt = -Infinity;
  let reading; // one read at a time, shared by whoever waits for it

  async function load(name, deadline) {
    const input = { Name: name, WithDecryption: true };
    return (await getParameter(input, { abortSignal: deadline.signal(CALL_MS) })).Parameter;
  }

  /**
   * The token before this one, while it is still good; a parameter keeps its last 100 versions. A change of anything but
   * the value, such as the key or the description, is a version too: those that hold the same token are passed over, and
   * the overlap counts from the first of them. Never throws.
   */
  async function readLast(parameter, current, deadline) {
    if (known?.last !== undefined && known.version === parameter.Version) return known.last;
    let since = new Date(parameter.LastModifiedDate ?? Number.NaN).getTime();
    const newest = (parameter.Version ?? 0) - 1;
    for (let version = newest; version >= 1 && version > newest - VERSIONS_BACK; version -= 1) {
      const until = since + overlap;
      if (!(now() < until)) return undefined;
      try {
        const before = await load(`${settings.tokenParameterName}:${version}`, deadline);
        const token = (before?.Value ?? "").trim();
        if (token === "") return undefined;
        if (!timingSafeEqual(digest(token), current)) return { digest: digest(token), version, until };
        since = new Date(before.LastModifiedDate ?? since).getTime();
      } catch (error) {
        // Such as that its key is gone. Clients that have the new token are served all the same.
        logger.warn("the last token can't be read", { parameter: settings.tokenParameterName, version, error });
        return undefined;
      }
    }
    return undefined;
  }

  async function read(deadline) {
    triedAt = now();
    try {
      const parameter = await load(settings.tokenParameterName, deadline);
      const token = (parameter?.Value ?? "").trim();
      if (token === "") throw new Error("the token parameter is empty");
      // The age counts from before the call: it may have been rewritten while the answer was under way.
      const readAt = triedAt;
      const version = parameter.Version ?? 0;
      const current = digest(token);
      known = { digest: current, version, readAt, last: await readLast(parameter, current, deadline) };
    } catch (error) {
      failedAt = now();
      logger.error("the token parameter can't be read", { parameter: settings.tokenParameterName, error });
      metrics.put({ TokenReadFailures: 1 });
      throw new Error("Authorizer unavailable", { cause: common.errorCode(error) });
    }
  }

  function refresh(deadline) {
    reading ??= read(deadline).finally(() => {
      reading = undefined;
    });
    return reading;
  }

  function versionOf(presented) {
    if (timingSafeEqual(presented, known.digest)) return known.version;
    const { last } = known;
    return last !== undefined && now() < last.until && timingSafeEqual(presented, last.digest) ? last.version : undefined;
  }

  async function match(presented, deadline, log) {
    const startedAt = now();
    if (known === undefined || startedAt - known.readAt >= lifetime) {
      if (startedAt - failedAt < FAILURE_PAUSE_MS) throw new Error("Authorizer unavailable");
      await refresh(deadline);
    }
    const version = versionOf(presented);
    if (version !== undefined || startedAt - triedAt < RELOAD_PAUSE_MS) return version;
    try {
      await refresh(deadline);
    } catch {
      // Logged where it happened. What we know is still within its time, and by that the token is wrong.
      log.warn("judged by the token as last read");
    }
    return versionOf(presented);
  }

  return Object.freeze({ match });
}
