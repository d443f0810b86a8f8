"""Alternative choices of the analysis for the sensitivity analyses."""

import math
from collections.abc import Sequence
from itertools import product
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import Few
from rtxoutcomes.study.confirmed import Confirmed, Independence, ReferenceRule, WholeDays
from rtxoutcomes.study.score import Name, OpenMonths, Score, Worsening

ZeroRule = Literal["wilcoxon", "pratt"]
# A score with its steps, and what is a change of it.
Definition = tuple[Score, Confirmed]
MOST_DEFINITIONS = 200
Days = Annotated[float, Field(gt=0, le=1000)]


class ScoreChoices(Part):
    """Other choices for one score. Each list holds alternatives to what the score itself says.

    `follow_up_months`: other windows of the last visit. `worsening`: other tables of the steps that
    count, by band. `zero_rules`: how the signed-rank test treats unchanged patients.
    """

    follow_up_months: Few[OpenMonths] = ()
    worsening: Few[Worsening] = ()
    zero_rules: Few[ZeroRule] = ("wilcoxon", "pratt")

    def scores(self, score: Score) -> tuple[tuple[Score, ...], tuple[Score, ...]]:
        """The score with each window, the primary one first, and with each table of worsening."""
        windows = (score.follow_up_months, *self.follow_up_months)
        tables = [table for table in (score.worsening, *self.worsening) if table]
        return (
            tuple(score.model_copy(update={"follow_up_months": window}) for window in windows),
            tuple(score.model_copy(update={"worsening": table}) for table in tables),
        )


class ConfirmedChoices(Part):
    """Other definitions of one confirmed change: each list holds alternatives to what it says.

    Every combination is a definition, with the other tables of `worsening` of its score.
    """

    confirm_days: Few[WholeDays] = ()
    sustained: Few[bool] = ()
    reference: Few[ReferenceRule] = ()
    exclude_days_after_relapse: Few[WholeDays] = ()
    pira: Few[Independence] = ()

    def definitions(self, block: Confirmed, score: Score, others: ScoreChoices) -> list[Definition]:
        """Every combination, that of the study first; `pira` changes fastest."""
        _, tables = others.scores(score)
        lists = [(getattr(block, key), *getattr(self, key)) for key in type(self).model_fields]
        return [
            (
                table,
                block.model_copy(update=dict(zip(type(self).model_fields, values, strict=True))),
            )
            for table in tables
            for values in product(*lists)
        ]


class Sensitivity(Part):
    """`scores` holds the alternatives of each score, `confirmed` those of each definition of a
    confirmed change; `washout_days` are periods after the first infusion in which attacks do not
    count."""

    scores: dict[Name, ScoreChoices] = Field(default_factory=dict)
    confirmed: dict[Name, ConfirmedChoices] = Field(default_factory=dict)
    washout_days: Few[Days] = ()

    def definitions(self, block: Confirmed, score: Score) -> list[Definition]:
        """The definitions of a confirmed change over which its results range; none if not asked."""
        choices = self.confirmed.get(block.name)
        others = self.scores.get(score.name, ScoreChoices())
        return [] if choices is None else choices.definitions(block, score, others)

    def faults(self, scores: tuple[Score, ...], blocks: Sequence[Confirmed]) -> list[str]:
        """Alternatives that do not fit the study; each must obey the rules of its score."""
        named = {score.name: score for score in scores}
        messages = []
        if _repeated(list(self.washout_days)):
            messages.append("sensitivity.washout_days: values must differ from one another")
        for name, choices in self.scores.items():
            place = f"sensitivity.scores.{name}"
            if name not in named:
                messages.append(f"{place}: is not a score of this study")
            else:
                messages += _unfit(place, named[name], choices)
        changes = {block.name: block for block in blocks}
        for name, alternatives in self.confirmed.items():
            place = f"sensitivity.confirmed.{name}"
            if name not in changes:
                messages.append(f"{place}: is not a confirmed change of this study")
            else:
                messages += _repeats(place, changes[name], alternatives)
        return messages


def _repeats(place: str, block: Confirmed, choices: ConfirmedChoices) -> list[str]:
    keys = ConfirmedChoices.model_fields
    each = {key: [getattr(block, key), *getattr(choices, key)] for key in keys}
    faults = [
        f"{place}.{key}: values must differ from one another and from the definition's own"
        for key, values in each.items()
        if _repeated(values)
    ]
    if math.prod(len(set(values)) for values in each.values()) > MOST_DEFINITIONS:
        faults.append(f"{place}: must not give more than {MOST_DEFINITIONS} definitions")
    return faults


def _unfit(place: str, score: Score, choices: ScoreChoices) -> list[str]:
    keys, primary, faults = ("follow_up_months", "worsening"), score.model_dump(), []
    each = [(key, k, value) for key in keys for k, value in enumerate(getattr(choices, key))]
    for key, index, value in each:
        try:
            Score.model_validate(primary | {key: value})
        except ValidationError as fault:
            messages = [str(error["msg"]).removeprefix("Value error, ") for error in fault.errors()]
            faults += [f"{place}.{key}[{index}]: {message}" for message in messages]
    differ = "must differ from one another and from the score's own"
    if _repeated([score.follow_up_months, *choices.follow_up_months]):
        faults.append(f"{place}.follow_up_months: windows {differ}")
    if _repeated([score.worsening, *choices.worsening]):
        faults.append(f"{place}.worsening: tables {differ}")
    if _repeated(list(choices.zero_rules)):
        faults.append(f"{place}.zero_rules: rules must differ from one another")
    return faults


def _repeated(values: list[object]) -> bool:
    return any(values.count(value) > 1 for value in values)
