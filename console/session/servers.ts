/**
 * The servers that this browser knows, and the one in use.
 *
 * @module
 */
import { computed, signal } from "@preact/signals";
import { readJson, readText, writeJson, writeText } from "./storage.ts";

/** Addresses of APIs, in the order in which they were added. */
export const servers = signal<readonly string[]>(
  readJson("servers", isTexts) ?? [new URL("api", originOfPage()).href],
);

const chosen = signal(readText("server"));

/** The address of the API in use. */
export const server = computed(() =>
  servers.value.find((url) => url === chosen.value) ?? servers.value[0] ?? ""
);

/** An address that came by a link, and that nobody has confirmed so far. */
export const proposedServer = signal(serverOfLink());

/**
 * The address of an API from what a person typed: `https` unless it says otherwise, without a slash
 * at the end. Undefined when it is none.
 */
export function parseServer(text: string): string | undefined {
  const trimmed = text.trim();
  const full = /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (trimmed === "" || !URL.canParse(full)) return undefined;
  const { protocol, host, pathname, username, hostname } = new URL(full);
  if (username !== "" || !isSafe(protocol, hostname)) return undefined;
  return `${protocol}//${host}${pathname === "/" ? "/api" : pathname.replace(/\/+$/, "")}`;
}

/** Remembers a server, and uses it. */
export function useServer(url: string): void {
  const known = serversNow();
  keepServers(known.includes(url) ? known : [...known, url]);
  chosen.value = url;
  writeText("server", url);
}

/** Forgets a server. */
export function forgetServer(url: string): void {
  keepServers(serversNow().filter((known) => known !== url));
}

/** With those that another tab has got to know meanwhile. */
function serversNow(): readonly string[] {
  return readJson("servers", isTexts) ?? servers.value;
}

function keepServers(urls: readonly string[]): void {
  servers.value = urls;
  writeJson("servers", urls);
}

/** A password must not travel in the clear, but for the machine itself. */
function isSafe(protocol: string, hostname: string): boolean {
  if (protocol === "https:" || hostname === location.hostname) return true;
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function originOfPage(): string {
  return `${location.origin}/`;
}

function serverOfLink(): string | undefined {
  const text = new URLSearchParams(location.search).get("server");
  const url = text === null ? undefined : parseServer(text);
  return url !== undefined && servers.value.includes(url) ? undefined : url;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 &&
    value.every((text) => typeof text === "string");
}
