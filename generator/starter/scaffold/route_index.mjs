// Lambda's way in: settings, joined to the answers.
import { createAnswer } from "./answer.mjs";
import { common } from "./common.mjs";

const { settings, logger, metrics } = common.createRuntime({
  allowedOrigin: common.text("ALLOWED_ORIGIN", { fallback: "" }),
});

/** Answers requests; see `createAnswer`. */
export const handler = createAnswer({ settings, logger, metrics });
