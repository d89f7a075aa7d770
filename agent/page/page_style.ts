/** The look of the dialogs, notices and the bar of remote access. */
export const PERSON_STYLE = `
:host {
  --_ink: light-dark(#1c2430, #e8edf4);
  --_paper: light-dark(#ffffff, #171c23);
  --_line: light-dark(#767f8c, #8a94a1);
  --_alarm: light-dark(#8c1d18, #ffb4ab);
  color-scheme: light dark;
  all: initial;
}
[popover] {
  inset: auto; margin: 0; padding: 0; border: 0; background: none; overflow: visible;
}
dialog, section {
  box-sizing: border-box;
  font: 1rem/1.45 system-ui, sans-serif;
  color: var(--_ink); background: var(--_paper);
  border: 1px solid var(--_line); border-radius: 0.625rem;
  padding: 1rem; overflow-wrap: anywhere;
}
dialog { max-inline-size: min(28rem, calc(100vw - 2rem)); }
dialog::backdrop { background: rgb(0 0 0 / 0.5); }
h2 { font-size: 1.0625rem; line-height: 1.3; margin: 0 0 0.375rem; }
p { margin: 0; white-space: pre-wrap; max-block-size: 40vh; overflow: auto; }
[part="actions"] { display: flex; gap: 0.5rem; justify-content: end; margin-block-start: 1rem; }
[part="bar"] {
  position: fixed; inset-block-end: 0.75rem; inset-inline-start: 0.75rem; z-index: 2147483647;
  display: flex; gap: 0.75rem; align-items: center; max-inline-size: calc(100vw - 1.5rem);
  border: 2px solid var(--_alarm); padding: 0.5rem 0.75rem;
}
[part="notices"] {
  position: fixed; inset-block-start: 0.75rem; inset-inline-end: 0.75rem; z-index: 2147483646;
  display: grid; gap: 0.5rem; inline-size: min(22rem, calc(100vw - 1.5rem));
}
button {
  font: inherit; font-weight: 600; color: var(--_ink); background: transparent;
  border: 1px solid var(--_line); border-radius: 0.5rem;
  padding: 0.25rem 0.75rem; min-block-size: 2rem; cursor: pointer;
}
:focus-visible { outline: 3px solid light-dark(#0b5cad, #7ab8ff); outline-offset: 2px; }
[hidden] { display: none !important; }
`;
