"""The declared outcomes in sentences: the role of each, and its estimand."""

from collections.abc import Iterator, Sequence

from rtxoutcomes.presentation.outcomes import PARTS
from rtxoutcomes.study import Outcome
from rtxoutcomes.study.outcomes import ROLES
from rtxoutcomes.text.conditions import outcomes_collected
from rtxoutcomes.text.draft import Draft, listed, ref
from rtxoutcomes.text.template import Template, true_when

# An outcome, and its place among those of the study file, from 1 on.
Placed = tuple[int, Outcome]
ESTIMAND = (
    "The estimand{} was defined as follows: population, {}; variable, {}; summary measure, {}"
)


def role_declared(known: Draft, _role: str, own: Sequence[Placed]) -> bool:
    """Outcomes of this role are declared."""
    return outcomes_collected(known) and bool(own)


def no_primary_declared(known: Draft) -> bool:
    """No primary outcome is declared."""
    return outcomes_collected(known) and not _of_role(known, "primary")


def estimand_declared(known: Draft, placed: Placed, _own: Sequence[Placed]) -> bool:
    """The estimand of the outcome is declared."""
    return outcomes_collected(known) and placed[1].estimand is not None


@true_when(role_declared)
def outcomes_of_role(_known: Draft, role: str, own: Sequence[Placed]) -> str:
    """Which outcomes were primary, secondary or exploratory."""
    was = "outcome was" if len(own) == 1 else "outcomes were"
    return f"The {role} {was} {listed([_ref(place) for place, _ in own])}."


@true_when(estimand_declared)
def estimand(_known: Draft, placed: Placed, own: Sequence[Placed]) -> str:
    """`The estimand was defined as follows: population, ...; variable, ...`."""
    place, outcome = placed
    which = "" if len(own) == 1 else f" of {_ref(place)}"
    text = ESTIMAND.format(which, *(_ref(place, part) for part in PARTS))
    count = 0 if outcome.estimand is None else len(outcome.estimand.intercurrent_events)
    handled = [
        f"{_ref(place, f'event_{k}')} ({_ref(place, f'handling_{k}')})" for k in range(1, count + 1)
    ]
    return f"{text}; intercurrent events, {listed(handled)}." if handled else f"{text}."


NO_PRIMARY = Template("no_primary_outcome", no_primary_declared, "No primary outcome was declared.")


def declared_outcomes(known: Draft) -> Iterator[str]:
    """The role of each declared outcome, and what it estimates."""
    yield from NO_PRIMARY(known)
    for role in ROLES:
        own = _of_role(known, role)
        yield from outcomes_of_role(known, role, own)
        for placed in own:
            yield from estimand(known, placed, own)


def _of_role(known: Draft, role: str) -> list[Placed]:
    placed = enumerate(known.index.study.outcomes, start=1)
    return [(place, outcome) for place, outcome in placed if outcome.role == role]


def _ref(place: int, *parts: str) -> str:
    return ref("study", "_".join(("outcome", str(place), *parts)))
