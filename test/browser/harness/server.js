// The real program, with a data folder of its own, on a port that the system picks.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import tls from "node:tls";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const kBuilt = fileURLToPath(new URL("../../../build/release/gatehouse", import.meta.url));
const kBinary = process.env.GATEHOUSE_BINARY ?? kBuilt;
const kReady = /^gatehouse ready (https:\/\/\S+)$/;

const run = promisify(execFile);

export class Server {
  origin = "";
  #folder;
  #child = null;
  #said = "";

  /** `settings`: the text of its configuration file. */
  static async start(settings = "") {
    await access(kBinary).catch(() => assert.fail(`${kBinary} is missing; build it first.`));
    const server = new Server(await mkdtemp(join(tmpdir(), "gatehouse-browser-")));
    await writeFile(server.#settings, settings);
    await server.#begin(0);
    return server;
  }

  constructor(folder) {
    this.#folder = folder;
    // A test that dies must not leave a server behind.
    process.on("exit", () => this.#child?.kill("SIGKILL"));
  }

  get data() {
    return join(this.#folder, "data");
  }

  get #settings() {
    return join(this.#folder, "gatehouse.toml");
  }

  get port() {
    return Number(new URL(this.origin).port);
  }

  /** As after a power cut: no warning, and nothing is written any more. */
  async kill() {
    await this.#end("SIGKILL");
  }

  /** On the same port and data as before. */
  async startAgain() {
    await this.#begin(this.port);
  }

  async stop() {
    const code = this.#child && (await this.#end("SIGTERM"));
    await rm(this.#folder, { recursive: true, force: true });
    assert.equal(code ?? 0, 0, `The server should end well after SIGTERM. It said: ${this.#said}`);
  }

  async setupLink() {
    const { stdout } = await run(kBinary, ["admin", "setup-link", "--data", this.data]);
    // The command cannot know on which port the server was told to listen.
    return `${this.origin}/setup${new URL(stdout.trim()).hash}`;
  }

  authority() {
    return readFile(join(this.data, "tls", "ca.crt"));
  }

  /** Certificate and key of this server, for another website on the same machine. */
  async certificate() {
    const [cert, key] = await Promise.all([
      readFile(join(this.data, "tls", "server.crt")),
      readFile(join(this.data, "tls", "server.key")),
    ]);
    return { cert, key };
  }

  /** What the browser is to trust: the key of the certificate that the local authority vouches for. */
  async trustedKey() {
    const ca = await this.authority();
    const socket = tls.connect({ host: "127.0.0.1", port: this.port, servername: "localhost", ca });
    await once(socket, "secureConnect");
    const key = socket.getPeerX509Certificate().publicKey.export({ type: "spki", format: "der" });
    socket.destroy();
    return createHash("sha256").update(key).digest("base64");
  }

  /** A request as a program would make it. */
  async call(method, path, { body, token } = {}) {
    const request = https.request(`${this.origin}${path}`, {
      method,
      ca: await this.authority(),
      agent: false,
      headers: {
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
    });
    request.end(body ? JSON.stringify(body) : undefined);
    const [response] = await once(request, "response");
    const text = Buffer.concat(await response.toArray()).toString();
    const json = response.headers["content-type"]?.includes("json") ? JSON.parse(text) : null;
    return { status: response.statusCode, headers: response.headers, json };
  }

  async #begin(port) {
    const place = ["--listen", `127.0.0.1:${port}`];
    const options = ["serve", "--config", this.#settings, "--data", this.data, ...place];
    const child = spawn(kBinary, options, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    child.stderr.on("data", (said) => (this.#said += said));
    const ended = once(child, "exit").then(() => null);
    const line = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
    const ready = line && kReady.exec(line[0]);
    assert.ok(ready, `The server did not start. It said: ${line ?? ""} ${this.#said}`);
    this.origin = ready[1];
  }

  async #end(signal) {
    const child = this.#child;
    this.#child = null;
    if (child.exitCode !== null) return child.exitCode;
    child.kill(signal);
    const [code] = await once(child, "exit");
    return code;
  }
}
