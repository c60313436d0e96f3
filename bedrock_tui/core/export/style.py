"""How the web page of a comparison looks, in light and in dark."""

from __future__ import annotations

CSS = """
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --line: #d5d9e0; --ink: #1b1f27; --soft: #566070;
  --accent: #0b5cad; --good: #17663a; --bad: #a8201a; --mark: #e4eefb; --warn: #fff3d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151b; --card: #1b2029; --line: #343c4a; --ink: #e6e9ef; --soft: #a3adbd;
    --accent: #7db4f5; --good: #7fd6a0; --bad: #ff9c94; --mark: #22344d;
    --warn: #3a3016;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem; max-width: 120rem;
  background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
}
h1, h2, h3 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1rem; color: var(--soft); }
h3 { font-size: 1.05rem; }
p { margin: 0.25rem 0; }
section { margin-top: 1.5rem; }
code { font: 0.85em ui-monospace, monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.asked {
  margin-top: 0.5rem; padding: 0.75rem 1rem;
  background: var(--card); border-left: 0.25rem solid var(--accent);
}
.notice { padding: 0.5rem 1rem; background: var(--warn); border-radius: 0.25rem; }
.lanes {
  display: grid; gap: 1rem; margin-top: 1rem; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
}
article {
  min-width: 0; padding: 1rem;
  background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem;
}
.state { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; margin: 0.5rem 0; }
.state span { padding: 0 0.5rem; border-radius: 1rem; background: var(--mark); }
.state .ok { color: var(--good); }
.state .failed, .state .truncated { color: var(--bad); }
.state .simulated { background: var(--warn); }
.failure {
  margin: 0.75rem 0; padding: 0.5rem 0.75rem; border-left: 0.25rem solid var(--bad);
}
.failure p { font-weight: 600; color: var(--bad); }
.failure .text { margin-top: 0.5rem; }
details { margin: 0.75rem 0; color: var(--soft); }
summary { cursor: pointer; }
.reply { margin-top: 0.75rem; }
dl {
  display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; margin: 0;
  padding-bottom: 0.75rem; border-bottom: 1px solid var(--line); font-size: 0.9rem;
}
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
footer { margin-top: 2rem; font-size: 0.85rem; color: var(--soft); }
"""
