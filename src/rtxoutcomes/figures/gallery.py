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
    subgroup_forest,
    survival,
    trajectory,
    transitions,
    worsening_causes,
)
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.typefaces import write_for
from rtxoutcomes.presentation.order import ordered_scores
from rtxoutcomes.presentation.words import figure_key
from rtxoutcomes.study import Study
from rtxoutcomes.study.outcomes import TIME, rank

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


def _confirmed(released: Released) -> Iterator[Drawn | None]:
    """The curves of a confirmed change: the first that the manuscript reports, else the first.

    Those by its relation to relapses follow, which are of the supplement.
    """
    study = released.study
    for block in (*study.changes_in_text, *study.confirmed)[:1]:
        yield survival.draw(released, endpoint=block.name)
        yield worsening_causes.draw(released, block)


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
    "confirmed": _confirmed,
    "trajectory": None,
    "contrast": None,
    "subgroup": lambda released: (subgroup_forest.draw(released),),
    "follow_up": None,
    "competing": None,
    "participation": lambda released: (participation.draw(released),),
    "engagement": lambda released: (engagement_forest.draw(released), specification.draw(released)),
    "safety": None,
    "missing": None,
    "sensitivity": None,
}


def figure_numbers(study: Study, keys: Iterable[str]) -> dict[str, str]:
    """Key -> number: those of the manuscript from 1 on, those of the supplement S1, S2, ...

    By default the manuscript has the flow, the time to the event, the change of the first score,
    and engagement, the outcomes by their rank.
    """
    listed = list(keys)
    chosen = _by_rank(study) if study.report.figures is None else study.report.figures
    numbers = {k: str(n) for n, k in enumerate((k for k in chosen if k in listed), start=1)}
    others = (key for key in listed if key not in numbers)
    return numbers | {key: f"S{k}" for k, key in enumerate(others, start=1)}


def _by_rank(study: Study) -> list[str]:
    """The figures of the manuscript where the study file names none."""
    ranks = {"time_to_relapse": rank(study.outcomes, TIME)}
    for score in ordered_scores(study)[:1]:
        change = figure_key(study, score.name, "change")
        ranks[change] = rank(study.outcomes, score.name)
    for block in study.changes_in_text[:1]:
        ranks[survival.CHANGE_KEY] = rank(study.outcomes, block.name)
    return ["participant_flow", *sorted(ranks, key=lambda key: ranks[key]), "engagement"]


def all_figures(released: Released) -> Iterator[Drawn]:
    """Every figure that the results can fill, one at a time so that only one is held open."""
    write_for(released.study)
    for make in filter(None, FIGURES.values()):
        yield from (drawn for drawn in make(released) if drawn is not None)
