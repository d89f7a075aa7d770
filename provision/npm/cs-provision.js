#!/usr/bin/env node
// The command is part of @cs/meshcentral; this package gives it the name that npx looks for.
const root = import.meta.resolve("@cs/meshcentral/package.json");
await import(new URL("dist/cs-provision.js", root).href);
