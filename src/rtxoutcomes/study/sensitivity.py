"""Choices of the analysis that could have been made otherwise: the grid of what they change."""

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from rtxoutcomes.study.base import Part
from rtxoutcomes.study.score import Name, OpenMonths, Score

ZeroRule = Literal["wilcoxon", "pratt"]
Days = Annotated[float, Field(gt=0, le=1000)]


class ScoreChoices(Part):
    """Other choices for one score. Each list holds alternatives to what the score itself says.

    `follow_up_months`: other windows of the last visit. `worsening`: other steps that count, whole
    tables of bands. `zero_rules`: what the signed-rank test does with unchanged patients.
    """

    follow_up_months: tuple[OpenMonths, ...] = ()
    worsening: tuple[dict[str, Annotated[float, Field(gt=0)]], ...] = ()
    zero_rules: tuple[ZeroRule, ...] = ("wilcoxon", "pratt")

    def scores(self, score: Score) -> tuple[tuple[Score, ...], tuple[Score, ...]]:
        """The score with each window, its own first; and with each table of worsening."""
        windows = tuple(
            score.model_copy(update={"follow_up_months": window})
            for window in (score.follow_up_months, *self.follow_up_months)
        )
        steps = tuple(
            score.model_copy(update={"worsening": table})
            for table in (score.worsening, *self.worsening)
            if table
        )
        return windows, steps


class Sensitivity(Part):
    """The grid. `scores` names choices by score; `washout_days` are times after the first infusion
    in which attacks do not count."""

    scores: dict[Name, ScoreChoices] = Field(default_factory=dict)
    washout_days: tuple[Days, ...] = ()

    def faults(self, scores: tuple[Score, ...]) -> list[str]:
        """What does not fit the study: each alternative is held to the rules of its score."""
        named = {score.name: score for score in scores}
        told = []
        if _repeated(list(self.washout_days)):
            told.append("sensitivity.washout_days: values must differ from one another")
        for name, choices in self.scores.items():
            place = f"sensitivity.scores.{name}"
            if name not in named:
                told.append(f"{place}: is not a score of this study")
            else:
                told += _unfit(place, named[name], choices)
        return told


def _unfit(place: str, score: Score, choices: ScoreChoices) -> list[str]:
    alternatives: dict[str, tuple[object, ...]] = {
        "follow_up_months": choices.follow_up_months,
        "worsening": choices.worsening,
    }
    own = score.model_dump()
    told = []
    each = [(key, k, v) for key, values in alternatives.items() for k, v in enumerate(values)]
    for key, index, value in each:
        try:
            Score.model_validate(own | {key: value})
        except ValidationError as fault:
            messages = [str(error["msg"]).removeprefix("Value error, ") for error in fault.errors()]
            told += [f"{place}.{key}[{index}]: {message}" for message in messages]
    differ = "must differ from one another and from the score's own"
    if _repeated([score.follow_up_months, *choices.follow_up_months]):
        told.append(f"{place}.follow_up_months: windows {differ}")
    if _repeated([score.worsening, *choices.worsening]):
        told.append(f"{place}.worsening: tables {differ}")
    if _repeated(list(choices.zero_rules)):
        told.append(f"{place}.zero_rules: rules must differ from one another")
    return told


def _repeated(values: list[object]) -> bool:
    return any(values.count(value) > 1 for value in values)
