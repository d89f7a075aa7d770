/** The look of the dialogs, notices and the bar of remote access. */
export const PERSON_STYLE = `
:host {
  --_ink: light-dark(#1c2430, #e8edf4);
  --_paper: light-dark(#ffffff, #171c23);
  --_line: light-dark(#767f8c, #8a94a1);
  --_alarm: light-dark(#8c1d18, #ffb4ab);
  --_outside: light-dark(#e9eef5, #2b3440);
  color-scheme: light dark;
  all: initial;
}
[part="layer"] {
  position: fixed; inset: auto auto 0.75rem 0.75rem; z-index: 2147483647;
  margin: 0; padding: 0; border: 0; background: none; overflow: visible;
  display: flex; flex-direction: column; align-items: start; gap: 0.5rem;
  inline-size: auto; max-inline-size: calc(100vw - 1.5rem);
  max-block-size: calc(100vh - 1rem);
}
dialog, section {
  box-sizing: border-box;
  font: 1rem/1.45 system-ui, sans-serif;
  color: var(--_ink); background: var(--_paper);
  border: 1px solid var(--_line); border-radius: 0.625rem;
  padding: 1rem; overflow-wrap: anywhere;
}
dialog[open] {
  display: flex; flex-direction: column; overflow: clip;
  inline-size: min(28rem, calc(100vw - 2rem)); max-block-size: calc(100vh - 2rem);
}
dialog::backdrop { background: rgb(0 0 0 / 0.5); }
h2 { font-size: 1.0625rem; line-height: 1.3; margin: 0 0 0.375rem; }
p, dl, dd { margin: 0; }
h2, [part="sentence"], [part="actions"] { flex: none; }
/* Tall and wide characters stay in their line. */
dl, dd, bdi, [part="body"], [part="who"] { overflow: hidden; overflow-clip-margin: 0; }
[part="facts"] {
  display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 0.75rem; align-content: start;
  margin-block-start: 0.5rem; min-block-size: 2rem; overflow: auto;
}
dd { max-block-size: 12lh; }
dt { color: light-dark(#55606e, #a3afbf); }
bdi { background: var(--_outside); border-radius: 0.25rem; }
[part="body"] { white-space: pre-line; max-block-size: 8lh; overflow: auto; margin-block-start: 0.5rem; }
[part="actions"] { display: flex; gap: 0.5rem; justify-content: end; margin-block-start: 1rem; }
section { font-size: 0.9375rem; padding: 0.5rem 0.75rem; }
[part="bar"] {
  display: flex; flex: none; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center;
  max-inline-size: 100%;
  border: 2px solid var(--_alarm);
}
[part="guest"], [part="more"] { display: block; }
[part="notices"] {
  display: grid; gap: 0.5rem; inline-size: min(22rem, calc(100vw - 1.5rem));
  max-block-size: 50vh; min-block-size: 0; overflow: auto;
}
[part="notice"] { position: relative; }
[part="notice"] button { position: absolute; inset: 0.5rem 0.75rem auto auto; }
[part="notice"] h2 { line-height: 2; margin: 0; }
[part="more"] { background: var(--_paper); }
[part="more"]:empty { display: none; }
button {
  font: inherit; font-weight: 600; color: var(--_ink); background: transparent;
  border: 1px solid var(--_line); border-radius: 0.5rem;
  padding: 0.25rem 0.75rem; min-block-size: 2rem; cursor: pointer;
}
button[aria-disabled="true"] {
  cursor: progress; color: light-dark(#55606e, #a3afbf);
  background: linear-gradient(var(--_line) 0 0) 0 100% / calc(var(--waited, 0) * 100%) 3px no-repeat;
}
:focus-visible { outline: 3px solid light-dark(#0b5cad, #7ab8ff); outline-offset: 2px; }
[hidden] { display: none !important; }
`;
