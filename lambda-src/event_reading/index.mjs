// Lambda's way in: settings and the AWS clients, joined to the reading.
import { common } from "./common.mjs";
import { createReading } from "./reading.mjs";

const { settings, logger, metrics } = common.createRuntime({
  tableName: common.text("TABLE_NAME"),
  typeShards: common.integer("TYPE_SHARDS", { minimum: 1, maximum: 100 }),
  allowedOrigin: common.text("ALLOWED_ORIGIN", { fallback: "" }),
});
const getItem = common.sdkOperation("@aws-sdk/client-dynamodb", "DynamoDBClient", "GetItemCommand");
const query = common.sdkOperation("@aws-sdk/client-dynamodb", "DynamoDBClient", "QueryCommand");
await Promise.all([getItem.prepare(), query.prepare()]);

/** Answers `GET /events/{id}` and `GET /events?type=…`; see `createReading`. */
export const handler = createReading({ settings, logger, metrics, getItem, query });
