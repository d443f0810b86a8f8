"""The declared outcomes in sentences: the role of each, and its estimand."""

from collections.abc import Iterator

from rtxoutcomes.presentation.outcomes import PARTS
from rtxoutcomes.study import Outcome
from rtxoutcomes.study.outcomes import ROLES
from rtxoutcomes.text.draft import Draft, listed, ref

NO_PRIMARY = "No primary outcome was declared."
ESTIMAND = (
    "The estimand{} was defined as follows: population, {}; variable, {}; summary measure, {}"
)


def declared_outcomes(known: Draft) -> Iterator[str]:
    """Which outcomes were primary, secondary and exploratory, and what each estimates."""
    placed = list(enumerate(known.index.study.outcomes, start=1))
    for role in ROLES:
        own = [(place, outcome) for place, outcome in placed if outcome.role == role]
        if own:
            was = "outcome was" if len(own) == 1 else "outcomes were"
            yield f"The {role} {was} {listed([_ref(place) for place, _ in own])}."
        elif role == "primary":
            yield NO_PRIMARY
        for place, outcome in own:
            yield from _estimand(outcome, place, alone=len(own) == 1)


def _estimand(outcome: Outcome, place: int, *, alone: bool) -> Iterator[str]:
    """`The estimand was defined as follows: population, ...; variable, ...`."""
    if outcome.estimand is None:
        return
    which = "" if alone else f" of {_ref(place)}"
    text = ESTIMAND.format(which, *(_ref(place, part) for part in PARTS))
    count = len(outcome.estimand.intercurrent_events)
    handled = [
        f"{_ref(place, f'event_{k}')} ({_ref(place, f'handling_{k}')})" for k in range(1, count + 1)
    ]
    if handled:
        text += f"; intercurrent events, {listed(handled)}"
    yield f"{text}."


def _ref(place: int, *parts: str) -> str:
    return ref("study", "_".join(("outcome", str(place), *parts)))
