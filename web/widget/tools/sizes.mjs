// Prints what visitors download and fails the build when it is more than promised. kB is 1000 bytes.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const kLoaderBytes = 3_000;
const kWidgetGzipBytes = 15_000;

function measured(name) {
  const data = readFileSync(new URL(name, dist));
  return { name, raw: data.length, gzip: gzipSync(data, { level: 9 }).length };
}

const loader = measured("loader.js");
const assets = readdirSync(new URL("assets/", dist)).map((name) => measured(`assets/${name}`));
// A visitor reads one language.
const languages = assets.filter(({ name }) => name.endsWith(".json"));
const frame = assets.filter(({ name }) => !name.endsWith(".json"));
const largest = Math.max(...languages.map(({ gzip }) => gzip));
const total = frame.reduce((sum, file) => sum + file.gzip, loader.gzip + largest);

for (const { name, raw, gzip } of [loader, ...assets]) {
  console.log(`${name.padEnd(36)} ${raw} bytes, ${gzip} gzip`);
}
console.log(`${"all, with one language".padEnd(36)} ${total} gzip (at most ${kWidgetGzipBytes})`);

if (loader.raw >= kLoaderBytes) {
  console.error(`loader.js has ${loader.raw} bytes; fewer than ${kLoaderBytes} are allowed.`);
  process.exitCode = 1;
}
if (total > kWidgetGzipBytes) {
  console.error(`The widget has ${total} bytes after gzip; at most ${kWidgetGzipBytes} may be.`);
  process.exitCode = 1;
}
