"""The numbers of this installation against those of R."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.reference_cases.cases import Case


@dataclass(frozen=True, slots=True)
class Difference:
    """A number outside the tolerance, or a call that failed (`computed` is then None)."""

    family: str
    estimator: str
    path: str
    source: str
    expected: float | None
    computed: float | None
    fault: str = ""

    def sentence(self) -> str:
        """`paired changes, signed_rank, p_value (paired_n50/edss): 0.5, R has 0.0078`."""
        where = f"{self.family}, {self.estimator}, {self.path or 'the call'} ({self.source})"
        if self.fault:
            return f"{where}: {self.fault}"
        reference = "no number" if self.expected is None else f"{self.expected:.12g}"
        return f"{where}: {self.computed:.12g}, R has {reference}"


@dataclass(frozen=True, slots=True)
class FamilyCheck:
    """The cases of one family of estimators.

    `largest_error` is the largest relative error of a number; where R gives 0, the absolute one.
    """

    family: str
    cases: int
    numbers: int
    largest_error: float
    differences: tuple[Difference, ...]


def check_families(cases: Iterable[Case], tell: Progress = silent) -> tuple[FamilyCheck, ...]:
    """Call the estimator of each case and compare its numbers, family by family."""
    by_family: dict[str, list[Case]] = {}
    for case in cases:
        by_family.setdefault(case.family, []).append(case)
    checks = []
    for family, own in by_family.items():
        tell(f"checking {family}")
        checks.append(_family(family, own))
    return tuple(checks)


def _family(family: str, cases: Sequence[Case]) -> FamilyCheck:
    numbers, largest, differences = 0, 0.0, []
    for case in cases:
        try:
            answers = list(case.answers())
        # A broken estimator may raise anything; the other cases must still be checked.
        except Exception as fault:
            differences.append(_failed(case, fault))
            continue
        for path, computed, expected in answers:
            numbers += 1
            largest = max(largest, _error(computed, expected))
            if not _agrees(case, computed, expected):
                differences.append(
                    Difference(family, case.estimator, path, case.source, expected, computed)
                )
    return FamilyCheck(family, len(cases), numbers, largest, tuple(differences))


def _failed(case: Case, fault: Exception) -> Difference:
    kind = f"ended in {type(fault).__name__}"
    return Difference(case.family, case.estimator, "", case.source, None, None, kind)


def _agrees(case: Case, computed: float, expected: float | None) -> bool:
    if expected is None:
        return not math.isfinite(computed)
    return abs(computed - expected) <= case.absolute + case.relative * abs(expected)


def _error(computed: float, expected: float | None) -> float:
    if expected is None:
        return 0.0
    error = abs(computed - expected)
    error = error if math.isfinite(error) else math.inf
    return error / abs(expected) if expected else error
