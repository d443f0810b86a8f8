"""The rows of one question: every diagnosis of the study has its rows, with or without data."""

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass, replace

import pandas as pd

from rtxoutcomes.analysis.diagnoses import contrasts, groups
from rtxoutcomes.results import (
    NAN,
    Choice,
    Estimate,
    Model,
    Quantity,
    Role,
    Row,
)
from rtxoutcomes.study import Study


@dataclass(frozen=True, slots=True)
class Statistic:
    """A row without its group and its question.

    `month` replaces that of the question where it is given; the other fields are those of a `Row`.
    """

    quantity: Quantity
    value: Estimate
    role: Role = "reported"
    unit: str = ""
    _: KW_ONLY
    against: str = ""
    month: float | None = None
    subgroup: str = ""
    level: str = ""
    model: Model = Model.NONE
    choice: Choice = Choice.NONE


@dataclass(frozen=True, slots=True)
class Question:
    """What rows have in common: the analysis, the endpoint, and the visit or the exposure.

    `month` is the centre of the visit window, `channel` and `activity` name an exposure.
    """

    analysis: str
    endpoint: str
    month: float = NAN
    channel: str = ""
    activity: str = ""

    def row(self, group: str, statistic: Statistic) -> Row:
        return Row(
            analysis=self.analysis,
            endpoint=self.endpoint,
            group=group,
            against=statistic.against,
            channel=self.channel,
            activity=self.activity,
            month=self.month if statistic.month is None else statistic.month,
            subgroup=statistic.subgroup,
            level=statistic.level,
            model=statistic.model,
            choice=statistic.choice,
            quantity=statistic.quantity,
            value=statistic.value,
            role=statistic.role,
            unit=statistic.unit,
        )

    def rows(
        self,
        frame: pd.DataFrame,
        study: Study,
        statistics: Callable[[pd.DataFrame], Iterable[Statistic]],
        *,
        overall: bool,
    ) -> list[Row]:
        """The statistics of each diagnosis and, on request, of all patients together."""
        return [
            self.row(group, replace(statistic, value=of_group(statistic.value, patients)))
            for group, patients in groups(frame, study, overall)
            for statistic in statistics(patients)
        ]

    def contrasts(
        self,
        frame: pd.DataFrame,
        study: Study,
        statistics: Callable[[pd.DataFrame, pd.DataFrame], Iterable[Statistic]],
    ) -> list[Row]:
        """The statistics of each later diagnosis against each earlier one."""
        parts = dict(groups(frame, study, overall=False))
        rows: list[Row] = []
        for later, earlier in contrasts(study.ordered_codes):
            a, b = parts[later], parts[earlier]
            for s in statistics(a, b):
                value = of_pair(s.value, absent=a.empty or b.empty)
                rows.append(self.row(later, replace(s, value=value, against=earlier)))
        return rows


def of_group(value: Estimate, patients: pd.DataFrame) -> Estimate:
    """The estimate; where the group has no patients, a note in place of its reason."""
    return value if value.status == "ok" else of_pair(value, absent=patients.empty)


def of_pair(value: Estimate, *, absent: bool) -> Estimate:
    """The estimate of a contrast; not estimable where one of the groups has no patients.

    What was not collected keeps that note.
    """
    if not absent or value.note == "not_collected":
        return value
    return replace(value, status="not_estimable", note="group_absent")
