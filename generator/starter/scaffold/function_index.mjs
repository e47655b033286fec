// Lambda's way in: settings, joined to the work.
import { common } from "./common.mjs";
import { createTask } from "./task.mjs";

const { logger, metrics } = common.createRuntime({});

/** Is woken by its schedule; see `createTask`. */
export const handler = createTask({ logger, metrics });
