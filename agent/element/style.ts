/** The look of `<mesh-agent>`; the page overrides it by custom properties and `::part()`. */
export const STYLE = `
:host {
  --_ink: var(--mesh-agent-ink, light-dark(#1c2430, #e8edf4));
  --_quiet: var(--mesh-agent-quiet, light-dark(#55606e, #a3afbf));
  --_paper: var(--mesh-agent-paper, light-dark(#ffffff, #171c23));
  --_line: var(--mesh-agent-line, light-dark(#c9d1db, #3a4553));
  --_accent: var(--mesh-agent-accent, light-dark(#0b5cad, #7ab8ff));
  --_dot: light-dark(#8a94a1, #7d8896);
  color-scheme: light dark;
  display: block;
  max-inline-size: 34rem;
}
:host([hidden]) { display: none; }
section {
  font: 0.9375rem/1.45 system-ui, sans-serif;
  color: var(--_ink);
  background: var(--_paper);
  border: 1px solid var(--_line);
  border-radius: 0.625rem;
  padding: 0.875rem 1rem;
  overflow-wrap: anywhere;
}
header { display: flex; align-items: center; gap: 0.625rem; }
[part="dot"] {
  flex: none; inline-size: 0.625rem; block-size: 0.625rem; border-radius: 50%;
  background: var(--_dot);
}
section[data-state="connecting"], section[data-state="authenticating"],
section[data-state="waiting"] { --_dot: light-dark(#b36b00, #f5b54a); }
section[data-state="online"] { --_dot: light-dark(#1a7f37, #4cc26b); }
section[data-problem] { --_dot: light-dark(#b3261e, #ff8a80); }
[part="status"] { flex: 1; font-weight: 600; margin: 0; }
p { margin: 0.5rem 0 0; }
[part="detail"], [part="help"] { color: var(--_quiet); }
[part="help"] { margin-block-start: 0.25rem; }
summary { cursor: pointer; inline-size: fit-content; }
ol { margin: 0.375rem 0 0; padding-inline-start: 1.375rem; }
code { font: 0.8125rem ui-monospace, monospace; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.125rem 0.75rem; margin: 0.5rem 0 0; }
dt { color: var(--_quiet); }
dd { margin: 0; font-weight: 600; overflow: hidden; }
[part="actions"] { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block-start: 0.75rem; }
button {
  font: inherit; font-weight: 600; color: var(--_ink); background: transparent;
  border: 1px solid var(--_line); border-radius: 0.5rem;
  padding: 0.3125rem 0.875rem; min-block-size: 2rem; cursor: pointer;
}
button[aria-disabled="true"] { cursor: progress; }
button[data-main] { color: var(--_paper); background: var(--_accent); border-color: var(--_accent); }
button[data-main][aria-disabled="true"] {
  color: var(--_ink);
  background: linear-gradient(var(--_accent) 0 0) 0 100% / calc(var(--waited, 0) * 100%) 3px no-repeat;
}
[part="help-request"], [part="share"] { margin-block-start: 0.75rem; }
textarea, input:not([type]) {
  font: inherit; color: inherit; background: transparent; box-sizing: border-box;
  border: 1px solid var(--_line); border-radius: 0.5rem; padding: 0.375rem 0.5rem;
  inline-size: 100%; margin-block-end: 0.5rem;
}
label { display: flex; gap: 0.5rem; align-items: baseline; margin-block-start: 0.5rem; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
[hidden] { display: none !important; }
`;
