"""The outcomes that a study declares: the role of each, and its estimand in words."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from rtxoutcomes.parts import Part
from rtxoutcomes.study.names import repeated, unknown
from rtxoutcomes.study.score import Name
from rtxoutcomes.wording import Label, OptionalSentence, Sentence

OutcomeRole = Literal["primary", "secondary", "exploratory"]
ROLES: tuple[OutcomeRole, ...] = ("primary", "secondary", "exploratory")
RELAPSE, TIME, SAFETY = "relapse", "time_to_relapse", "adverse_events"
# Outcomes of every study, to which its scores are added.
OF_EVERY_STUDY = (RELAPSE, TIME, SAFETY)


class Estimand(Part):
    """What an outcome estimates, in words: the attributes of ICH E9(R1).

    `intercurrent_events` maps each event to how it is handled. The treatments are those of the
    study.
    """

    population: Sentence
    variable: Sentence
    summary: Sentence
    intercurrent_events: Annotated[dict[Label, Sentence], Field(max_length=20)] = Field(
        default_factory=dict
    )


class Outcome(Part):
    """An outcome with its role. `label` is what sentences call it.

    Without an `endpoint` it is one that the cohort does not hold: it is named, and not analysed.
    """

    endpoint: Name | None = None
    role: OutcomeRole
    label: OptionalSentence = ""
    estimand: Estimand | None = None

    def consistency_faults(self) -> list[str]:
        """An outcome that nothing names."""
        named = self.endpoint is not None or self.label
        return [] if named else ["must have an endpoint, or a label if it was not collected"]


def outcome_faults(outcomes: Sequence[Outcome], own: Sequence[str]) -> list[str]:
    """Endpoints that the study does not have, and those that are declared twice.

    `own` are its scores and its confirmed changes.
    """
    named = [outcome.endpoint for outcome in outcomes if outcome.endpoint is not None]
    return [
        *unknown("outcomes", "an outcome", named, (*own, *OF_EVERY_STUDY)),
        *repeated("outcomes", named),
    ]


def rank(outcomes: Sequence[Outcome], endpoint: str) -> int:
    """The place of an endpoint in a report: by role, then as declared; undeclared ones last.

    The time to the event has the place of the event unless it has a role of its own.
    """
    ordered = sorted(outcomes, key=lambda outcome: ROLES.index(outcome.role))
    places = {outcome.endpoint: place for place, outcome in enumerate(ordered)}
    event = places.get(RELAPSE, len(ordered)) if endpoint == TIME else len(ordered)
    return places.get(endpoint, event)
