// What `node --test lambda-src/tests/` runs on Node.js 22 and later, which take a folder for a program; 18 and 20
// look for the test files in it by themselves, and pass this file over.
const { readdirSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

for (const name of readdirSync(__dirname)) {
  if (name.endsWith(".test.mjs")) import(pathToFileURL(join(__dirname, name)).href);
}
