// Lambda's way in: settings and the AWS client, joined to the processing.
import { common } from "./common.mjs";
import { createProcessing } from "./processing.mjs";

const { settings, logger, metrics } = common.createRuntime({
  eventBusName: common.text("EVENT_BUS_NAME"),
  eventSource: common.text("EVENT_SOURCE"),
  eventDetailType: common.text("EVENT_DETAIL_TYPE"),
});
const putEvents = common.sdkOperation("@aws-sdk/client-eventbridge", "EventBridgeClient", "PutEventsCommand", {
  maxAttempts: 2, // `publishEntries` tries again by itself; the SDK's second try is for connections gone stale
});
await putEvents.prepare();

/** Takes batches from the queue of received events; see `createProcessing`. */
export const handler = createProcessing({ settings, logger, metrics, putEvents });
