"""The audit as one self-contained page: the notice, a table of verdicts, comparisons, figures."""

from html import escape

from rtxoutcomes.claims.report import Audit
from rtxoutcomes.claims.verdict import NOTICE, Finding
from rtxoutcomes.publish.audit_figure import figure
from rtxoutcomes.publish.plain_page import plain_page, plain_table

_STYLE = """
td:nth-child(-n+3) { white-space: nowrap; }
figure { margin: 1rem 0; max-width: 46rem; }
svg text { font: 11px system-ui, Arial, sans-serif; fill: var(--ink); }
svg path { fill: none; stroke: var(--ink); }
svg .all { fill: #c3c9d0; }
svg .printing { fill: #0b5cad; }
"""
TITLE = "Arithmetic of printed numbers"


def audit_page(audit: Audit) -> str:
    """The page as HTML text; it asks the network for nothing."""
    body = [
        f'<p class="mark" role="note">{escape(NOTICE)}</p>',
        f"<h1>{TITLE}</h1>",
        f"<p>{escape(audit.paper)}</p>",
        "<h2>Verdicts</h2>",
        plain_table(
            ("Claim", "Number", "Printed", "Verdict", "Readings"), map(_finding, audit.findings)
        ),
    ]
    if audit.comparisons:
        rows = ((c.key, c.number, c.printed, c.run, c.words) for c in audit.comparisons)
        cells = (tuple(map(escape, row)) for row in rows)
        names = ("Claim", "Number", "Printed", "Run", "Comparison")
        body += ["<h2>Compared with the run</h2>", plain_table(names, cells)]
    if audit.pictures:
        body += ["<h2>Distributions with the printed mean</h2>", *map(figure, audit.pictures)]
    return plain_page(TITLE, body, _STYLE)


def _finding(finding: Finding) -> tuple[str, ...]:
    details = "".join(f'<p class="soft">{escape(text)}</p>' for text in finding.details)
    return (
        f'{escape(finding.key)}<p class="soft">{escape(finding.source)}</p>',
        escape(finding.number),
        escape(finding.printed),
        f"<p>{escape(finding.words)}</p>{details}",
        f'<span class="soft">{escape("; ".join(finding.readings))}</span>',
    )
