"""The figures of a report, in the order of the manuscript."""

from collections.abc import Iterator

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures import (
    change,
    flow,
    forest,
    oldham,
    paired,
    participation,
    survival,
    trajectory,
    transitions,
)
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.select import is_ratio


def all_figures(released: Released) -> Iterator[Drawn]:
    """Every figure that the results can fill, one at a time so that only one is held open."""
    yield flow.draw(released)
    yield from _drawn(survival.draw(released))
    for score in scores(released):
        for drawn in of_score(released, score):
            yield from _drawn(drawn)
    yield from _drawn(participation.draw(released))
    yield from _drawn(forest.draw(released))


def of_score(released: Released, score: str) -> Iterator[Drawn | None]:
    """The figures that suit the scale of a score, its change first."""
    yield change_of_score(released, score)
    if is_ratio(released, score):
        yield trajectory.draw(released, score)
    else:
        yield paired.draw(released, score)
        yield transitions.draw(released, score)
        yield oldham.draw(released, score)


def change_of_score(released: Released, score: str) -> Drawn | None:
    """Bars of change, or lines of pairs where the study analyses a score as ratios."""
    draw = paired.draw if is_ratio(released, score) else change.draw
    return draw(released, score)


def scores(released: Released) -> list[str]:
    prefix = "score."
    return [key.removeprefix(prefix) for key in released.about if key.startswith(prefix)]


def _drawn(drawn: Drawn | None) -> Iterator[Drawn]:
    if drawn is not None:
        yield drawn
