"""Conditions on a study and its results that several sentences share."""

from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.draft import Draft

NOT_ATTEMPTED = "not_attempted"


def collected(known: Draft, analysis: str) -> bool:
    """The data of an analysis were collected."""
    return any(row.status != NOT_ATTEMPTED for row in known.index.of(analysis))


def relapses_collected(known: Draft) -> bool:
    """Events were collected."""
    return collected(known, "relapse")


def scores_collected(known: Draft) -> bool:
    """Scores were collected."""
    return collected(known, "change")


def outcomes_collected(known: Draft) -> bool:
    """Events or scores were collected."""
    return relapses_collected(known) or scores_collected(known)


def adverse_events_collected(known: Draft) -> bool:
    """Adverse events were collected."""
    return collected(known, "safety")


def engagement_modelled(known: Draft) -> bool:
    """A model of engagement could be fitted."""
    rows = known.index.of("engagement")
    return any(known.has(row) and row.role == "reported" for row in rows)


def infusions_recorded(known: Draft) -> bool:
    """Infusions were recorded."""
    return known.index.answers("flow", "flow").has(Quantity.INFUSION_RECORDED)


def patients_counted(known: Draft) -> bool:
    """The patients were counted."""
    return known.has(known.index.answers("flow", "flow").first(ALL, Quantity.ENROLLED))


def several_groups(known: Draft) -> bool:
    """Two groups or more have patients."""
    enrolled = known.index.enrolled
    return sum(enrolled.get(group, 1) > 0 for group in known.index.groups) > 1


def randomised(known: Draft) -> bool:
    """Allocation to the groups was at random, or the declared design says so."""
    return known.index.study.is_randomised


def groups_not_randomised(known: Draft) -> bool:
    """Two groups or more were compared, to which nobody was allocated at random."""
    return several_groups(known) and not randomised(known)


def trial(known: Draft) -> bool:
    """The declared design is randomised, whatever the results are grouped by."""
    identity = known.index.study.study
    return identity.model_copy(update={"allocation": None}).is_randomised or randomised(known)


def single_arm(known: Draft) -> bool:
    """The declared design has a single arm."""
    return known.index.study.study.is_single_arm


def synthetic(known: Draft) -> bool:
    """The data are synthetic."""
    return known.origin == "synthetic"
