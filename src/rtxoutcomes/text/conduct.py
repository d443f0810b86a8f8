"""Sentences on how a study was conducted: inclusion, assessment and exclusions."""

from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.conditions import infusions_recorded, outcomes_collected
from rtxoutcomes.text.draft import Draft, listed, ref
from rtxoutcomes.text.template import Template, true_when

MINIMUM = ref("study", "minimum_follow_up")
UNDER_FOLLOW_UP = "Outcomes were analysed as observed while patients were under follow-up"
MISSING_PATIENTS = (
    "patients who stopped early are missing, and results may look more favourable than among all "
    "eligible patients."
)
KNOWLEDGE = "knowledge of the treatment can influence how outcomes are assessed."
HORIZONS = (Quantity.RISK, Quantity.SURVIVAL, Quantity.RESTRICTED_MEAN)


def minimum_reached(known: Draft) -> bool:
    """A minimum follow-up was required for inclusion, and every patient reached it."""
    return bool(_least(known)) and not _is_short(known)


def minimum_not_reached(known: Draft) -> bool:
    """A minimum follow-up was declared, and the shortest follow-up is below it."""
    return bool(_least(known)) and _is_short(known)


def no_minimum(known: Draft) -> bool:
    """The study declares that no minimum follow-up was required."""
    return _least(known) == 0


def all_reach_a_horizon(known: Draft) -> bool:
    """No minimum is declared, and every patient was followed to the first reported horizon."""
    shortest = _shortest(known)
    months = [r.month for r in known.index.rows if r.quantity in HORIZONS and known.has(r)]
    reached = known.has(shortest) and bool(months) and shortest.estimate >= min(months)
    return _least(known) is None and reached


@true_when(minimum_not_reached)
def not_reached(known: Draft) -> str:
    """The declared minimum, and the shortest follow-up."""
    return (
        f"A minimum follow-up of {MINIMUM} months was declared as a condition for inclusion; the "
        f"shortest follow-up was {_months(known)} months."
    )


@true_when(all_reach_a_horizon)
def shortest_follow_up(known: Draft) -> str:
    """That all were followed for long may be a selection."""
    return (
        f"All patients had at least {_months(known)} months of follow-up. If this was a condition "
        f"for inclusion, {MISSING_PATIENTS}"
    )


INCLUSION = (
    not_reached,
    Template(
        "minimum_follow_up",
        minimum_reached,
        f"At least {MINIMUM} months of follow-up were required for inclusion.",
    ),
    Template(
        "no_minimum_follow_up", no_minimum, "No minimum follow-up was required for inclusion."
    ),
)
SELECTION = (
    Template(
        "selection_uncertain",
        minimum_not_reached,
        f"A minimum follow-up of {MINIMUM} months was declared as a condition for inclusion, but "
        "not all patients included were followed for as long; whether other patients who stopped "
        "early are missing is not known.",
    ),
    Template(
        "selection_by_minimum",
        minimum_reached,
        f"Since at least {MINIMUM} months of follow-up were required for inclusion, "
        f"{MISSING_PATIENTS}",
    ),
    shortest_follow_up,
)


def _least(known: Draft) -> float | None:
    return known.index.study.study.minimum_follow_up_months


def _shortest(known: Draft) -> Number | None:
    answers = known.index.answers("follow_up", "follow_up_months")
    return answers.first(ALL, Quantity.MINIMUM)


def _is_short(known: Draft) -> bool:
    """Whether the shortest follow-up is below the declared minimum.

    One within the tolerance of the study reaches it, as in validation.
    """
    shortest, declared = _shortest(known), _least(known)
    least = (declared or 0.0) - known.index.study.relapse.risk_tolerance
    return known.has(shortest) and shortest.estimate < least * (1 - SAME_TIME)


def _months(known: Draft) -> str:
    """The shortest follow-up; whole months without decimals."""
    shortest = _shortest(known)
    if shortest is None:
        return ""
    digits = " | 0" if shortest.estimate.is_integer() else ""
    return ref(f"{known.reference(shortest)}{digits}")


def assessors_blinded(known: Draft) -> bool:
    """The study declares that outcome assessors were blinded."""
    return outcomes_collected(known) and _blinded(known) is True


def assessors_not_blinded(known: Draft) -> bool:
    """The study declares that outcome assessors were not blinded."""
    return outcomes_collected(known) and _blinded(known) is False


def blinding_not_declared(known: Draft) -> bool:
    """The study does not declare whether outcome assessors were blinded."""
    return outcomes_collected(known) and _blinded(known) is None


def _blinded(known: Draft) -> bool | None:
    return known.index.study.study.assessor_blinded


def infusions_continued(known: Draft) -> bool:
    """Infusions were recorded, and outcomes were not censored when they stopped."""
    return outcomes_collected(known) and infusions_recorded(known)


def treatment_not_followed(known: Draft) -> bool:
    """Nothing was recorded of how long treatment continued."""
    return outcomes_collected(known) and not infusions_recorded(known)


def died_without_value(known: Draft) -> bool:
    """Deaths before a value at follow-up were counted."""
    without = Quantity.DIED_WITHOUT_VALUE
    return outcomes_collected(known) and any(r.quantity is without for r in known.index.of("flow"))


ASSESSMENT = (
    Template("blinded", assessors_blinded, "Outcome assessors were blinded to treatment."),
    Template(
        "not_blinded", assessors_not_blinded, "Outcome assessors were not blinded to treatment."
    ),
    Template(
        "after_infusions_stopped",
        infusions_continued,
        f"{UNDER_FOLLOW_UP}, whether or not infusions continued.",
    ),
    Template(
        "treatment_not_recorded",
        treatment_not_followed,
        f"{UNDER_FOLLOW_UP}; whether treatment continued was not recorded.",
    ),
    Template(
        "among_those_alive",
        died_without_value,
        "Changes are among patients alive and assessed at follow-up.",
    ),
)
BLINDING = (
    Template(
        "blinding_unknown",
        blinding_not_declared,
        f"Whether outcome assessors were blinded was not recorded; {KNOWLEDGE}",
    ),
    Template(
        "assessment_not_blinded",
        assessors_not_blinded,
        f"Outcome assessors were not blinded; {KNOWLEDGE}",
    ),
)


def patients_excluded(known: Draft) -> bool:
    """Patients were excluded before the analysis."""
    before = known.index.answers("flow", "flow").first(ALL, Quantity.BEFORE_EXCLUSION)
    return known.has(before) and bool(_excluded(known))


@true_when(patients_excluded)
def exclusions(known: Draft) -> str:
    """How many patients were excluded before any analysis, and why."""
    before = known.index.answers("flow", "flow").first(ALL, Quantity.BEFORE_EXCLUSION)
    rows = _excluded(known)
    reasons = [f"{known.ref(row, 'count')} ({known.ref(row, 'category')})" for row in rows]
    were = "was" if len(rows) == 1 and rows[0].estimate == 1 else "were"
    of_all = "" if before is None else known.ref(before)
    return f"Of {of_all} patients, {listed(reasons)} {were} excluded before the analysis."


def _excluded(known: Draft) -> list[Number]:
    flow = known.index.answers("flow", "flow").rows
    return [row for row in flow if row.group == ALL and row.quantity is Quantity.EXCLUDED]
