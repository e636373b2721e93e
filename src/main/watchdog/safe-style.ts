const DARK = `
  color-scheme: dark;
  --canvas: #0b181d;
  --text: #eff6f7;
  --muted: #b8c6c9;
  --accent: #6fe3b8;
  --on-accent: #06201a;
  --line: #27373d;
  --focus: #f5e27a;
`

/**
 * The safe screen's look: the colours of the design tokens written out, since it must not depend on
 * anything that is built. Sizes grow with the screen; a kiosk's text is never below 22 px.
 */
export const SAFE_STYLE = `
:root {
  color-scheme: light;
  --canvas: #f0f6f6;
  --text: #0c1e25;
  --muted: #38484e;
  --accent: #005a42;
  --on-accent: #f8fdfb;
  --line: #d5dddf;
  --focus: #17226e;
  --least: 16px;
  --unit: min(1vw, 1.6vh);
}
[data-mode='kiosk'] { --least: 22px; }
[data-theme='dark'] {${DARK}}
[data-theme='contrast'] {
  color-scheme: dark;
  --canvas: #000;
  --text: #fff;
  --muted: #fff;
  --accent: #7ffccb;
  --on-accent: #000;
  --line: #fff;
  --focus: #ffe94d;
}
@media (prefers-color-scheme: dark) {
  [data-theme='system'] {${DARK}}
}
* { box-sizing: border-box; margin: 0; }
html { min-block-size: 100%; background: var(--canvas); }
body {
  display: grid;
  grid-template-rows: auto 1fr auto;
  gap: calc(var(--unit) * 4);
  min-block-size: 100vh;
  padding: max(24px, calc(var(--unit) * 5));
  color: var(--text);
  font: 400 max(var(--least), calc(var(--unit) * 1.9)) / 1.42
    'Commissioner Variable', 'Segoe UI', system-ui, 'Noto Sans', sans-serif;
  overflow-wrap: anywhere;
  cursor: default;
  user-select: none;
}
:lang(ar) body { line-height: 1.6; }
header { font-size: 1.3em; font-weight: 600; letter-spacing: -0.02em; }
main {
  display: grid;
  align-content: center;
  gap: 1.2em;
  max-inline-size: 46em;
}
h1 {
  font-size: max(30px, calc(var(--unit) * 6));
  font-weight: 560;
  line-height: 1.08;
  letter-spacing: -0.02em;
  text-wrap: balance;
}
:lang(ar) h1 { line-height: 1.3; letter-spacing: 0; }
.lead, .team, .phone { font-size: 1.3em; line-height: 1.36; }
.lead { color: var(--muted); max-inline-size: 30em; }
strong {
  display: block;
  margin-block-start: 0.15em;
  color: var(--accent);
  font-size: max(30px, calc(var(--unit) * 5.4));
  font-weight: 620;
  line-height: 1.2;
  font-variant-numeric: tabular-nums;
}
[dir='rtl'] strong { text-align: end; }
a {
  display: inline-grid;
  place-content: center;
  min-block-size: max(56px, calc(var(--least) * 3.6));
  margin-block-start: 0.6em;
  padding-inline: 1.6em;
  border-radius: 999px;
  background: var(--accent);
  color: var(--on-accent);
  font-size: 1.15em;
  font-weight: 560;
  text-decoration: none;
  -webkit-user-drag: none;
}
a:focus-visible { outline: 4px solid var(--focus); outline-offset: 4px; }
footer { display: grid; gap: 0.9em; }
footer:has(p) { padding-block-start: 1.4em; border-block-start: 2px solid var(--line); }
footer p { color: var(--muted); }
bdi { white-space: nowrap; }
footer b { color: var(--text); font-weight: 620; }
@media (max-width: 500px) {
  body { gap: 20px; }
  main { gap: 0.8em; }
  .lead, .team, .phone { font-size: 1.1em; }
  footer { gap: 0.6em; font-size: 0.9em; line-height: 1.3; }
}
@media (orientation: landscape) {
  body { padding-block: max(20px, calc(var(--unit) * 3)); gap: calc(var(--unit) * 2); }
  footer { grid-template-columns: repeat(auto-fit, minmax(16em, 1fr)); gap: 1.6em; font-size: max(var(--least), 0.82em); line-height: 1.34; }
  footer:has(p) { padding-block-start: 1em; }
  h1 { font-size: max(30px, calc(var(--unit) * 5)); }
  strong { font-size: max(30px, calc(var(--unit) * 4.6)); }
  main { gap: 0.9em; }
  .lead, .team, .phone { font-size: 1.15em; }
  .lead { max-inline-size: 42em; }
}
`
