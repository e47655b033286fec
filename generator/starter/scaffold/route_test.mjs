import assert from "node:assert/strict";
import test from "node:test";

import { createAnswer } from "../NAME/answer.mjs";
import { common, contextWith, recorder } from "./helpers.mjs";

const settings = { allowedOrigin: "" };

test("NAME: a request is answered", async () => {
  const told = recorder();
  const { statusCode, body } = await createAnswer({ settings, ...told })({ path: "/x" }, contextWith());
  assert.equal(statusCode, 200);
  assert.deepEqual(JSON.parse(body), { path: "/x", parameters: {} });
  assert.deepEqual(told.counts(), { RequestsAnswered: 1 });
});

test("NAME: what is refused has its status, what fails says nothing of why", async () => {
  const refuse = async () => {
    throw new common.HttpError(404, "not_found", "There is no such thing.");
  };
  const fail = async () => {
    throw new Error("secret");
  };
  const refused = await createAnswer({ settings, ...recorder(), work: refuse })({}, contextWith());
  const failed = await createAnswer({ settings, ...recorder(), work: fail })({}, contextWith());
  assert.equal(refused.statusCode, 404);
  assert.equal(failed.statusCode, 500);
  assert.doesNotMatch(failed.body, /secret/);
});
