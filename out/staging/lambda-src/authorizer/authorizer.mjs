// The Lambda authorizer of the REST API, for events of type TOKEN and of type REQUEST.
//
// Which answer means what to API Gateway
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html):
//   an Allow policy                      the request passes, and the policy is cached for the token
//   a Deny policy                        403, cached for the token: a wrong token that is sent again and again
//                                        costs one invocation a cache period, and is no error of the function
//   an error                             401 if it says "Unauthorized", else 500; not cached, and counted as an error
//                                        of the function, for which there is an alarm
// So whatever a stranger may send is a Deny, a well-formed token or not: nobody outside can set off the alarm. A
// parameter that can't be read is an error: a Deny would shut a rightful client out for the whole cache period, an
// Allow is out of the question.
import { common } from "./common.mjs";
import { createTokenStore, digest } from "./token.mjs";

// RFC 6750, section 2.1, but for the token's alphabet: generated tokens have other visible characters too.
const BEARER = /^Bearer +([\x21-\x7e]{1,4096})$/i;

// arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH
const METHOD_ARN = /^(arn:[a-z-]+:execute-api:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9]+\/[A-Za-z0-9_-]+)\/[A-Z]+\//;

/**
 * The token that a request presents.
 * @param {object} event An authorizer event, TOKEN or REQUEST.
 * @returns {string | undefined} What follows `Bearer`; undefined if there is none, or more than one.
 */
export function bearerToken(event) {
  return BEARER.exec(authorization(event) ?? "")?.[1];
}

function authorization(event) {
  if (event.type === "TOKEN") return stringOrNothing(event.authorizationToken);
  const values = valuesOf(event.multiValueHeaders) ?? valuesOf(event.headers) ?? [];
  // Two Authorization headers: which one was meant is anybody's guess, and guesses are how requests are smuggled.
  return values.length === 1 ? stringOrNothing(values[0]) : undefined;
}

function valuesOf(headers) {
  const values = Object.entries(headers ?? {})
    .filter(([name]) => name.toLowerCase() === "authorization")
    .flatMap(([, value]) => value);
  return values.length > 0 ? values : undefined;
}

function stringOrNothing(value) {
  return typeof value === "string" ? value : undefined;
}

/**
 * The policy's resource: every method of the stage. API Gateway applies a cached policy to whatever the same token asks
 * for next, so one for a single method would refuse all others until it expires.
 * @param {unknown} methodArn The method that was asked for.
 * @returns {string | undefined} `arn:…:API/STAGE/*`; undefined if it is no method's ARN.
 * @see https://repost.aws/knowledge-center/api-gateway-lambda-authorization-errors
 */
export function stageResource(methodArn) {
  const match = METHOD_ARN.exec(typeof methodArn === "string" ? methodArn : "");
  return match === null ? undefined : `${match[1]}/*`;
}

function policy(effect, resource, principalId, context) {
  const statement = { Action: "execute-api:Invoke", Effect: effect, Resource: resource };
  return { principalId, policyDocument: { Version: "2012-10-17", Statement: [statement] }, context };
}

/**
 * Make the authorizer.
 * @param {object} parts
 * @param {{ tokenParameterName: string, tokenCacheSeconds: number, tokenOverlapSeconds: number }} parts.settings The
 *   SSM parameter that holds the token, for how many seconds it is taken as read, and for how many the one before is
 *   still good.
 * @param {(input: object, options: object) => Promise<object>} parts.getParameter SSM's GetParameter.
 * @param {object} parts.logger
 * @param {object} parts.metrics
 * @param {() => number} [parts.now] The time in milliseconds.
 * @returns {(event: object, context?: object) => Promise<object>} The handler. It resolves to an Allow or a Deny for
 *   the whole stage; who is allowed is called by the version of the token, never by the token. It rejects with
 *   "Authorizer unavailable" (500) if the right token can't be known.
 */
export function createAuthorizer({ settings, getParameter, logger, metrics, now = Date.now }) {
  const tokens = createTokenStore({ settings, getParameter, logger, metrics, now });

  return async function handler(event, context) {
    const log = logger.child({
      request_id: context?.awsRequestId,
      api_request_id: event.requestContext?.requestId,
      trace_id: common.invocationTrace()?.id,
      authorizer_type: event.type,
    });
    const presented = bearerToken(event);
    const resource = stageResource(event.methodArn);
    if (presented === undefined || resource === undefined) {
      log.warn("refused: no well-formed bearer token for a method of this API", { method_arn: event.methodArn });
      metrics.put({ RequestsMalformed: 1 });
      return policy("Deny", resource ?? "*", "unknown", { reason: "no well-formed bearer token" });
    }
    const deadline = common.createDeadline(context, { now });
    const version = await tokens.match(digest(presented), deadline, log);
    if (version === undefined) {
      log.warn("refused: wrong token");
      metrics.put({ RequestsDenied: 1 });
      return policy("Deny", resource, "unknown", { reason: "wrong token" });
    }
    log.debug("allowed", { version });
    metrics.put({ RequestsAllowed: 1 });
    return policy("Allow", resource, `token-v${version}`, { version: String(version) });
  };
}
