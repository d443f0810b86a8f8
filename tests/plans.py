"""Plans as they are recorded, for tests."""

from typing import Any

from rtxoutcomes.study import Study
from rtxoutcomes.study.recorded import RecordedPlan, seal_of
from rtxoutcomes.study.resolved import plan_hash, resolved

FAMILY = {"name": "between", "tests": ["relapse.all.between_groups"]}


def recorded(plan: Study, **stated: str) -> RecordedPlan:
    values = {path: key.value for path, key in resolved(plan).items()}
    own: dict[str, Any] = {"study": "trial", "sha256": plan_hash(values), "package": "0.7.0"}
    own |= {"cohort_sha256": ""} | stated
    sealed = (own[key] for key in ("study", "sha256", "package", "cohort_sha256"))
    return RecordedPlan.model_construct(plan=values, seal=seal_of(*sealed), **own)
