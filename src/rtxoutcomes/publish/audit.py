"""The audit of printed numbers: claims and a report folder in, findings or a page out."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from rtxoutcomes.claims.against import compare
from rtxoutcomes.claims.audit import check_claims
from rtxoutcomes.claims.paper import paper_of
from rtxoutcomes.claims.report import Audit
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.owned.lock import write_named
from rtxoutcomes.progress import silent
from rtxoutcomes.publish.audit_page import audit_page
from rtxoutcomes.publish.names import RESULTS
from rtxoutcomes.study import ClaimsFile, Study

_NUMBERS = ("n", "events", "estimate", "conf_low", "conf_high", "p_value", "p_adjusted")
_NEEDED = ("key", "role", "origin", "n", "events", "estimate")


def audit(
    claims: Study | ClaimsFile,
    against: str | Path | None = None,
    *,
    tell: Callable[[str], None] = silent,
) -> Audit:
    """Check the arithmetic of the numbers that a paper prints.

    Parameters
    ----------
    claims
        A study with claims, or the claims of a paper from `read_claims`.
    against
        The folder of a report, with whose numbers each claim is compared.
    tell
        Called with the key of each claim before it is checked.

    Returns
    -------
    Audit
        A verdict on each printed number, with the readings under which it was tried.

    Raises
    ------
    UsageFault
        There are no claims, or the folder holds no results.

    Notes
    -----
    Means: Brown and Heathers 2017; standard deviations: Anaya 2016 and Allard 2018, here by
    enumeration; P values: by every sum of squares, every distribution or seeded draws.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> result = rtx.audit(rtx.read_study("nabiuni2023"))
    >>> [f.details[0] for f in result.findings if f.number == "mean"]
    ['Sum -13.5.', 'Sum +8.0.', 'Sum -8.0.']
    """
    paper = paper_of(claims)
    if not paper.claims:
        raise UsageFault("the study file has no [[claims]]; docs/audit.md shows how to write them")
    results = None if against is None else _results(Path(against))
    checked = check_claims(paper, tell)
    compared = () if results is None else compare(paper.claims, results)
    return Audit(paper.title, checked.findings, compared, checked.pictures)


def write_audit(result: Audit, out: str | Path) -> str:
    """Write an audit as a page, and return its path.

    Raises
    ------
    UsageFault
        `out` does not end in `.html`, or a file there was edited or is not ours.
    EnvironmentFault
        It cannot be written.
    """
    place = Path(out)
    if place.suffix.lower() != ".html":
        raise UsageFault(f"{out}: must end in .html")
    write_named(
        place.parent,
        {place.name: audit_page(result)},
        "audit",
        remedy="move it, or name another place with --out",
    )
    return str(place)


def _results(folder: Path) -> pd.DataFrame:
    """The results frame of a report, as it was written."""
    try:
        # Opened here: pandas would take `~` in a path for the home folder.
        with (folder / RESULTS).open(encoding="utf-8", newline="") as file:
            frame = pd.read_csv(file, keep_default_na=False, na_values={c: [""] for c in _NUMBERS})
    except (OSError, ValueError):
        raise UsageFault(f"{folder.name}: holds no {RESULTS}; write a report first") from None
    missing = [name for name in _NEEDED if name not in frame]
    if missing:
        raise UsageFault(f"{folder.name}/{RESULTS}: has no column {', '.join(missing)}")
    return frame
