import assert from "node:assert/strict";
import test from "node:test";

import { bearerToken, createAuthorizer, stageResource } from "../authorizer/authorizer.mjs";
import { NOW, awsError, clockAt, contextWith, recorder } from "./helpers.mjs";

const TOKEN = "tok-3nXq!#$%&*()-_=+[]{}<>:?hunter2";
const ARN = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/v1/POST/events";
const STAGE = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/v1/*";

/** An authorizer on an SSM whose parameter, or failure, can be changed under way. */
function authorizer({ cacheSeconds = 60, overlapSeconds = 0, value = TOKEN } = {}) {
  const ssm = { value, version: 1, modified: NOW, versions: {}, error: undefined, reads: [] };
  const clock = clockAt();
  const recorded = recorder();
  const getParameter = async (input, options) => {
    assert.ok(options.abortSignal instanceof AbortSignal);
    ssm.reads.push(input);
    if (ssm.error !== undefined) throw ssm.error;
    const named = input.Name.split(":")[1];
    if (named === undefined) {
      return { Parameter: { Value: ssm.value, Version: ssm.version, LastModifiedDate: new Date(ssm.modified) } };
    }
    if (!(named in ssm.versions)) throw awsError("ParameterVersionNotFound");
    const { value: its, modified } = ssm.versions[named];
    return { Parameter: { Value: its, Version: Number(named), LastModifiedDate: new Date(modified) } };
  };
  const settings = {
    tokenParameterName: "/shop/dev/auth-token",
    tokenCacheSeconds: cacheSeconds,
    tokenOverlapSeconds: overlapSeconds,
  };
  const handler = createAuthorizer({ settings, getParameter, ...recorded, now: clock.now });
  const ask = (token, changes = {}) =>
    handler({ type: "TOKEN", authorizationToken: `Bearer ${token}`, methodArn: ARN, ...changes }, contextWith());
  /** What Systems Manager does with a new value: the old one stays, as a version with a number. */
  function rotate(next) {
    ssm.versions[ssm.version] = { value: ssm.value, modified: ssm.modified };
    ssm.value = next;
    ssm.version += 1;
    ssm.modified = clock.now();
  }
  return { handler, ask, ssm, clock, recorded, rotate };
}

const effectOf = (answer) => answer.policyDocument.Statement[0].Effect;

test("the right token is allowed on the whole stage, under a name that is not the token", async () => {
  const { ask, ssm, recorded } = authorizer();
  ssm.version = 3;
  assert.deepEqual(await ask(TOKEN), {
    principalId: "token-v3",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: STAGE }],
    },
    context: { version: "3" },
  });
  assert.deepEqual(ssm.reads, [{ Name: "/shop/dev/auth-token", WithDecryption: true }]);
  assert.deepEqual(recorded.counts(), { RequestsAllowed: 1 });
});

test("a wrong token is denied on the whole stage", async () => {
  const { ask, recorded } = authorizer();
  const answer = await ask("wrong");
  assert.deepEqual(answer.policyDocument.Statement, [
    { Action: "execute-api:Invoke", Effect: "Deny", Resource: STAGE },
  ]);
  assert.equal(answer.principalId, "unknown");
  assert.deepEqual(recorded.counts(), { RequestsDenied: 1 });
});

for (const near of [TOKEN.slice(0, -1), `${TOKEN}x`, TOKEN.toUpperCase(), `x${TOKEN}`]) {
  test(`a token that is nearly right is wrong: ${near.length} characters`, async () => {
    assert.equal(effectOf(await authorizer().ask(near)), "Deny");
  });
}

test("a context's values are what API Gateway takes: strings, numbers, booleans", async () => {
  const { ask } = authorizer();
  for (const token of [TOKEN, "wrong"]) {
    for (const value of Object.values((await ask(token)).context)) assert.equal(typeof value, "string");
  }
});

for (const [name, header] of Object.entries({
  missing: undefined,
  null: null,
  empty: "",
  "no scheme": TOKEN,
  "another scheme": `Basic ${TOKEN}`,
  "only the scheme": "Bearer",
  "only blanks after it": "Bearer   ",
  "two tokens": `Bearer ${TOKEN} ${TOKEN}`,
  "a blank at the end": `Bearer ${TOKEN} `,
  "a line break": `Bearer ${TOKEN}\n`,
  "not ASCII": "Bearer tökn",
  "a list": [`Bearer ${TOKEN}`],
  "far too long": `Bearer ${"x".repeat(5_000)}`,
})) {
  test(`a malformed token is denied, is no error of the function, and SSM is not asked: ${name}`, async () => {
    const { handler, ssm, recorded } = authorizer();
    const event = { type: "TOKEN", authorizationToken: header, methodArn: ARN };
    assert.equal(effectOf(await handler(event, contextWith())), "Deny");
    assert.equal(ssm.reads.length, 0);
    assert.deepEqual(recorded.counts(), { RequestsMalformed: 1 });
  });
}

test("the scheme is read without regard to case, as HTTP has it", () => {
  for (const scheme of ["Bearer", "bearer", "BEARER"]) {
    assert.equal(bearerToken({ type: "TOKEN", authorizationToken: `${scheme}  ${TOKEN}` }), TOKEN);
  }
});

test("a REQUEST event's header is found in any case, single or multiple", () => {
  const request = (parts) => bearerToken({ type: "REQUEST", ...parts });
  const header = `Bearer ${TOKEN}`;
  assert.equal(request({ headers: { authorization: header } }), TOKEN);
  assert.equal(request({ headers: { AUTHORIZATION: header }, multiValueHeaders: null }), TOKEN);
  assert.equal(request({ headers: null, multiValueHeaders: { Authorization: [header] } }), TOKEN);
  assert.equal(request({ headers: {}, multiValueHeaders: {} }), undefined);
  assert.equal(request({}), undefined);
});

test("two Authorization headers are none", () => {
  const header = `Bearer ${TOKEN}`;
  const twice = { type: "REQUEST", multiValueHeaders: { Authorization: [header, header] } };
  assert.equal(bearerToken(twice), undefined);
  assert.equal(bearerToken({ type: "REQUEST", headers: { Authorization: header, authorization: "x" } }), undefined);
});

test("a REQUEST event is answered like a TOKEN event", async () => {
  const { handler } = authorizer();
  const event = { type: "REQUEST", headers: { Authorization: `Bearer ${TOKEN}` }, methodArn: ARN };
  assert.equal(effectOf(await handler(event, contextWith())), "Allow");
});

test("the policy's resource is the stage, in every partition", () => {
  assert.equal(stageResource(ARN), STAGE);
  const root = "arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/test-invoke-stage/GET/";
  assert.equal(stageResource(root), root.replace("/GET/", "/*"));
  for (const odd of [undefined, null, 7, "", "*", "arn:aws:s3:::bucket", `${STAGE}`, `x${ARN}`]) {
    assert.equal(stageResource(odd), undefined, String(odd));
  }
});

test("a method that is none of an API is refused, even with the right token", async () => {
  const answer = await authorizer().ask(TOKEN, { methodArn: "*" });
  assert.deepEqual(answer.policyDocument.Statement[0], { Action: "execute-api:Invoke", Effect: "Deny", Resource: "*" });
});

test("the token is read once in a cache period, for right and wrong tokens alike", async () => {
  const { ask, ssm, clock } = authorizer({ cacheSeconds: 60 });
  for (const token of [TOKEN, TOKEN, "wrong", TOKEN]) await ask(token);
  clock.pass(59_999);
  await ask(TOKEN);
  assert.equal(ssm.reads.length, 1);
  clock.pass(1);
  await ask(TOKEN);
  assert.equal(ssm.reads.length, 2);
});

test("without a cache the token is read for each request", async () => {
  const { ask, ssm } = authorizer({ cacheSeconds: 0 });
  for (const token of [TOKEN, "wrong", TOKEN]) await ask(token);
  assert.equal(ssm.reads.length, 3);
});

test("a rotated token is taken at once, and the old one no longer", async () => {
  const { ask, ssm, clock } = authorizer({ cacheSeconds: 3_600 });
  await ask(TOKEN);
  ssm.value = "rotated";
  ssm.version = 2;
  clock.pass(10_000);
  assert.equal(effectOf(await ask("rotated")), "Allow");
  assert.equal(effectOf(await ask(TOKEN)), "Deny");
  assert.equal(ssm.reads.length, 2);
});

test("while the overlap lasts the last token is good as well, under its own version, and no longer", async () => {
  const { ask, rotate, clock } = authorizer({ cacheSeconds: 60, overlapSeconds: 3_600 });
  await ask(TOKEN);
  clock.pass(100_000);
  rotate("rotated");
  clock.pass(61_000);
  assert.equal((await ask("rotated")).principalId, "token-v2");
  assert.equal((await ask(TOKEN)).principalId, "token-v1");
  clock.pass(3_600_000 - 61_001);
  assert.equal(effectOf(await ask(TOKEN)), "Allow");
  clock.pass(1);
  assert.equal(effectOf(await ask(TOKEN)), "Deny");
  assert.equal(effectOf(await ask("rotated")), "Allow");
});

test("the overlap holds where the cache lasts longer than it", async () => {
  const { ask, rotate, clock } = authorizer({ cacheSeconds: 3_600, overlapSeconds: 60 });
  rotate("rotated");
  assert.equal(effectOf(await ask(TOKEN)), "Allow");
  clock.pass(60_000);
  assert.equal(effectOf(await ask(TOKEN)), "Deny");
});

test("a change of anything but the token does not end the overlap, nor does it begin anew", async () => {
  const { ask, rotate, clock } = authorizer({ cacheSeconds: 0, overlapSeconds: 3_600 });
  rotate("second");
  clock.pass(1_800_000);
  rotate("second");
  rotate("second");
  assert.equal((await ask(TOKEN)).principalId, "token-v1");
  clock.pass(1_799_999);
  assert.equal(effectOf(await ask(TOKEN)), "Allow");
  clock.pass(1);
  assert.equal(effectOf(await ask(TOKEN)), "Deny");
  assert.equal((await ask("second")).principalId, "token-v4");
});

test("it does not look back for ever", async () => {
  const { ask, rotate, ssm } = authorizer({ overlapSeconds: 3_600 });
  for (let version = 0; version < 50; version += 1) rotate("second");
  ssm.reads.length = 0;
  assert.equal(effectOf(await ask("second")), "Allow");
  assert.equal(ssm.reads.length, 6);
});

test("only the last token is good, not the one before", async () => {
  const { ask, rotate } = authorizer({ overlapSeconds: 3_600 });
  rotate("second");
  rotate("third");
  assert.deepEqual(
    [effectOf(await ask(TOKEN)), effectOf(await ask("second")), effectOf(await ask("third"))],
    ["Deny", "Allow", "Allow"],
  );
});

test("a last token that can't be read keeps nobody out who has the new one", async () => {
  const { ask, rotate, ssm, recorded } = authorizer({ overlapSeconds: 3_600 });
  rotate("rotated");
  ssm.versions = {};
  assert.equal(effectOf(await ask("rotated")), "Allow");
  assert.equal(effectOf(await ask(TOKEN)), "Deny");
  assert.ok(recorded.logs().some(({ level, message }) => level === "WARN" && /last token/.test(message)));
});

test("wrong tokens can't make it read more than once in a few seconds", async () => {
  const { ask, ssm, clock } = authorizer({ cacheSeconds: 3_600 });
  for (let second = 0; second < 30; second += 1) {
    for (let request = 0; request < 10; request += 1) await ask(`wrong-${second}-${request}`);
    clock.pass(1_000);
  }
  assert.ok(ssm.reads.length >= 5 && ssm.reads.length <= 11, `${ssm.reads.length} reads in 30 s`);
});

test("requests at the same time share one read", async () => {
  const { ask, ssm } = authorizer();
  const answers = await Promise.all([ask(TOKEN), ask("wrong"), ask(TOKEN)]);
  assert.deepEqual(answers.map(effectOf), ["Allow", "Deny", "Allow"]);
  assert.equal(ssm.reads.length, 1);
});

test("a parameter that can't be read is neither an Allow nor a Deny, which would be cached", async () => {
  const { ask, ssm, recorded } = authorizer();
  ssm.error = awsError("AccessDeniedException");
  await assert.rejects(ask(TOKEN), { message: "Authorizer unavailable" });
  assert.deepEqual(recorded.counts(), { TokenReadFailures: 1 });
  assert.equal(recorded.logs()[0].error.name, "AccessDeniedException");
});

for (const value of ["", "  \n", undefined, null]) {
  test(`an empty parameter allows nobody: ${JSON.stringify(value)}`, async () => {
    const { ask, ssm } = authorizer();
    ssm.value = value;
    await assert.rejects(ask("x"), { message: "Authorizer unavailable" });
  });
}

test("a token that was once right is not good enough when it has expired and SSM is away", async () => {
  const { ask, ssm, clock } = authorizer({ cacheSeconds: 60 });
  await ask(TOKEN);
  ssm.error = awsError("InternalServerError", 500);
  clock.pass(60_000);
  await assert.rejects(ask(TOKEN), { message: "Authorizer unavailable" });
});

test("while SSM is away it is not asked at every request; when it is back, all goes on", async () => {
  const { ask, ssm, clock } = authorizer();
  ssm.error = awsError("ThrottlingException");
  for (let request = 0; request < 20; request += 1) await assert.rejects(ask(TOKEN));
  assert.equal(ssm.reads.length, 1);
  ssm.error = undefined;
  clock.pass(1_000);
  assert.equal(effectOf(await ask(TOKEN)), "Allow");
});

test("a fresh token still decides when looking again fails", async () => {
  const { ask, ssm, clock } = authorizer({ cacheSeconds: 3_600 });
  await ask(TOKEN);
  ssm.error = awsError("ThrottlingException");
  clock.pass(10_000);
  assert.equal(effectOf(await ask("wrong")), "Deny");
  assert.equal(effectOf(await ask(TOKEN)), "Allow");
});

test("a newline at the parameter's end is not part of the token", async () => {
  assert.equal(effectOf(await authorizer({ value: `${TOKEN}\n` }).ask(TOKEN)), "Allow");
});

test("no log line and no error has a token in it, right or wrong", async () => {
  const { handler, ask, ssm, clock, recorded } = authorizer();
  const errors = [];
  await ask(TOKEN);
  await ask("wrong-hunter2");
  ssm.error = awsError("X", 500, { message: `Bearer ${TOKEN} refused` });
  clock.pass(61_000);
  await ask(TOKEN).catch((error) => errors.push(error));
  for (const header of [TOKEN, `Bearer ${TOKEN} ${TOKEN}`]) {
    const event = { type: "REQUEST", headers: { Authorization: header }, methodArn: ARN };
    await handler(event, contextWith()).catch((error) => errors.push(error));
  }
  assert.equal(errors.length, 1);
  assert.ok(recorded.lines.length >= 8);
  assert.doesNotMatch(recorded.text(), /hunter2/);
  for (const error of errors) assert.doesNotMatch(`${error.stack} ${error.cause}`, /hunter2/);
});
