// The page that checks evidence without a server: with honest evidence, and with bent one.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { Stage } from "./harness/stage.js";

const kRoot = new URL("../../", import.meta.url);
const kBinary = process.env.GATEHOUSE_BINARY ?? fileURLToPath(new URL("build/release/gatehouse", kRoot));
const run = promisify(execFile);

describe("evidence", () => {
  let stage;
  let folder;
  let key;
  let honest;

  const inFolder = (name) => join(folder, name);

  before(async () => {
    stage = await Stage.open();
    folder = await mkdtemp(join(tmpdir(), "gatehouse-evidence-"));
    const { origin, data } = stage.server;
    await run(kBinary, [
      ...["verify", "--url", origin, "--data", data, "--quiet", "--only", "EDGE-04,EDGE-05,AUD"],
      ...["--json", inFolder("honest.json"), "--oscal", inFolder("oscal.json")],
    ]);
    await run(kBinary, ["evidence", "export", "--data", data, "--into", inFolder("range.jsonl")]);
    key = (await run(kBinary, ["evidence", "key", "--data", data])).stdout.trim();
    honest = await readFile(inFolder("honest.json"), "utf8");
  });
  afterEach(() => stage.assertQuiet());
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await stage?.close();
  });

  async function verdictOf(page, text, name = "evidence.json") {
    await page.getByLabel("Public key").fill(key);
    await page.locator("#file").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    const verdict = page.getByRole("status");
    await verdict.locator("strong").waitFor();
    return verdict.innerText();
  }

  it("that is honest holds, in the server's page and from one's own disk", async () => {
    const page = await stage.person();
    for (const place of ["/evidence/verify", pathToFileURL(fileURLToPath(new URL("web/verifier/index.html", kRoot))).href]) {
      await page.goto(place);
      assert.match(await verdictOf(page, honest), /The evidence holds[^]*place 0 of a log of 1/);
      await page.getByRole("cell", { name: "EDGE-04", exact: true }).waitFor();
      assert.match(await verdictOf(page, await readFile(inFolder("range.jsonl"), "utf8")), /nothing between them is missing/);
    }
  });

  it("that was bent does not hold, and the page says why", async () => {
    const page = await stage.person();
    await page.goto("/evidence/verify");
    const bundle = JSON.parse(honest);
    const bent = (change) => {
      const copy = structuredClone(bundle);
      change(copy);
      return JSON.stringify(copy);
    };
    const edited = bent((b) => (b.statement = b.statement.replace('"passed"', '"failed"')));
    assert.match(await verdictOf(page, edited), /does not hold[^]*changed after it was signed/);
    const moved = bent((b) => (b.log.number = 1));
    assert.match(await verdictOf(page, moved), /does not stand in the log/);
    const rewritten = bent((b) => (b.log.checkpoint = b.log.checkpoint.replace("\n1\n", "\n2\n")));
    assert.match(await verdictOf(page, rewritten), /signed head of the log does not fit/);
    assert.match(await verdictOf(page, "not evidence"), /damaged or is no evidence/);
    // Reformatted is not bent.
    assert.match(await verdictOf(page, JSON.stringify(bundle, null, 2)), /The evidence holds/);
    key = key.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    assert.match(await verdictOf(page, honest), /public key is wrong|Ed25519 key|damaged/);
  });

  it("fits NIST's schema of OSCAL assessment results", async () => {
    const schema = JSON.parse(await readFile(new URL("test/browser/oscal/assessment-results-1.0.6.json", kRoot), "utf8"));
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    const document = JSON.parse(await readFile(inFolder("oscal.json"), "utf8"));
    assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 5), null, 1));
    const findings = document["assessment-results"].results[0].findings;
    assert.ok(findings.every((finding) => finding.target.status.state === "satisfied"));
  });
});
