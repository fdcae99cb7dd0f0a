// types.mjs [--check]
//
// From test/golden/openapi.json, which a test holds to what the server serves: the types of the API
// (api/generated/schema.ts) and the readers of its answers (api/generated/shapes.ts). With --check
// nothing is written; a file that would change is named and fails.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const kRoot = new URL("../../../", import.meta.url);
const kFolder = "web/dashboard/api/generated/";
const kHeader = `// Generated from test/golden/openapi.json by \`npm run types -w web/dashboard\`; not for editing.\n`;

const document = JSON.parse(readFileSync(new URL("test/golden/openapi.json", kRoot), "utf8"));
const { schemas } = document.components;

function nameIn({ $ref }) {
  return $ref.slice($ref.lastIndexOf("/") + 1);
}

function variable(schema) {
  return schema[0].toLowerCase() + schema.slice(1);
}

/** The reader of one member, made of what read.ts offers. */
function reader(schema) {
  if (schema.$ref) return variable(nameIn(schema));
  if (schema.anyOf) return `orNull(${reader(schema.anyOf.find((one) => one.type !== "null"))})`;
  if (Array.isArray(schema.type)) {
    const [type] = schema.type;
    const others = schema.enum?.filter((one) => one !== null);
    return `orNull(${reader({ ...schema, type, ...(others && { enum: others }) })})`;
  }
  if (schema.enum) return `oneOf(${schema.enum.map((one) => JSON.stringify(one)).join(", ")})`;
  if (schema.type === "array") return `list(${reader(schema.items)})`;
  const plain = { string: "text", integer: "number", number: "number", boolean: "truth" };
  const found = plain[schema.type];
  if (!found) throw new Error(`No reader for ${JSON.stringify(schema)}`);
  return found;
}

function shape(name) {
  const members = Object.entries(schemas[name].properties).map(
    ([member, schema]) => `  ${member}: ${reader(schema)},\n`,
  );
  return `export const ${variable(name)} = shape<Schemas["${name}"]>({\n${members.join("")}});\n`;
}

/** What the value refers to, each name after those that it refers to itself. */
function namesIn(value, found = new Set()) {
  if (typeof value !== "object" || value === null) return found;
  if (value.$ref && !found.has(nameIn(value))) {
    namesIn(schemas[nameIn(value)], found);
    found.add(nameIn(value));
  }
  for (const part of Object.values(value)) namesIn(part, found);
  return found;
}

// The dashboard reads what /api/v1 answers; the widget has readers of its own, for the sake of size.
function shapes() {
  const answers = Object.entries(document.paths)
    .filter(([path]) => path.startsWith("/api/v1/"))
    .flatMap(([, operations]) => Object.values(operations).map(({ responses }) => responses));
  const all = [...namesIn(answers)].map(shape);
  const used = ["list", "number", "oneOf", "orNull", "shape", "text", "truth"].filter((name) =>
    all.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
  );
  return `${kHeader}import { ${used.join(", ")} } from "../read";
import type { components } from "./schema";

type Schemas = components["schemas"];

${all.join("\n")}`;
}

async function types() {
  return `${kHeader}\n${astToString(await openapiTS(document))}`;
}

const isCheck = process.argv.includes("--check");
for (const [name, text] of [
  ["schema.ts", await types()],
  ["shapes.ts", shapes()],
]) {
  const file = new URL(kFolder + name, kRoot);
  if (!isCheck) {
    writeFileSync(file, text);
  } else if (readFileSync(file, "utf8") !== text) {
    console.error(`${kFolder}${name} is not current; npm run types -w web/dashboard writes it`);
    process.exitCode = 1;
  }
}
