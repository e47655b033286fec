// The folders as they are packaged: what is in them, and that they start and work where Lambda unpacks them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FUNCTIONS = ["authorizer", "event_ingestion", "event_processing", "event_reading", "event_storage"];
const LAYER = join("layers", "common-dependencies");
const TOKEN = "hunter2-hunter2-hunter2";

const scratch = mkdtempSync(join(tmpdir(), "lambda-src-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

function filesBelow(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

test("the folders hold our code and nothing else", () => {
  for (const folder of [...FUNCTIONS, LAYER]) {
    for (const path of filesBelow(join(ROOT, folder)).map((file) => relative(join(ROOT, folder), file))) {
      assert.match(path, /^(nodejs\/node_modules\/common-dependencies\/)?[a-z]+\.(mjs|json)$/, `${folder}/${path}`);
      assert.ok(!path.endsWith(".json") || folder === LAYER, `${folder}/${path}`);
    }
  }
});

test("every function finds the layer by the same lines", () => {
  const [first, ...others] = FUNCTIONS.map((name) => readFileSync(join(ROOT, name, "common.mjs"), "utf8"));
  for (const other of others) assert.equal(other, first);
});

test("nothing is imported but Node.js's own modules and files of the same folder", () => {
  for (const file of [...FUNCTIONS, LAYER].flatMap((folder) => filesBelow(join(ROOT, folder)))) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(/^(?:import|export) [^;]*?from "([^"]+)";/gm)) {
      assert.match(name, /^(node:|\.\/[a-z]+\.mjs$)/, `${file} imports ${name}`);
    }
  }
});

// A stand-in for the AWS SDK. Its exports are made at run time, which Node.js can't see through when it imports
// CommonJS, as with some builds of the real one.
const SDK = `
const { Client, Command } = { Client: class { async send({ input }) { return answer(input); } },
  Command: class { constructor(input) { this.input = input; } } };
function answer(input) {
  process.stderr.write(JSON.stringify(input) + "\\n");
  if (input.WithDecryption) return { Parameter: { Value: "${TOKEN}", Version: 2 } };
  if (input.Entries) return { FailedEntryCount: 0, Entries: input.Entries.map(() => ({ EventId: "id" })) };
  return {};
}
module.exports = new Proxy({}, { get: (_, name) => name.endsWith("Client") ? Client : name.endsWith("Command") ? Command : undefined });
`;

function writeSdk(nodeModules) {
  for (const service of ["ssm", "eventbridge", "dynamodb"]) {
    const folder = join(nodeModules, "@aws-sdk", `client-${service}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ main: "index.js" }));
    writeFileSync(join(folder, "index.js"), SDK);
  }
  return nodeModules;
}

const VARIABLES = {
  LOG_LEVEL: "DEBUG",
  PROJECT_NAME: "shop",
  ENVIRONMENT_SUFFIX: "dev",
  FUNCTION_ROLE: "role",
  METRICS_NAMESPACE: "shop-dev",
  TOKEN_PARAMETER_NAME: "/shop/dev/auth-token",
  TOKEN_CACHE_SECONDS: "300",
  TOKEN_OVERLAP_SECONDS: "3600",
  EVENT_BUS_NAME: "shop-dev-bus",
  EVENT_SOURCE: "shop.events",
  EVENT_DETAIL_TYPE: "EventReceived",
  MAXIMUM_BODY_BYTES: "262144",
  TABLE_NAME: "shop-dev-events",
  ITEM_TTL_DAYS: "30",
  TYPE_SHARDS: "1",
};

const MESSAGE = {
  messageId: "m",
  attributes: {},
  body: JSON.stringify({
    id: "e",
    source: "other",
    "detail-type": "EventReceived",
    time: "2026-03-04T05:06:07Z",
    detail: { event_type: "a", data: { secret: TOKEN } },
  }),
};
const BODY = JSON.stringify({ type: "a", data: { secret: TOKEN } });
const ARN = "arn:aws:execute-api:us-east-1:123456789012:abc/v1/POST/events";
const CASES = {
  authorizer: {
    event: { type: "TOKEN", authorizationToken: `Bearer ${TOKEN}`, methodArn: ARN },
    check: (answer) => assert.equal(answer.policyDocument.Statement[0].Effect, "Allow"),
    sent: /"WithDecryption":true/,
  },
  event_ingestion: {
    event: { headers: { Authorization: `Bearer ${TOKEN}` }, requestContext: {}, body: BODY },
    check: (answer) => assert.equal(answer.statusCode, 202),
    sent: /"DetailType":"EventReceived"/,
  },
  event_processing: {
    event: { Records: [MESSAGE] },
    check: (answer) => assert.deepEqual(answer, { batchItemFailures: [] }),
    sent: /"Source":"shop.events"/,
  },
  event_reading: {
    event: { headers: {}, requestContext: {}, pathParameters: { id: "e" } },
    check: (answer) => assert.equal(answer.statusCode, 404),
    sent: /"Key":\{"event_id":\{"S":"e"\}\}/,
  },
  event_storage: {
    event: { Records: [MESSAGE] },
    check: (answer) => assert.deepEqual(answer, { batchItemFailures: [] }),
    sent: /"ConditionExpression":"attribute_not_exists\(event_id\)"/,
  },
};

/** Import an index.mjs in a process of its own and call its handler, as Lambda does. */
async function invoke(indexFile, event, env) {
  const program = `
    const { handler } = await import(${JSON.stringify(pathToFileURL(indexFile).href)});
    if (handler.length > 2) throw new Error("a handler with a callback");
    process.stdout.write("ANSWER " + JSON.stringify(await handler(${JSON.stringify(event)}, {})) + "\\n");`;
  const options = { env: { PATH: process.env.PATH, ...env } };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", program],
    options,
  );
  const lines = stdout.trim().split("\n");
  const answer = lines.find((line) => line.startsWith("ANSWER "));
  const logs = lines.filter((line) => line !== answer);
  return { answer: JSON.parse(answer.slice("ANSWER ".length)), logs, sent: stderr };
}

/** The folders where Lambda unpacks them: code in /var/task, the layer in /opt, the SDK with the runtime. */
function unpackAsLambda(name) {
  const root = join(scratch, name);
  cpSync(join(ROOT, name), join(root, "var", "task"), { recursive: true });
  cpSync(join(ROOT, LAYER, "nodejs"), join(root, "opt", "nodejs"), { recursive: true });
  const runtime = writeSdk(join(root, "var", "runtime", "node_modules"));
  const NODE_PATH = [join(root, "opt", "nodejs", "node_modules"), runtime].join(":");
  return { index: join(root, "var", "task", "index.mjs"), NODE_PATH };
}

test("as Lambda unpacks it, each function starts, does its work, and logs no secret", async (t) => {
  const runs = FUNCTIONS.map((name) =>
    t.test(name, async () => {
      const { event, check, sent } = CASES[name];
      const { index, NODE_PATH } = unpackAsLambda(name);
      const env = { ...VARIABLES, NODE_PATH, AWS_LAMBDA_FUNCTION_NAME: "shop-dev-fn" };
      const outcome = await invoke(index, event, env);
      check(outcome.answer);
      assert.match(outcome.sent, sent);
      assert.ok(outcome.logs.length >= 2, "a log line and a metric at least");
      for (const line of outcome.logs) assert.equal(typeof JSON.parse(line), "object");
      assert.doesNotMatch(outcome.logs.join("\n"), /hunter2/);
    }),
  );
  await Promise.all(runs);
});

test("as tfgen renders it, with the SDK in a folder above, it works as well", async () => {
  const rendered = join(scratch, "rendered");
  cpSync(join(ROOT, "authorizer"), join(rendered, "lambda-src", "authorizer"), { recursive: true });
  cpSync(join(ROOT, LAYER), join(rendered, "lambda-src", LAYER), { recursive: true });
  writeSdk(join(rendered, "node_modules"));
  const { event, check } = CASES.authorizer;
  check((await invoke(join(rendered, "lambda-src", "authorizer", "index.mjs"), event, VARIABLES)).answer);
});

test("a function with missing variables does not start, and names them all", async () => {
  const index = join(ROOT, "event_ingestion", "index.mjs");
  await assert.rejects(invoke(index, {}, { METRICS_NAMESPACE: "n" }), ({ stderr }) => {
    const needed = ["PROJECT_NAME", "ENVIRONMENT_SUFFIX", "FUNCTION_ROLE", "EVENT_BUS_NAME", "MAXIMUM_BODY_BYTES"];
    return /ConfigError/.test(stderr) && needed.every((name) => stderr.includes(`${name} is not set`));
  });
});

test("without the SDK a function on Lambda does not start, and elsewhere says so when it needs it", async () => {
  const index = join(ROOT, "event_storage", "index.mjs");
  const { event } = CASES.event_storage;
  const { answer, logs } = await invoke(index, event, VARIABLES);
  assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: "m" }] });
  assert.match(logs.join("\n"), /MODULE_NOT_FOUND/);
  const onLambda = invoke(index, event, { ...VARIABLES, AWS_LAMBDA_FUNCTION_NAME: "shop-dev-fn" });
  await assert.rejects(onLambda, ({ stderr }) => /Cannot find module '@aws-sdk\/client-dynamodb'/.test(stderr));
});
