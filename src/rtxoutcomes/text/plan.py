"""What the Methods state of a recorded analysis plan."""

from rtxoutcomes.text.draft import Draft, ref
from rtxoutcomes.text.template import Template, true_when


def plan_deposited(known: Draft) -> bool:
    """A plan was recorded, and the authors state where it was deposited."""
    recorded = known.index.study.recorded_plan
    return recorded is not None and bool(recorded.deposited)


def plan_local(known: Draft) -> bool:
    """A plan was recorded, and the authors do not state that it was deposited."""
    recorded = known.index.study.recorded_plan
    return recorded is not None and not recorded.deposited


def plan_differs(known: Draft) -> bool:
    """Something was added, changed or removed since the plan was recorded."""
    return bool(known.index.study.unplanned)


def data_at_hand(known: Draft) -> bool:
    """A cohort could be read when the plan was recorded."""
    recorded = known.index.study.recorded_plan
    return recorded is not None and bool(recorded.cohort_sha256)


@true_when(plan_deposited)
def deposited_plan(known: Draft) -> str:
    """Where the plan was deposited, as stated, and whether the analysis matches it."""
    stated = f"({ref('study', 'plan')}, as stated by the authors)"
    return f"The analysis plan was recorded {stated}{_matching(known)}."


@true_when(plan_local)
def local_plan(known: Draft) -> str:
    """That the plan was recorded, and whether the analysis matches it."""
    return (
        "The analysis plan was recorded locally, and the date cannot be verified"
        f"{_matching(known)}."
    )


def _matching(known: Draft) -> str:
    return "" if plan_differs(known) else "; the analysis matches it"


PLAN: tuple[Template, ...] = (
    deposited_plan,
    local_plan,
    Template(
        "data_at_hand",
        data_at_hand,
        "Data of the cohort were at hand when the plan was recorded.",
    ),
    Template(
        "not_in_plan",
        plan_differs,
        "The following were added, changed or removed since then and are not part of the recorded "
        f"plan: {ref('study', 'unplanned')}.",
    ),
)
