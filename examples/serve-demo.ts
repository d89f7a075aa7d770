/**
 * Serves the live demo of the protocol, a static page, at http://localhost:4482. `npm run demo`
 * builds the page and runs this.
 */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import process from "node:process";

const page = await readFile(new URL("../dist/demo/index.html", import.meta.url));
const port = Number(process.env.PORT ?? 4482);

createServer((request, response) => {
  const isPage = request.method === "GET" && ["/", "/index.html"].includes(request.url ?? "");
  response.writeHead(isPage ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
  response.end(isPage ? page : "");
}).listen(port, "127.0.0.1", () => {
  process.stdout.write(`The protocol, live: http://localhost:${port}\n`);
});
