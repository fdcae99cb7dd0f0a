// Prints what visitors download and fails the build when it is more than promised.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const kLoaderBytes = 3 * 1024;
const kFrameGzipBytes = 15 * 1024;

function measured(name) {
  const data = readFileSync(new URL(name, dist));
  return { name, raw: data.length, gzip: gzipSync(data, { level: 9 }).length };
}

const loader = measured("loader.js");
const frame = readdirSync(new URL("assets/", dist))
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => measured(`assets/${name}`));
const total = frame.reduce((sum, file) => sum + file.gzip, loader.gzip);

for (const file of [loader, ...frame]) {
  console.log(`${file.name.padEnd(36)} ${file.raw} bytes, ${file.gzip} gzip`);
}
console.log(`${"loader and frame".padEnd(36)} ${total} gzip (at most ${kFrameGzipBytes})`);

if (loader.raw > kLoaderBytes) {
  console.error(`loader.js has ${loader.raw} bytes; at most ${kLoaderBytes} are allowed.`);
  process.exitCode = 1;
}
if (total > kFrameGzipBytes) {
  console.error(`The widget has ${total} bytes after gzip; at most ${kFrameGzipBytes} may be.`);
  process.exitCode = 1;
}
