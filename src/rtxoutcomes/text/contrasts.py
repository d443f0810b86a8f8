"""What the Results say of two groups: the direction is named, and no P value of a pair.

A contrast is the later group minus, or over, the earlier one; the words come from its row, so
that they cannot differ from its sign.
"""

import math
from collections.abc import Iterator, Mapping

from rtxoutcomes.presentation.notes import note_text
from rtxoutcomes.presentation.order import ordered_scores
from rtxoutcomes.presentation.printed import has_interval
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Score
from rtxoutcomes.text.draft import EVENT, Draft, listed, noun, ref

CONTRAST, RELAPSE = "contrast", "relapse"
APART = "baselines_apart"
TABLES = ("event_contrasts", "change_contrasts", "further_contrast")
INCONCLUSIVE = "the data do not allow a conclusion about differences between {groups}"
NOT_RANDOMISED = "{groups} were not randomised"
NOT_COMPARABLE = (
    "{Groups} were not randomised, and adjustment for baseline does not make them comparable."
)
# A heading and a sentence below it.
Sentence = tuple[str, str]


def largest_difference(
    known: Draft, _pointers: Mapping[str, str], heading: str
) -> Iterator[Sentence]:
    """The largest difference of the proportions with an event, and its direction."""
    for sentence in proportions_compared(known):
        rows = _contrasts(known, RELAPSE, Quantity.PROPORTION_DIFFERENCE)
        yield heading, f"{sentence}; {_caution(known, rows)}."


def proportions_compared(known: Draft) -> Iterator[str]:
    """The largest difference of the proportions, without a stop; nothing where all are equal."""
    rows = _contrasts(known, RELAPSE, Quantity.PROPORTION_DIFFERENCE)
    if known.index.study.report.reports(RELAPSE) and any(row.estimate for row in rows):
        largest = max(rows, key=lambda row: abs(row.estimate))
        which = "The difference" if len(rows) == 1 else "The largest difference"
        what = f"{which} in the proportion with at least one {EVENT}"
        yield known.sentence(largest, f"{what}, {{contrast}}, was {{points}}")


def _caution(known: Draft, rows: list[Number]) -> str:
    """What the differences do not say: a direction, or that the group is their cause."""
    if all(row.conf_low <= 0 <= row.conf_high for row in rows):
        return INCONCLUSIVE.format(groups=noun(known, "groups"))
    if _random(known):
        return "the comparison is unadjusted"
    return NOT_RANDOMISED.format(groups=noun(known, "groups"))


def adjusted_changes(known: Draft, pointers: Mapping[str, str], heading: str) -> Iterator[Sentence]:
    """The adjusted differences of the change of each score, and what adjustment does not do."""
    adjusted = False
    study = known.index.study
    for score in ordered_scores(study):
        rows = _adjusted_rows(known, score)
        if rows and study.report.reports(score.name):
            adjusted = True
            yield heading, _adjusted(known, score, rows)
            yield from ((heading, each) for each in _apart(known, rows))
    if adjusted and not _random(known):
        yield heading, NOT_COMPARABLE.format(Groups=noun(known, "Groups"))
    shown = [pointers[key] for key in TABLES if key in pointers]
    if known.index.of(CONTRAST) and shown:
        yield heading, f"All contrasts are in {listed(shown)}."


def changes_compared(known: Draft, score: Score) -> Iterator[str]:
    """The adjusted differences of the change of one score."""
    if rows := _adjusted_rows(known, score):
        yield _adjusted(known, score, rows)


def _adjusted_rows(known: Draft, score: Score) -> list[Number]:
    log = score.scale == "log"
    quantity = Quantity.ADJUSTED_RATIO if log else Quantity.ADJUSTED_DIFFERENCE
    return _contrasts(known, score.name, quantity)


def _adjusted(known: Draft, score: Score, rows: list[Number]) -> str:
    log = score.scale == "log"
    unit = f" {ref('unit', score.name)}" if score.unit and not log else ""
    each = [known.sentence(row, f"{{}}{unit} ({{level}} {{ci}}) for {{contrast}}") for row in rows]
    what = "ratio of the changes (follow-up over baseline)" if log else "difference in the change"
    return f"Adjusted for baseline, the {what} of {ref('in_text', score.name)} was {listed(each)}."


def _apart(known: Draft, rows: list[Number]) -> Iterator[str]:
    """What to know of the pairs that barely overlap at baseline."""
    marked = [row for row in rows if row.note == APART]
    if marked:
        pairs = listed([known.ref(row, "contrast") for row in marked])
        note = note_text(marked[0])
        yield f"For {pairs}, {note[:1].lower()}{note[1:]}"


def _contrasts(known: Draft, endpoint: str, quantity: Quantity) -> list[Number]:
    """The reported contrasts of an endpoint, at the last visit of a score, that could be given."""
    rows = known.index.answers(CONTRAST, endpoint).rows
    return [
        row
        for row in rows
        if row.quantity is quantity
        and row.role == "reported"
        and math.isnan(row.month)
        and known.has(row)
        and not math.isnan(row.estimate)
        and has_interval(row)
    ]


def _random(known: Draft) -> bool:
    return known.index.study.study.allocation == "random"
