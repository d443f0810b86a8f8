"""A small self-contained page of tables, which opens from disk and asks the network for nothing."""

from collections.abc import Iterable, Sequence
from html import escape

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
.soft, figcaption { color: var(--soft); font-size: 0.85rem; }
"""


def plain_page(title: str, body: Sequence[str], style: str = "") -> str:
    """The page of a title and the parts of its body, which are HTML already."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="icon" href="data:,">\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n'
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def plain_table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table of cells that are HTML already."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>\n" for row in cells)
    return (
        f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n'
        "</table></div>"
    )
