"""The rows of one question: every diagnosis of the study keeps its row, whatever the data."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from rtxoutcomes.results import ALL, Estimate, Role, Row
from rtxoutcomes.study import Study
from rtxoutcomes.tabulate import by_group


@dataclass(frozen=True, slots=True)
class Question:
    """What rows have in common: the analysis they belong to and the endpoint they speak of."""

    analysis: str
    endpoint: str

    def row(
        self, group: str, term: str, value: Estimate, role: Role = "reported", unit: str = ""
    ) -> Row:
        return Row(
            analysis=self.analysis,
            endpoint=self.endpoint,
            group=group,
            term=term,
            value=value,
            role=role,
            unit=unit,
        )


def groups(frame: pd.DataFrame, study: Study, overall: bool) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each diagnosis with its patients, and all of them together where that is asked for."""
    yield from by_group(frame, study.codes)
    if overall:
        yield ALL, frame


def of_group(value: Estimate, patients: pd.DataFrame) -> Estimate:
    """The estimate, or the statement that the group has no patient at all."""
    if len(patients) > 0 or value.status == "ok":
        return value
    return replace(value, status="not_estimable", note="group_absent")


def not_collected(method: str, n: int) -> Estimate:
    """What stands where a table was not handed in: no number, and why."""
    return Estimate(method=method, n=0, dropped=n, status="not_attempted", note="not_collected")


def counted(count: int, n: int, method: str = "count of patients") -> Estimate:
    """A count of patients among n."""
    return Estimate(method=method, n=n, events=count, estimate=float(count))


def share(count: int, n: int, dropped: int = 0) -> Estimate:
    """A count of patients as a share of n, without an interval."""
    if n == 0:
        return Estimate(
            method="share of patients",
            n=0,
            dropped=dropped,
            events=0,
            status="not_estimable",
            note="n_zero",
        )
    return Estimate(
        method="share of patients", n=n, dropped=dropped, events=count, estimate=count / n
    )


def plain(value: float, n: int, method: str, dropped: int = 0) -> Estimate:
    """A description (mean, median, ...) without an interval."""
    if n == 0 or math.isnan(value):
        return Estimate(
            method=method,
            n=n,
            dropped=dropped,
            status="not_estimable",
            note="n_zero" if n == 0 else "n_one",
        )
    return Estimate(method=method, n=n, dropped=dropped, estimate=value)
