import assert from "node:assert/strict";
import test from "node:test";

import { common } from "./helpers.mjs";

const { ConfigError, choice, createRuntime, integer, readSettings, text } = common;

const PLATFORM = {
  PROJECT_NAME: "shop",
  ENVIRONMENT_SUFFIX: "pr-1",
  FUNCTION_ROLE: "authorizer",
  METRICS_NAMESPACE: "shop-pr-1",
};

test("settings are read under the names that the code uses", () => {
  const settings = { name: text("NAME"), days: integer("DAYS", { minimum: 0, maximum: 10 }) };
  assert.deepEqual({ ...readSettings(settings, { NAME: " a ", DAYS: "0" }) }, { name: "a", days: 0 });
});

test("every problem is named at once, and no value is repeated", () => {
  const settings = {
    name: text("NAME"),
    days: integer("DAYS", { minimum: 0, maximum: 10 }),
    hours: integer("HOURS", { minimum: 1, maximum: 24 }),
    level: choice("LEVEL", ["LOW", "HIGH"], "LOW"),
  };
  assert.throws(
    () => readSettings(settings, { NAME: "  ", DAYS: "hunter2", LEVEL: "hunter2" }),
    (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.problems, [
        "NAME is not set",
        "DAYS is not a whole number from 0 to 10",
        "HOURS is not set",
        "LEVEL is none of LOW, HIGH",
      ]);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    },
  );
});

for (const bad of ["-1", "11", "1.5", "1e1", "0x1", "", "NaN", "٣", "99999999999999999999"]) {
  test(`an integer is not ${JSON.stringify(bad)}`, () => {
    const settings = { days: integer("DAYS", { minimum: 0, maximum: 10 }) };
    assert.throws(() => readSettings(settings, { DAYS: bad }), ConfigError);
  });
}

test("a fallback makes a text optional, even an empty one", () => {
  assert.equal(readSettings({ origin: text("ORIGIN", { fallback: "" }) }, {}).origin, "");
});

test("a choice is read without regard to case", () => {
  assert.equal(readSettings({ level: choice("LEVEL", ["LOW", "HIGH"], "LOW") }, { LEVEL: "high" }).level, "HIGH");
});

test("a runtime needs the platform's variables as well as the function's own", () => {
  assert.throws(
    () => createRuntime({ table: text("TABLE_NAME") }, {}),
    (error) => {
      const missing = ["PROJECT_NAME", "ENVIRONMENT_SUFFIX", "FUNCTION_ROLE", "METRICS_NAMESPACE", "TABLE_NAME"];
      assert.deepEqual(
        error.problems,
        missing.map((name) => `${name} is not set`),
      );
      return true;
    },
  );
});

test("a runtime has settings, a logger and metrics", () => {
  const { settings, logger, metrics } = createRuntime({ table: text("TABLE_NAME") }, { ...PLATFORM, TABLE_NAME: "t" });
  assert.equal(settings.table, "t");
  assert.equal(settings.logLevel, "INFO");
  assert.equal(typeof logger.info, "function");
  assert.equal(typeof metrics.put, "function");
  assert.throws(() => {
    settings.table = "u";
  }, TypeError);
});
