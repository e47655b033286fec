// Runs one handler as Lambda's Node.js runtime does: loads it once, then invokes it for each line that comes in.
// A line is {event, request_id, remaining_ms, trace}; the answer is a line, {result} or {error}, on a file
// descriptor of its own. Standard output is left to the handler: what it writes there is its log.
//   node driver.mjs HANDLER-FILE FILE-DESCRIPTOR
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [, , file, answers] = process.argv;
const { handler } = await import(pathToFileURL(file).href);

function context({ request_id: awsRequestId, remaining_ms: remaining }) {
  const end = Date.now() + remaining;
  return {
    awsRequestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
  };
}

async function invoke(call) {
  if (call.trace) process.env._X_AMZN_TRACE_ID = call.trace;
  else delete process.env._X_AMZN_TRACE_ID;
  try {
    return { result: await handler(call.event, context(call)) };
  } catch (error) {
    return { error: { type: error?.name, message: error?.message ?? String(error) } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  writeSync(Number(answers), `${JSON.stringify(await invoke(JSON.parse(line)))}\n`);
}
