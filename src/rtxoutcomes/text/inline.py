"""Inline numbers for documents of MyST or Quarto and for notebooks."""

from dataclasses import dataclass

from rtxoutcomes.disclose import Released, as_released
from rtxoutcomes.errors import LookupFault
from rtxoutcomes.results.collection import Results
from rtxoutcomes.results.number import Number
from rtxoutcomes.text.draft import draft, ref
from rtxoutcomes.text.emphasis import plain
from rtxoutcomes.text.markdown import to_markdown
from rtxoutcomes.text.model import Piece
from rtxoutcomes.text.references import UnknownReference, references


@dataclass(frozen=True, slots=True, repr=False)
class Inline:
    """The text of a reference, exactly as in the manuscript.

    `row` is the printable row, in which withheld numbers are NaN; None for a word of the study.
    There is no `_repr_latex_`, because MyST would typeset it as a formula.
    """

    reference: str
    text: str
    row: Number | None

    def __str__(self) -> str:
        return self.text

    # Front ends without Markdown show it.
    __repr__ = __str__

    def __format__(self, form: str) -> str:
        return format(self.text, form)

    def _repr_markdown_(self) -> str:
        return to_markdown([Piece(self.text, self.reference)])


def inline(results: Results | Released, reference: str) -> Inline:
    """The text of a reference such as `edss.NMOSD.mean_change.summary`, for a sentence.

    Parameters
    ----------
    results
        What `analyse` gives, or what `internal` makes of it; of patients' data only the latter.
        The latter prints in its style, and is faster for many numbers.
    reference
        The content of double braces in a template: `endpoint.group.term.attribute`, with a method
        in brackets and decimals after a bar; or a word of the study (`study.drug`).

    Returns
    -------
    Inline
        The same characters as in manuscript.md; what the manuscript does not print, such as a
        number from too few patients, is replaced by the same words.

    Raises
    ------
    DisclosureError
        The results are those of patients' data, and `internal` has not marked them.
    LookupFault
        No number or word has this reference, or several do; the message lists the nearest.
    TypeError
        `results` is something else.

    Examples
    --------
    >>> change = inline(results, "edss.NMOSD.mean_change.summary")
    >>> print(f"EDSS changed by {change} points.")
    EDSS changed by −0.57 (95% CI −0.93 to −0.22; P = 0.004) points.
    >>> change.row.n
    14
    """
    released = as_released(results, "inline")
    known = draft(released)
    try:
        piece = references(released, known.named).find(reference)
    except UnknownReference as unknown:
        near = f" (nearest: {unknown.nearest})" if unknown.nearest else ""
        raise LookupFault(f"{ref(reference)} {unknown.must}{near}") from None
    # `index.all_rows` would give the numbers that are withheld.
    rows = {row.place: row for row in known.index.rows}
    return Inline(reference, plain(piece.text), rows[piece.sources[0]] if piece.sources else None)
