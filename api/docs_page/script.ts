/** The script of the reference page; texts are set as texts, never as HTML. */
export const script = `
const base = new URL(".", location.href).href.replace(/\\/$/, "");
const main = document.getElementById("operations");
const session = document.getElementById("session");
let token;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

document.getElementById("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target));
  if (!fields.token) delete fields.token;
  const response = await fetch(base + "/mobile-auth", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
  const answer = await response.json();
  token = answer.token;
  session.textContent = response.ok
    ? "Logged in as " + answer.user.name + " until " + new Date(answer.expiresAt).toLocaleTimeString()
    : answer.detail;
  if (response.ok) event.target.elements.password.value = "";
});

document.getElementById("find").addEventListener("input", ({ target }) => {
  const wanted = target.value.toLowerCase();
  for (const details of main.querySelectorAll("details")) {
    details.hidden = !details.dataset.text.includes(wanted);
  }
  for (const section of main.querySelectorAll("section")) {
    section.hidden = !section.querySelector("details:not([hidden])");
  }
});

const specification = await (await fetch(base + "/openapi.json")).json();

function resolve(schema) {
  if (!schema?.$ref) return schema ?? {};
  return schema.$ref.slice(2).split("/").reduce((part, name) => part?.[name], specification) ?? {};
}

function example(given, depth = 0) {
  const schema = resolve(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choice) return example(choice[0], depth);
  if (schema.type === "object" || schema.properties) {
    if (depth > 4) return {};
    const needed = schema.required ?? [];
    return Object.fromEntries(Object.entries(schema.properties ?? {})
      .filter(([name]) => depth > 0 || needed.includes(name) || needed.length === 0)
      .map(([name, member]) => [name, example(member, depth + 1)]));
  }
  if (schema.type === "array") return [example(schema.items, depth + 1)];
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 0;
  if (schema.type === "boolean") return false;
  return "";
}

function operation(path, method, described) {
  const parameters = described.parameters ?? [];
  const body = resolve(described.requestBody)?.content?.["application/json"]?.schema;
  const form = element("form", {}, ...parameters.map((parameter) =>
    element("label", {}, parameter.name + (parameter.required ? " *" : "") + " (" + parameter.in + ")",
      element("input", { name: parameter.name, required: !!parameter.required }))));
  const text = body && element("textarea", {
    spellcheck: false, value: JSON.stringify(example(body), null, 2),
  });
  if (text) form.append(element("label", { className: "wide" }, "Body, JSON", text));
  form.append(element("button", {}, "Send"));
  const result = element("pre", { hidden: true, tabIndex: 0 });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = new FormData(form);
    const query = new URLSearchParams();
    let address = path.replace(/^\\/api/, "");
    for (const { name, in: where } of parameters) {
      const value = values.get(name);
      if (where === "path") address = address.replace("{" + name + "}", encodeURIComponent(value));
      else if (value !== "") query.set(name, value);
    }
    result.hidden = false;
    result.textContent = "…";
    const begun = performance.now();
    try {
      const response = await fetch(base + address + (String(query) && "?" + query), {
        method: method.toUpperCase(),
        headers: {
          ...(token ? { authorization: "Bearer " + token } : {}),
          ...(text ? { "content-type": "application/json" } : {}),
        },
        ...(text ? { body: text.value } : {}),
      });
      const time = Math.round(performance.now() - begun);
      result.textContent = response.status + " " + response.statusText + ", " + time + " ms\\n";
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let received = "";
      for (let part = await reader?.read(); part && !part.done; part = await reader.read()) {
        received += part.value;
        result.textContent = response.status + ", " + time + " ms\\n" + pretty(received);
      }
    } catch (error) {
      result.textContent = String(error);
    }
  });
  const answers = Object.entries(described.responses ?? {}).map(([status, answer]) => {
    const schema = answer.content?.["application/json"]?.schema;
    const item = element("li", {}, status + " — " + (answer.description ?? ""));
    if (schema) item.append(element("pre", { tabIndex: 0 }, JSON.stringify(example(schema, 1), null, 2)));
    return item;
  });
  const details = element("details", { id: described.operationId },
    element("summary", {}, element("span", { className: "method" }, method.toUpperCase()),
      element("code", {}, path), described.summary ?? ""),
    element("div", { className: "inside" }, element("p", {}, described.description ?? ""),
      form, result, element("h3", {}, "Answers"), element("ul", {}, ...answers)));
  details.dataset.text = [path, described.summary, described.description].join(" ").toLowerCase();
  return details;
}

function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

const sections = new Map();
for (const [path, methods] of Object.entries(specification.paths)) {
  for (const [method, described] of Object.entries(methods)) {
    const tag = described.tags?.[0] ?? "Other";
    if (!sections.has(tag)) sections.set(tag, element("section", {}, element("h2", {}, tag)));
    sections.get(tag).append(operation(path, method, described));
  }
}
main.replaceChildren(...sections.values());
main.setAttribute("aria-busy", "false");
if (location.hash) document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
`;
