// Lambda's way in: settings and the AWS client, joined to the ingestion.
import { common } from "./common.mjs";
import { createIngestion } from "./ingestion.mjs";

const { settings, logger, metrics } = common.createRuntime({
  eventBusName: common.text("EVENT_BUS_NAME"),
  eventSource: common.text("EVENT_SOURCE"),
  eventDetailType: common.text("EVENT_DETAIL_TYPE"),
  // API Gateway's own limit is 10 MB; https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
  maximumBodyBytes: common.integer("MAXIMUM_BODY_BYTES", { minimum: 1, maximum: 10_485_760 }),
  allowedOrigin: common.text("ALLOWED_ORIGIN", { fallback: "" }),
});
const putEvents = common.sdkOperation("@aws-sdk/client-eventbridge", "EventBridgeClient", "PutEventsCommand", {
  maxAttempts: 2, // `publishEntries` tries again by itself; the SDK's second try is for connections gone stale
});
await putEvents.prepare();

/** Takes `POST /events`; see `createIngestion`. */
export const handler = createIngestion({ settings, logger, metrics, putEvents });
