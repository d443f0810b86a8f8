"""The findings as files to send to the clinic: a CSV with every one, and a page to read."""

import csv
import io
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from pathlib import Path

from rtxoutcomes.cohort import TABLES
from rtxoutcomes.errors import UsageFault, Violation
from rtxoutcomes.findings import PLACES_A_RULE, Group, grouped, places, tally
from rtxoutcomes.owned.folder import private_mode
from rtxoutcomes.owned.lock import write_named
from rtxoutcomes.publish.sarif import findings_sarif
from rtxoutcomes.rule_titles import title
from rtxoutcomes.tables.write import inert

CSV_NAME, PAGE_NAME = "findings.csv", "findings.html"
_COLUMNS = (
    *("rule", "what", "table", "column", "letters", "line", "place", "patient"),
    *("must", "got", "remedy"),
)
_PAGE_HEAD = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Findings'
_STYLE = """
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --bad: #a40e26; --page: #ffffff; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 0 1.25rem 3rem; color: var(--ink);
  background: var(--page); font: 16px/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
h1 { font-size: 1.6rem; margin: 2rem 0 0.5rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 0.25rem; }
h2 .count { color: var(--soft); font-weight: normal; }
section.phi h2 { color: var(--bad); }
p { margin: 0.25rem 0 0.5rem; max-width: 46rem; }
.rule, .more { color: var(--soft); font-size: 0.85rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 1rem 0.3rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-size: 0.85rem; color: var(--soft); font-weight: 600; white-space: nowrap; }
td.number { font-variant-numeric: tabular-nums; }
@media print { body { font-size: 10pt; } section { break-inside: avoid-page; } }
"""
_INTRODUCTION = (
    "Each section is one kind of fault with what to do about it. Lines are counted as an editor "
    "or a spreadsheet counts them; the names of the columns are line 1. Values that may identify "
    "somebody are not shown, only their kind and length."
)


def write_findings(
    violations: Sequence[Violation],
    out: str | Path,
    cohort: str | Path,
    *,
    group_readable: bool = False,
) -> tuple[str, ...]:
    """Write the findings; an empty list says that there are none.

    Parameters
    ----------
    violations
        The findings of a `TableError`.
    out
        A folder, which gets `findings.csv` and `findings.html`; or a file that ends in `.csv`,
        `.html` or `.sarif`, of which the last holds neither values nor ids.
    cohort
        What was read: nothing is written into it, or next to the table of a single file.
    group_readable
        Let the group of the file's owner read it; by default the owner alone can, since findings
        name patients by their pseudonyms.

    Returns
    -------
    tuple of str
        The files written.

    Raises
    ------
    UsageFault
        `out` is inside the cohort, or a file there was edited or is not ours.
    EnvironmentFault
        It cannot be written.
    """
    place = Path(out)
    writers: dict[str, Callable[[Sequence[Violation]], str]] = {
        ".csv": findings_csv,
        ".html": findings_page,
        ".sarif": partial(findings_sarif, cohort=cohort),
    }
    files = {place / CSV_NAME: writers[".csv"], place / PAGE_NAME: writers[".html"]}
    if place.suffix.lower() in writers:
        files = {place: writers[place.suffix.lower()]}
    _refuse_own_tables(place, Path(cohort))
    folder = next(iter(files)).parent
    content = {path.name: made(violations) for path, made in files.items()}
    write_named(
        folder,
        content,
        "validate",
        mode=private_mode(group_readable),
        remedy="move it, or name another place with --out",
    )
    return tuple(str(path) for path in files)


def _refuse_own_tables(out: Path, cohort: Path) -> None:
    """A list among the tables would be read as one of them the next time."""
    try:
        own, place = cohort.resolve(), out.resolve()
    except (OSError, RuntimeError):
        return
    of_a_folder = own.is_file() and own.stem in TABLES and own.parent in {place, place.parent}
    if place == own or of_a_folder or (own.is_dir() and own in place.parents):
        raise UsageFault(f"{out}: is inside the cohort; name a place outside it")


def findings_csv(violations: Sequence[Violation]) -> str:
    """Every finding, one a row, in the order of tables and lines."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for v in violations:
        line = "" if v.line is None else v.line
        where = (v.table, v.column, v.letters, line, v.address, v.patient)
        cells = (v.rule, title(v.rule), *where, v.must, v.value, _advice(v))
        writer.writerow([inert(str(cell)) for cell in cells])
    return buffer.getvalue()


def findings_page(violations: Sequence[Violation]) -> str:
    """One self-contained page: a section a rule, the worst first."""
    groups = grouped(violations)
    head = f"<p>{escape(tally(violations))}.</p><p>{_INTRODUCTION}</p>"
    if not groups:
        head = "<p>The tables are valid: nothing was found.</p>"
    return (
        f"{_PAGE_HEAD}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="icon" href="data:,">\n<style>{_STYLE}</style>\n</head>\n<body>\n'
        f"<h1>What to correct</h1>\n{head}\n{''.join(map(_section, groups))}</body>\n</html>\n"
    )


def _section(group: Group[Violation]) -> str:
    kind = ' class="phi"' if group.rule.startswith("phi.") else ""
    first, count = group.findings[0], len(group.findings)
    number = "1 place" if count == 1 else f"{count} places"
    words = f"<p>{escape(_sentence(first))}</p>\n" if group.alike else ""
    equal = group.equal()
    rows = "".join(_row(each, group.alike) for each in equal[:PLACES_A_RULE])
    more = sum(map(len, equal[PLACES_A_RULE:]))
    rest = f'<p class="more">and {more} more; {CSV_NAME} lists every one.</p>' if more > 0 else ""
    listed = "".join(f'<p class="more">{escape(text)}</p>' for text in group.choices())
    names = [
        "Table",
        "Column",
        "Line",
        "Patient",
        "Found",
        *([] if group.alike else ["What to do"]),
    ]
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        f"<section{kind}>\n<h2>{escape(title(group.rule))} "
        f'<span class="count">({number})</span></h2>\n{words}'
        f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n'
        f'</table></div>\n{rest}{listed}<p class="rule">rule {escape(group.rule)}</p>\n</section>\n'
    )


def _row(findings: Sequence[Violation], alike: bool) -> str:
    """A row for one finding, or for several that are equal."""
    v = findings[0]
    one = len(findings) == 1
    line = v.address or ("" if v.line is None else str(v.line))
    where = line if one else places(findings).partition(", ")[2]
    column = f"{v.column} ({v.letters})" if v.letters and not v.address else v.column
    words = "" if alike else f"<td>{escape(_sentence(v))}</td>"
    return (
        f'<tr><td>{escape(v.table)}</td><td>{escape(column)}</td><td class="number">{where}</td>'
        f"<td>{escape(v.patient if one else '')}</td><td>{escape(v.value)}</td>{words}</tr>\n"
    )


def _advice(v: Violation) -> str:
    return "; ".join(part for part in (v.remedy, v.choices) if part)


def _sentence(v: Violation) -> str:
    """Rule and remedy as sentences of their own."""
    parts = [part[0].upper() + part[1:] + "." for part in (v.must, v.remedy) if part]
    return " ".join(parts).replace("?.", "?")
