/** One thing that a person does with mouse or keyboard; both a real one and the agent's can do it. */
export type Act =
  | { readonly act: "move"; readonly x: number; readonly y: number }
  /** `count`: which click in a row it is, for the real mouse, whose operating system would count. */
  | { readonly act: "down" | "up"; readonly button: MouseButton; readonly count: number }
  | { readonly act: "wheel"; readonly deltaY: number }
  | { readonly act: "wait"; readonly milliseconds: number }
  /** Flags of a message of the mouse, so many milliseconds after the one before: only for the agent. */
  | { readonly act: "send"; readonly flags: number; readonly wait: number }
  | { readonly act: "keydown" | "keyup"; readonly key: string };

/** As Playwright names it. */
export type MouseButton = "left" | "right" | "middle";

/** An event as the page has heard it: its type, its target, and every field that has a value. */
export type Heard = Readonly<Record<string, string | number | boolean>>;

/** Moves the mouse. */
export function move(x: number, y: number): Act[] {
  return [{ act: "move", x, y }];
}

/** Clicks in a row, where the mouse is. */
export function clicks(count: number, button: MouseButton = "left", from = 1): Act[] {
  return Array.from(
    { length: count },
    (_, index) =>
      (["down", "up"] as const).map((act): Act => ({ act, button, count: from + index })),
  ).flat();
}

/** Presses a button. */
export function down(button: MouseButton = "left", count = 1): Act[] {
  return [{ act: "down", button, count }];
}

/** Releases a button. */
export function up(button: MouseButton = "left", count = 1): Act[] {
  return [{ act: "up", button, count }];
}

/** Presses keys one after the other, and releases them in the opposite order. */
export function keys(...names: string[]): Act[] {
  return [
    ...names.map((key): Act => ({ act: "keydown", key })),
    ...names.toReversed().map((key): Act => ({ act: "keyup", key })),
  ];
}

const ALL_TYPES = [
  ..."over enter out leave down up move".split(" ").flatMap((type) => [
    `pointer${type}`,
    `mouse${type}`,
  ]),
  ..."click auxclick contextmenu dblclick wheel focus blur focusin focusout keydown keypress keyup"
    .split(" "),
  ..."beforeinput input change submit reset touchstart touchmove touchend".split(" "),
];

/** A page with something of everything, which notes each event in `heard`. */
export const EVENTS_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A page that listens</title>
<style>
  body { margin: 0; height: 2000px; }
  .at { position: absolute; margin: 0; box-sizing: border-box; }
</style>
<body id="body">
<div id="outer" class="at" style="left:0;top:0;width:300px;height:200px;background:#eee">
  <div id="inner" class="at" style="left:50px;top:50px;width:100px;height:100px">word one two</div>
  <div id="second" class="at" style="left:160px;top:50px;width:100px;height:100px">another</div>
</div>
<div id="host" class="at" style="left:0;top:220px;width:300px;height:60px"></div>
<div id="box" class="at" style="left:0;top:300px;width:300px;height:100px;overflow:auto">
  <div id="clip" style="height:60px;overflow:hidden"><div id="tall" style="height:300px">tall</div></div>
  <div style="height:300px"></div>
</div>
<div id="rich" class="at" contenteditable style="left:0;top:420px;width:300px;height:40px">rich text here</div>
<form id="form">
  <input id="text" class="at" value="hello big world" style="left:320px;top:10px;width:200px;font:16px monospace">
  <button id="submit" class="at" style="left:320px;top:50px;width:100px;height:30px">Send</button>
  <button id="disabled" class="at" disabled style="left:430px;top:50px;width:100px;height:30px"><span id="within">No</span></button>
  <a id="link" class="at" href="#there" style="left:560px;top:50px;width:100px;height:30px">link</a>
  <input id="range" class="at" type="range" style="left:320px;top:100px;width:200px;height:20px">
  <input id="check" class="at" type="checkbox" style="left:320px;top:140px;width:20px;height:20px">
  <label id="label" class="at" style="left:360px;top:140px;height:20px">label <input id="labeled" type="checkbox"></label>
  <select id="list" class="at" size="4" style="left:320px;top:180px;width:100px"><option id="o1">a<option id="o2">b<option id="o3">c<option id="o4">d</select>
  <select id="drop" class="at" style="left:440px;top:180px;width:100px"><option>a<option>b<option>c</select>
  <textarea id="area" class="at" style="left:320px;top:300px;width:200px;height:60px;font:16px monospace">one two
three four</textarea>
  <input id="r1" class="at" type="radio" name="r" style="left:320px;top:380px"><input id="r2" class="at" type="radio" name="r" style="left:350px;top:380px">
</form>
<script>
  const root = document.querySelector("#host").attachShadow({ mode: "open" });
  root.innerHTML = '<div id="shade" style="height:30px"><button id="deep">deep</button><input id="buried" style="position:absolute;left:150px"></div>';
  const heard = globalThis.heard = [];
  const fields = ("detail button buttons clientX clientY pageX offsetX which " +
    "shiftKey ctrlKey altKey metaKey key code keyCode charCode repeat location inputType data deltaX deltaY " +
    "deltaMode pointerId pointerType isPrimary pressure width bubbles cancelable composed").split(" ");
  const name = (target) => target === null ? "" : target === document ? "document" : target.id ?? "window";
  for (const type of ${JSON.stringify(ALL_TYPES)}) {
    for (const element of [...document.querySelectorAll("*"), ...root.querySelectorAll("*")]) {
      element.addEventListener(type, () => {}, { passive: false });
    }
    addEventListener(type, (event) => {
      const entry = { type, target: name(event.composedPath()[0]), kind: event.constructor.name };
      for (const field of fields) {
        const value = event[field];
        if (value !== undefined && value !== null && value !== false) entry[field] = value;
      }
      // No script can give a move a \`which\` of another button than the left one.
      if (event.buttons > 1 && event.button === 0) delete entry.which;
      if (event.relatedTarget) entry.related = name(event.relatedTarget);
      heard.push(entry);
    }, { capture: true, passive: false });
  }
  globalThis.state = () => {
    const { activeElement } = root.activeElement ? root : document;
    const found = { active: activeElement.id, selection: getSelection().toString(), top: scrollY };
    for (const field of [...document.querySelectorAll("input, textarea, select"), root.querySelector("input")]) {
      const { value, checked, selectionStart, selectionEnd, selectionDirection } = field;
      found[field.id] = [value, checked, selectionStart, selectionEnd, selectionDirection];
    }
    for (const box of document.querySelectorAll("div")) found[box.id] = [box.scrollTop, box.innerHTML];
    return found;
  };
  addEventListener("submit", (event) => event.preventDefault());
</script>
<script type="module">
  globalThis.desktop = await import("./desktop.js");
</script>
</body>
</html>`;
