/**
 * The API's own reference at `/docs`: every operation, to be read and tried. It is a few kilobytes
 * made for our own document, and part of the Fetch handler: it needs no files, no internet and no
 * exception from a strict Content-Security-Policy. Reference pages off the shelf weigh megabytes.
 *
 * @module
 */
import type { Context, Hono } from "hono";
import type { Env } from "../mount.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>MeshCentral REST API</title>
<link rel="stylesheet" href="docs/style.css">
<script type="module" src="docs/script.js"></script>
<body>
<header>
  <h1>MeshCentral REST API</h1>
  <p><a href="openapi.json">OpenAPI document</a></p>
  <form id="login" aria-label="Log in">
    <label>User <input name="username" autocomplete="username" required></label>
    <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
    <label>Second factor <input name="token" autocomplete="one-time-code" size="8"></label>
    <button>Log in</button>
    <output id="session" role="status">Not logged in. The token stays in this tab's memory.</output>
  </form>
  <label>Find <input id="find" type="search" placeholder="device, share, user…"></label>
</header>
<main id="operations" aria-busy="true">Loading…</main>
<noscript>This page needs JavaScript; the OpenAPI document does not.</noscript>
</body>
</html>
`;

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Adds the page and its two files. */
export function mountDocs(app: Hono<Env>): void {
  const serve = (type: string, body: string) => (c: Context<Env>) => {
    c.header("content-type", `${type}; charset=utf-8`);
    c.header("content-security-policy", POLICY);
    c.header("cache-control", "no-cache");
    return c.body(body);
  };
  app.get("/docs", serve("text/html", html));
  app.get("/docs/style.css", serve("text/css", style));
  app.get("/docs/script.js", serve("text/javascript", script));
}
