"""The audit as one self-contained page: the notice, a table of verdicts, comparisons, figures."""

from collections.abc import Iterable
from html import escape

from rtxoutcomes.claims.report import Audit
from rtxoutcomes.claims.verdict import NOTICE, Finding
from rtxoutcomes.publish.audit_figure import figure

_STYLE = """
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --mark: #fff4d6; --page: #ffffff; }
body { margin: 0 auto; max-width: 72rem; padding: 0 1.25rem 3rem; color: var(--ink);
  background: var(--page); font: 16px/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
h1 { font-size: 1.6rem; margin: 1.5rem 0 0.5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
.mark { background: var(--mark); border-left: 4px solid #b7791f; padding: 0.5rem 0.75rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 1rem 0.35rem 0;
  border-bottom: 1px solid var(--line); font-size: 0.9rem; overflow-wrap: anywhere; }
th { color: var(--soft); white-space: nowrap; }
td p { margin: 0; }
td:nth-child(-n+3) { white-space: nowrap; }
.soft, figcaption { color: var(--soft); font-size: 0.85rem; }
figure { margin: 1rem 0; max-width: 46rem; }
svg text { font: 11px system-ui, Arial, sans-serif; fill: var(--ink); }
svg path { fill: none; stroke: var(--ink); }
svg .all { fill: #c3c9d0; }
svg .printing { fill: #0b5cad; }
"""


def audit_page(audit: Audit) -> str:
    """The page as HTML text; it asks the network for nothing."""
    body = [
        f'<p class="mark" role="note">{escape(NOTICE)}</p>',
        "<h1>Arithmetic of printed numbers</h1>",
        f"<p>{escape(audit.paper)}</p>",
        "<h2>Verdicts</h2>",
        _table(
            ("Claim", "Number", "Printed", "Verdict", "Readings"), map(_finding, audit.findings)
        ),
    ]
    if audit.comparisons:
        rows = ((c.key, c.number, c.printed, c.run, c.words) for c in audit.comparisons)
        cells = (tuple(map(escape, row)) for row in rows)
        names = ("Claim", "Number", "Printed", "Run", "Comparison")
        body += ["<h2>Compared with the run</h2>", _table(names, cells)]
    if audit.pictures:
        body += ["<h2>Distributions with the printed mean</h2>", *map(figure, audit.pictures)]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<title>Arithmetic of printed numbers</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="icon" href="data:,">\n<style>{_STYLE}</style>\n</head>\n<body>\n'
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _finding(finding: Finding) -> tuple[str, ...]:
    details = "".join(f'<p class="soft">{escape(text)}</p>' for text in finding.details)
    return (
        f'{escape(finding.key)}<p class="soft">{escape(finding.source)}</p>',
        escape(finding.number),
        escape(finding.printed),
        f"<p>{escape(finding.words)}</p>{details}",
        f'<span class="soft">{escape("; ".join(finding.readings))}</span>',
    )


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table of cells that are HTML already."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>\n" for row in cells)
    return (
        f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n'
        "</table></div>"
    )
