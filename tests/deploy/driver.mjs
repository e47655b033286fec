// Runs one handler as Lambda's Node.js runtime does: loads it once, then invokes it for each line that comes in.
// A line is {event, request_id, remaining_ms, trace}; the answer is a line on file descriptor 3, {result} or
// {error}. Standard output is left to the handler: what it writes there is its log.
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const ANSWERS = 3;
const { handler } = await import(pathToFileURL(process.argv[2]).href);

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
  writeSync(ANSWERS, `${JSON.stringify(await invoke(JSON.parse(line)))}\n`);
}
