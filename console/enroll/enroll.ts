/**
 * The page of an enrolment link: makes its tab a device. The enrolment is taken out of the address
 * at once, so that it stays in no history.
 *
 * @module
 */
const KEY = "cs-console.enrolment";

const text = decode(location.hash.slice(1)) || (sessionStorage.getItem(KEY) ?? "");
if (location.hash !== "") {
  sessionStorage.setItem(KEY, text); // for a reload of this tab
  history.replaceState(null, "", location.pathname);
}
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

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return "";
  }
}
