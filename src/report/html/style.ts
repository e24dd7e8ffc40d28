/** The page's one style sheet; the colours of both schemes reach a contrast of 4.5 to 1 on their ground. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f4f5f7; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --link: #0550ae;
  --boots: #116329; --boots-ground: #dafbe1; --conditional: #0550ae; --conditional-ground: #ddf4ff;
  --silent: #7d4e00; --silent-ground: #fff8c5; --fails: #a40e26; --fails-ground: #ffebe9; --way: #8c959f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --raised: #161b22; --ink: #e6edf3; --soft: #9aa4af; --line: #30363d; --link: #79c0ff;
    --boots: #56d364; --boots-ground: #12261e; --conditional: #79c0ff; --conditional-ground: #0f2440;
    --silent: #e3b341; --silent-ground: #2b230c; --fails: #ff938a; --fails-ground: #341517; --way: #6e7681;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
footer { padding-bottom: 2rem; color: var(--soft); }
h1 { margin: 1.5rem 0 0.25rem; font-size: 1.7rem; line-height: 1.2; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.3rem; }
h3 { margin: 1.5rem 0 0.5rem; font-size: 1.1rem; text-transform: capitalize; }
h4 { margin: 0 0 0.4rem; font-size: 1rem; overflow-wrap: anywhere; }
p { margin: 0.4rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
code, pre { font: 0.9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
pre { margin: 0.2rem 0 0.4rem; padding: 0.4rem 0.6rem; background: var(--ground); border: 1px solid var(--line); border-radius: 4px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; padding: 0.5rem; background: var(--ground); }
figure { margin: 0; }
figcaption { max-width: 44rem; color: var(--soft); font-size: 0.9rem; }
@media (min-width: 62rem) { .first { display: grid; grid-template-columns: minmax(20rem, 1fr) minmax(0, 34rem); gap: 2rem; align-items: start; } }
.ways a { margin-right: 1rem; }
.mend { padding-left: 1.6rem; margin: 0; }
.mend li { padding: 0.25rem 0; overflow-wrap: anywhere; }
.pictures { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; }
.picture { max-width: 100%; }
svg { display: block; max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg .row { stroke: var(--line); stroke-width: 1; }
svg text { fill: var(--ink); }
svg .stage { font-size: 13px; fill: var(--soft); }
svg .mode, svg .mark { text-anchor: middle; }
svg .strong, svg .mark { font-weight: 600; }
svg .way { fill: var(--way); }
svg .pill { stroke-width: 1.5; }
svg .pill.fails { fill: var(--fails-ground); stroke: var(--fails); }
svg .pill.silent { fill: var(--silent-ground); stroke: var(--silent); }
svg .mark.fails { fill: var(--fails); }
svg .mark.silent { fill: var(--silent); }
svg .mark.boots { fill: var(--boots); }
svg .mark.conditional { fill: var(--conditional); }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.5rem; padding: 0.75rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
form label { display: grid; gap: 0.15rem; flex: 1 1 9rem; font-size: 0.9rem; color: var(--soft); }
input, select, button { width: 100%; min-height: 2.5rem; padding: 0.3rem 0.5rem; font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--soft); border-radius: 4px; }
button { width: auto; cursor: pointer; align-self: end; }
button:disabled { color: var(--soft); border-color: var(--line); cursor: default; }
nav { display: flex; align-items: center; gap: 0.75rem; margin: 0.75rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.92rem; }
th, td { padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { white-space: nowrap; }
tbody th { font-weight: 400; min-width: 12rem; overflow-wrap: anywhere; }
small { display: block; color: var(--soft); }
summary small { display: inline; }
.family h3 { margin: 1rem 0 0.3rem; text-transform: none; }
.why { margin: 0.2rem 0 0; padding: 0; list-style: none; font-size: 0.88rem; color: var(--soft); }
.why .fails, .mend .error .level { color: var(--fails); }
.why .silent { color: var(--silent); }
.why .conditional { color: var(--conditional); }
.why .modes { color: var(--soft); }
td.about { white-space: normal; }
td { white-space: nowrap; border-left: 2px solid var(--ground); color: var(--soft); }
td .at { display: block; font-size: 0.85em; }
td.boots { color: var(--boots); background: var(--boots-ground); }
td.conditional { color: var(--conditional); background: var(--conditional-ground); }
td.silent { color: var(--silent); background: var(--silent-ground); }
td.fails { color: var(--fails); background: var(--fails-ground); }
article { margin: 0 0 0.75rem; padding: 0.6rem 0.8rem; background: var(--raised); border: 1px solid var(--line); border-left: 5px solid var(--soft); border-radius: 4px; }
article.error { border-left-color: var(--fails); }
article.warning { border-left-color: var(--silent); }
.level { display: inline-block; padding: 0 0.45rem; border-radius: 3px; font-size: 0.85rem; border: 1px solid var(--soft); color: var(--soft); background: var(--ground); }
.error .level { color: var(--fails); border-color: var(--fails); background: var(--fails-ground); }
.warning .level { color: var(--silent); border-color: var(--silent); background: var(--silent-ground); }
.about, .label, .places, details { color: var(--soft); font-size: 0.92rem; }
.label { margin-bottom: 0; }
summary { cursor: pointer; }
.brief summary h4 { display: inline; font-weight: 500; color: var(--ink); }
.brief { font-size: 1rem; }
article:has(> .brief:not([open])) { padding-block: 0.3rem; margin-bottom: 0.35rem; }
details ul { margin: 0.2rem 0; padding-left: 1.2rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  table, tbody, tr, tbody th { display: block; }
  thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
  tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  tbody th, td { border: 0; padding: 0.15rem 0.5rem; }
  tbody th { padding-left: 0; }
  td { display: inline-block; margin: 0.15rem 0.25rem 0 0; border-radius: 4px; }
  td::before { content: attr(data-mode) ' '; color: var(--ink); }
  td .at { display: inline; }
  td.not-applicable, td:empty { display: none; }
}
/* Laying out thousands of files only to take most of them out again would take long. */
@media (scripting: enabled) { body:not(.ready) :is(#files, .stage) { display: none; } }
@media print { form, nav, .skip { display: none; } }
`;
