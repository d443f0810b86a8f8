"""The figures of a report, in the order of the manuscript."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures import (
    change,
    engagement_forest,
    flow,
    oldham,
    paired,
    participation,
    specification,
    survival,
    trajectory,
    transitions,
)
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.look import Look
from rtxoutcomes.presentation.words import figure_key
from rtxoutcomes.study import Study

Maker = Callable[[Released], Iterable[Drawn | None]]


def change_of_score(
    released: Released, score: str, month: float = math.nan, look: Look | None = None
) -> Drawn | None:
    """Bars of change, or lines of pairs where the study analyses a score as ratios."""
    draw = paired.draw if released.study.score(score).scale == "log" else change.draw
    return draw(released, score, month, look)


def _scores(released: Released) -> Iterator[Drawn | None]:
    """The figures that suit the scale of each score, its change first."""
    for score in released.study.scores:
        yield change_of_score(released, score.name)
        if score.scale == "log":
            yield trajectory.draw(released, score.name)
        else:
            yield paired.draw(released, score.name)
            yield transitions.draw(released, score.name)
            yield oldham.draw(released, score.name)


# One entry for each endpoint of results.endpoints; transitions and courses of a score are drawn
# with its change.
FIGURES: Mapping[str, Maker | None] = {
    "flow": lambda released: (flow.draw(released),),
    "baseline": None,
    "relapse": None,
    "time_to_relapse": lambda released: (survival.draw(released),),
    "before_after": None,
    "recurrent": None,
    "change": _scores,
    "transition": None,
    "trajectory": None,
    "contrast": None,
    "subgroup": None,
    "follow_up": None,
    "competing": None,
    "participation": lambda released: (participation.draw(released),),
    "engagement": lambda released: (engagement_forest.draw(released), specification.draw(released)),
    "safety": None,
    "missing": None,
    "sensitivity": None,
}


def figure_numbers(study: Study, keys: Iterable[str]) -> dict[str, str]:
    """Key -> number: 1 to 4 for those of the manuscript, S1, S2, ... for those of the supplement.

    The manuscript has the flow, the time to the event, the change of the first score, and
    engagement.
    """
    first = [figure_key(study, score.name, "change") for score in study.scores[:1]]
    in_text = ("participant_flow", "time_to_relapse", *first, "engagement")
    listed = list(keys)
    numbers = {key: str(k) for k, key in enumerate((k for k in listed if k in in_text), start=1)}
    others = (key for key in listed if key not in in_text)
    return numbers | {key: f"S{k}" for k, key in enumerate(others, start=1)}


def all_figures(released: Released) -> Iterator[Drawn]:
    """Every figure that the results can fill, one at a time so that only one is held open."""
    for make in filter(None, FIGURES.values()):
        yield from (drawn for drawn in make(released) if drawn is not None)
