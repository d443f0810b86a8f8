"""Alternative choices of the analysis for the sensitivity analyses."""

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import Few
from rtxoutcomes.study.score import Name, OpenMonths, Score, Worsening

ZeroRule = Literal["wilcoxon", "pratt"]
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


class Sensitivity(Part):
    """`scores` holds the alternatives of each score; `washout_days` are periods after the first
    infusion in which attacks do not count."""

    scores: dict[Name, ScoreChoices] = Field(default_factory=dict)
    washout_days: Few[Days] = ()

    def faults(self, scores: tuple[Score, ...]) -> list[str]:
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
        return messages


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
