// Lambda's way in: settings and the AWS client, joined to the authorizer.
import { createAuthorizer } from "./authorizer.mjs";
import { common } from "./common.mjs";

const { settings, logger, metrics } = common.createRuntime({
  tokenParameterName: common.text("TOKEN_PARAMETER_NAME"),
  tokenCacheSeconds: common.integer("TOKEN_CACHE_SECONDS", { minimum: 0, maximum: 86_400 }),
  tokenOverlapSeconds: common.integer("TOKEN_OVERLAP_SECONDS", { minimum: 0, maximum: 604_800 }),
});
const getParameter = common.sdkOperation("@aws-sdk/client-ssm", "SSMClient", "GetParameterCommand");
await getParameter.prepare();

/** Answers API Gateway's question whether a request may pass; see `createAuthorizer`. */
export const handler = createAuthorizer({ settings, logger, metrics, getParameter });
