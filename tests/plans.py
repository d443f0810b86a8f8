"""Plans as they are recorded, for tests."""

from typing import Any

from rtxoutcomes.study import Study
from rtxoutcomes.study.recorded import RecordedPlan
from rtxoutcomes.study.resolved import plan_hash, resolved

FAMILY = {"name": "between", "tests": ["relapse.all.between_groups"]}


def recorded(plan: Study, **stated: str) -> RecordedPlan:
    values = {path: key.value for path, key in resolved(plan).items()}
    own: dict[str, Any] = {"study": "trial", "sha256": plan_hash(values), "package": "0.7.0"}
    return RecordedPlan(plan=values, **own | stated)
