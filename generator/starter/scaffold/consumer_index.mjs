// Lambda's way in: settings, joined to the work.
import { common } from "./common.mjs";
import { createConsumer } from "./consumer.mjs";

const { logger, metrics } = common.createRuntime({});

/** Takes batches from its queue; see `createConsumer`. */
export const handler = createConsumer({ logger, metrics });
