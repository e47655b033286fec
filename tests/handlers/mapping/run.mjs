// Runs mapping templates as API Gateway does: reads cases from stdin as JSON, writes what came of each.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
import { readFileSync } from "node:fs";

import { render } from "velocityjs";

/** A string with the methods of Java's that templates may call; an expression's value in Velocity is such a one. */
class Text {
  constructor(text) {
    this.text = text;
  }
  length() {
    return this.text.length;
  }
  contains(part) {
    return this.text.includes(String(part));
  }
  /** Java's: the first is a regular expression. */
  replaceAll(pattern, replacement) {
    return new Text(this.text.replace(new RegExp(String(pattern), "g"), () => String(replacement)));
  }
  toString() {
    return this.text;
  }
}

/** Apache Commons' escapeEcmaScript, which $util.escapeJavaScript is. */
function escapeJavaScript(value) {
  const named = { "\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r" };
  const escaped = [...String(value)].map((character) => {
    if (character in named) return named[character];
    if (`'"\\/`.includes(character)) return `\\${character}`;
    if (character >= " " && character <= "~") return character;
    return [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).toUpperCase().padStart(4, "0")}`)
      .join("");
  });
  return new Text(escaped.join(""));
}

/** The JSONPath of the templates: $, $.name and $.name[0].name. */
function at(document, path) {
  const steps = [...path.slice(1).matchAll(/\.([A-Za-z_]+)|\[([0-9]+)\]/g)].map(([, name, index]) => name ?? index);
  return steps.reduce((value, step) => (value !== null && typeof value === "object" ? value[step] : undefined), document);
}

function run({ template, body, context }) {
  const document = JSON.parse(body);
  const given = { ...context, requestOverride: { header: {} }, responseOverride: { header: {} } };
  const input = {
    body: new Text(body),
    json: (path) => {
      const value = at(document, String(path));
      return new Text(value === undefined ? "" : JSON.stringify(value));
    },
    path: (path) => at(document, String(path)),
  };
  const text = render(template, { input, util: { escapeJavaScript }, context: given }, undefined, { escape: false });
  return { text, headers: given.requestOverride.header, status: given.responseOverride.status ?? null };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(run)));
