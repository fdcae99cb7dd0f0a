// Another website on this machine: a customer's, or an attacker's.
import { once } from "node:events";
import https from "node:https";

export class Website {
  origin = "";
  page = "";
  #server;

  static async start(server) {
    const site = new Website();
    site.#server = https.createServer(await server.certificate(), (request, response) => {
      const known = request.url === "/";
      response.writeHead(known ? 200 : 404, { "Content-Type": "text/html; charset=utf-8" });
      response.end(known ? site.page : "");
    });
    site.#server.listen(0, "127.0.0.1");
    await once(site.#server, "listening");
    site.origin = `https://localhost:${site.#server.address().port}`;
    return site;
  }

  /** `body` is markup. */
  show(body) {
    // An icon of its own, so that the browser asks for none.
    const icon = '<link rel="icon" href="data:,">';
    this.page = `<!doctype html><html lang="en"><head>${icon}<title>Elsewhere</title></head><body>${body}</body></html>`;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
