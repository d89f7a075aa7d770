/**
 * The page of an enrolment link: makes its tab a device. The enrolment is taken out of the address
 * at once, so that it stays in no history.
 *
 * @module
 */
const KEY = "cs-console.enrolment";

takeLink();
addEventListener("hashchange", () => {
  if (takeLink()) location.reload(); // one agent has ended before the next begins
});
const text = sessionStorage.getItem(KEY) ?? "";
const place = document.getElementById("agent");
if (text === "") place?.removeAttribute("hidden");
else {
  const Element = await customElements.whenDefined("mesh-agent");
  const { features } = Element as unknown as { readonly features: ReadonlyMap<string, unknown> };
  const agent = document.createElement("mesh-agent");
  agent.setAttribute("enrollment", text);
  agent.setAttribute("features", [...features.keys()].join(" "));
  agent.toggleAttribute("autostart", true);
  agent.toggleAttribute("persist", true);
  place?.replaceWith(agent);
}

/** Keeps what the address has for a reload of this tab; whether it had something. */
function takeLink(): boolean {
  if (location.hash === "") return false;
  const text = decode(location.hash.slice(1));
  if (text !== "") sessionStorage.setItem(KEY, text);
  history.replaceState(null, "", location.pathname);
  return true;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return "";
  }
}
