// Lambda's way in: settings and the AWS client, joined to the storage.
import { common } from "./common.mjs";
import { createStorage } from "./storage.mjs";

const { settings, logger, metrics } = common.createRuntime({
  tableName: common.text("TABLE_NAME"),
  itemTtlDays: common.integer("ITEM_TTL_DAYS", { minimum: 0, maximum: 36_500 }),
  typeShards: common.integer("TYPE_SHARDS", { minimum: 1, maximum: 100 }),
});
const putItem = common.sdkOperation("@aws-sdk/client-dynamodb", "DynamoDBClient", "PutItemCommand");
await putItem.prepare();

/** Takes batches from the queue of processed events; see `createStorage`. */
export const handler = createStorage({ settings, logger, metrics, putItem });
