// The layer, wherever it is. ES module imports ignore NODE_PATH, by which Lambda says where layers are
// (/opt/nodejs/node_modules), but require.resolve honours it; in the repository, and in a rendered folder, the layer
// lies beside the functions. This file is the same in every function: each is packaged by itself.
// https://nodejs.org/api/esm.html#no-node_path
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const BESIDE = "../layers/common-dependencies/nodejs/node_modules/common-dependencies/index.mjs";

function locate() {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve("common-dependencies")).href;
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    return new URL(BESIDE, import.meta.url).href;
  }
}

export const common = await import(locate());
