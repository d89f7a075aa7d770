/** The style sheet of the reference page. */
export const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: #8884; --accent: light-dark(#0b57d0, #a8c7fa); }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
a { color: var(--accent); }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: 1rem 0; }
label { display: grid; font-size: .875rem; }
input, select, textarea, button { font: inherit; padding: .3rem .5rem; border: 1px solid #888; border-radius: 4px; background: Field; color: FieldText; }
button { cursor: pointer; background: var(--accent); color: Canvas; border-color: transparent; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
output { font-size: .875rem; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .35rem 0; }
summary { padding: .5rem .75rem; cursor: pointer; }
summary code { margin-right: .75rem; }
.method { display: inline-block; min-width: 4rem; font: 700 .8rem ui-monospace, monospace; }
.inside { padding: 0 .75rem .75rem; }
pre { overflow: auto; max-height: 24rem; padding: .75rem; background: #8881; border-radius: 4px; font: .8rem/1.45 ui-monospace, monospace; }
textarea { width: 100%; min-height: 8rem; font: .85rem/1.4 ui-monospace, monospace; }
.wide { flex: 1 1 100%; }
`;
