"""What the Results say of two groups: the direction is named, and no P value of a pair.

A contrast is the later group minus, or over, the earlier one; the words come from its row, so
that they cannot differ from its sign.
"""

import math
from collections.abc import Iterator, Mapping

from rtxoutcomes.presentation.notes import note_text
from rtxoutcomes.presentation.printed import has_interval
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Score
from rtxoutcomes.text.draft import EVENT, Draft, listed, noun, ref
from rtxoutcomes.text.relapse_sentences import callout, with_callout
from rtxoutcomes.text.template import Template, true_when

CONTRAST, RELAPSE = "contrast", "relapse"
APART = "baselines_apart"
EVENT_TABLE, CHANGE_TABLE = "event_contrasts", "change_contrasts"
INCONCLUSIVE = "the data do not allow a conclusion about differences between {groups}"


def proportions_compared(_known: Draft, rows: list[Number]) -> bool:
    """The proportions of patients with an event were compared between groups."""
    return bool(rows)


def compared(_known: Draft, rows: list[Number], _score: Score) -> bool:
    """Changes were compared between groups, given the value at baseline."""
    return bool(rows)


def apart(_known: Draft, rows: list[Number], _score: Score) -> bool:
    """Two groups that were compared lie more than a standard deviation apart at baseline."""
    return any(row.note == APART for row in rows)


def compared_without_randomisation(known: Draft, rows: list[Number], _score: Score) -> bool:
    """Changes were compared between groups to which patients were not randomised."""
    return bool(rows) and not trial_of_groups(known)


def trial_of_groups(known: Draft) -> bool:
    """Allocation to these groups was at random."""
    return known.index.study.is_randomised


@true_when(proportions_compared)
def largest_difference(known: Draft, rows: list[Number]) -> str:
    """The largest difference of the proportions with an event, and its direction."""
    largest = max(rows, key=lambda row: abs(row.estimate))
    which = "The difference" if len(rows) == 1 else "The largest difference"
    what = f"{which} in the proportion with at least one {EVENT}"
    sentence = known.sentence(largest, f"{what}, {{contrast}}, was {{points}}")
    return f"{sentence}; {_caution(known, rows)}."


def _caution(known: Draft, rows: list[Number]) -> str:
    """What the differences do not say: a direction, or that the group is their cause."""
    if all(row.conf_low <= 0 <= row.conf_high for row in rows):
        return INCONCLUSIVE.format(groups=noun(known, "groups"))
    if trial_of_groups(known):
        return "the comparison is unadjusted"
    return f"{noun(known, 'groups')} were not randomised"


@true_when(compared)
def adjusted_change(known: Draft, rows: list[Number], score: Score) -> str:
    """The adjusted differences of the change of a score."""
    log = score.scale == "log"
    unit = f" {ref('unit', score.name)}" if score.unit and not log else ""
    each = [known.sentence(row, f"{{}}{unit} ({{level}} {{ci}}) for {{contrast}}") for row in rows]
    what = "ratio of the changes (follow-up over baseline)" if log else "difference in the change"
    return f"Adjusted for baseline, the {what} in {ref('in_text', score.name)} was {listed(each)}."


@true_when(apart)
def apart_at_baseline(known: Draft, rows: list[Number], _score: Score) -> str:
    """What to know of the pairs that lie apart at baseline."""
    marked = [row for row in rows if row.note == APART]
    pairs = listed([known.ref(row, "contrast") for row in marked])
    note = note_text(marked[0])
    return f"For {pairs}, {note[:1].lower()}{note[1:]}"


@true_when(compared_without_randomisation)
def not_comparable(known: Draft, _rows: list[Number], _score: Score) -> str:
    """What adjustment does not do."""
    groups = noun(known, "Groups")
    return (
        f"{groups} were not randomised, and adjustment for baseline does not make them comparable."
    )


CHANGES: tuple[Template, ...] = (adjusted_change, apart_at_baseline, not_comparable)


def differences(known: Draft, pointers: Mapping[str, str]) -> Iterator[str]:
    """The sentences on the difference of the proportions with an event."""
    rows = _contrasts(known, RELAPSE, Quantity.PROPORTION_DIFFERENCE)
    yield from with_callout(list(largest_difference(known, rows)), callout(pointers, EVENT_TABLE))


def change_differences(known: Draft, pointers: Mapping[str, str], score: Score) -> Iterator[str]:
    """The sentences on the differences of the change of a score."""
    rows = _adjusted_rows(known, score)
    first, *others = [list(template(known, rows, score)) for template in CHANGES]
    yield from with_callout(first, callout(pointers, CHANGE_TABLE))
    for each in others:
        yield from each


def changes_compared(known: Draft, score: Score) -> Iterator[str]:
    """The adjusted differences of the change of a score, and no more."""
    yield from adjusted_change(known, _adjusted_rows(known, score), score)


def _adjusted_rows(known: Draft, score: Score) -> list[Number]:
    log = score.scale == "log"
    quantity = Quantity.ADJUSTED_RATIO if log else Quantity.ADJUSTED_DIFFERENCE
    return _contrasts(known, score.name, quantity)


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
