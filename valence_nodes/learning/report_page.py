# SPDX-License-Identifier: Apache-2.0
"""The page around a report: no script, nothing from elsewhere, light and dark as the reader's system has it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from string import Template

_PAGE = """<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>$title</title>
<style>
:root {
  color-scheme: light dark;
  --back: #ffffff; --card: #f5f6f8; --text: #1b1f24; --faint: #57606a; --rule: #d0d7de;
  --c0: #0b5cad; --c1: #b3460b; --c2: #1a7f37; --c3: #7a3fa0; --right: #1a7f37; --wrong: #c03221;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14171b; --card: #1d2228; --text: #e8ebef; --faint: #a4adb8; --rule: #3a424c;
    --c0: #6cb2ff; --c1: #ffa262; --c2: #68d391; --c3: #cfa3ee; --right: #2ea359; --wrong: #e0604f;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; background: var(--back); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.7rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
section { background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; padding: 1.1rem 1.2rem;
  margin: 0 0 1.1rem; }
p { margin: 0 0 .8rem; max-width: 46rem; }
.lead { font-size: 1.25rem; }
svg[role=img] { display: block; width: 100%; max-width: 36rem; height: auto; }
.label { fill: var(--faint); font: 12px system-ui, sans-serif; }
.grid { stroke: var(--rule); fill: none; }
.guide { stroke: var(--faint); stroke-dasharray: 4 4; fill: none; }
.line { fill: none; stroke-width: 2.5; }
.line.c0 { stroke: var(--c0); } .line.c1 { stroke: var(--c1); } .line.c2 { stroke: var(--c2); }
.line.c3 { stroke: var(--c3); }
.dot.c0 { fill: var(--c0); } .dot.c1 { fill: var(--c1); } .dot.c2 { fill: var(--c2); } .dot.c3 { fill: var(--c3); }
.spot { fill: var(--c0); fill-opacity: .45; }
.bar { fill: var(--c0); }
.legend { list-style: none; display: flex; gap: 1.2rem; flex-wrap: wrap; padding: 0; margin: .3rem 0 0; }
.legend svg { width: 2rem; height: .5rem; vertical-align: middle; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--rule); text-align: right;
  font-variant-numeric: tabular-nums; }
th[scope=row] { text-align: left; font-weight: 600; overflow-wrap: anywhere; }
section:last-child th { min-width: 10rem; }
section:last-child td { text-align: left; overflow-wrap: anywhere; }
.matrix td, .matrix th { text-align: center; min-width: 2.8rem; }
.matrix td.right { background: color-mix(in srgb, var(--right) var(--s), transparent); }
.matrix td.wrong { background: color-mix(in srgb, var(--wrong) var(--s), transparent); }
details { border-top: 1px solid var(--rule); padding: .45rem 0; }
summary { cursor: pointer; }
summary:focus-visible { outline: 2px solid var(--c0); outline-offset: 2px; }
.pictures { display: flex; flex-wrap: wrap; gap: .7rem; align-items: center; padding: .5rem 0; }
.pictures img { height: 4.5rem; width: auto; image-rendering: pixelated; border: 1px solid var(--rule); }
.said { list-style: none; padding: 0; margin: 0; font: .85rem/1.5 ui-monospace, monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; }
figure { margin: 0; }
figcaption { color: var(--faint); font-size: .875rem; max-width: 12rem; }
@media print { section { break-inside: avoid; } }
</style>
</head>
<body>
<main>
<h1>$title</h1>
$sections
</main>
</body>
</html>
"""


def report_page(title: str, sections: Iterable[str], language: str = "en") -> str:
    """Makes the page.

    Args:
        title: plain text.
        sections: HTML; empty ones are left out.
        language: of the words in it.
    """
    inside = "\n".join(filter(None, sections))
    page = Template(_PAGE).substitute(language=escape(language), title=escape(title), sections=inside)
    return page.replace("\r", "")
