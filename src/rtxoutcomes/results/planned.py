"""Which rows of the results are part of the recorded plan."""

import json
import math
from collections.abc import Callable, Collection
from typing import Literal, get_args

from rtxoutcomes.results.families import TESTS
from rtxoutcomes.results.row import Row
from rtxoutcomes.study import Study
from rtxoutcomes.study.recorded import PlanChange
from rtxoutcomes.study.resolved import path_name

# Of a row whose test alone was added, its estimate is part of the plan.
Planned = Literal["", "recorded", "not_recorded", "test_not_recorded"]
PLANNED: tuple[str, ...] = get_args(Planned)
_GROUPING = ("study.grouping", "study.reference_group", "study.allocation")
_EVENTS = ("relapse", "time_to_relapse")
_OF_EVENTS = ("before_after", "recurrent", "competing")
Concerns = Callable[[Row, str], bool]
# Whether a change of a block concerns a row; `name` is that of the score, the variable, ...
_CONCERNS: dict[str, Concerns] = {
    "diagnoses": lambda row, name: not name or name in (row.group, row.against),
    "variables": lambda row, name: name in (row.subgroup, row.endpoint, row.level),
    "scores": lambda row, name: row.endpoint == name,
    "confirmed": lambda row, name: row.endpoint == name,
    "channels": lambda row, name: row.channel == name,
    "relapse": lambda row, _: row.endpoint in _EVENTS or row.analysis in _OF_EVENTS,
    "outcomes": lambda row, name: row.endpoint == name,
    "engagement": lambda row, _: row.analysis == "engagement",
    "missing": lambda row, _: row.analysis == "missing",
    "sensitivity": lambda row, _: row.analysis == "sensitivity",
}


def planned(study: Study) -> Callable[[Row], Planned]:
    """Whether a row is part of the plan that was recorded for a study, as a function of the row."""
    if study.recorded_plan is None:
        return lambda _: ""
    changed = study.unplanned
    others = [change for change in changed if not change.path.startswith("multiplicity.")]
    tests = new_tests(study, changed)

    def of_row(row: Row) -> Planned:
        if any(_concerns(change.path, row) for change in others):
            return "not_recorded"
        return "test_not_recorded" if any(_is_test(row, key) for key in tests) else "recorded"

    return of_row


def new_tests(study: Study, changed: Collection[PlanChange]) -> frozenset[str]:
    """The tests of families that were added to the plan or changed in it."""
    tests: set[str] = set()
    for change in changed:
        if change.path == "multiplicity.family":
            # A family of other tests adjusts all of its tests otherwise.
            tests |= set(json.loads(change.now or "[]"))
        elif change.block[:2] == ("multiplicity", "families") and len(change.block) > 2:
            name = change.block[2]
            families = [f for f in study.multiplicity.families if path_name(f.name) == name]
            tests |= {test for family in families for test in family.tests}
    return frozenset(tests)


def _concerns(path: str, row: Row) -> bool:
    if path in _GROUPING:
        return True
    block, _, rest = path.partition(".")
    concerns = _CONCERNS.get(block)
    return concerns is not None and concerns(row, rest.partition(".")[0])


def _is_test(row: Row, key: str) -> bool:
    endpoint, group, test = key.split(".")
    reported = row.role == "reported" and not row.against and math.isnan(row.month)
    same = (row.endpoint, row.group) == (endpoint, group)
    return reported and same and row.quantity in TESTS[test]
