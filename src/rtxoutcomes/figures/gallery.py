"""The figures of a report, in the order of the manuscript."""

from collections.abc import Iterator

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures import change, flow, forest, paired, survival
from rtxoutcomes.figures.drawn import Drawn


def all_figures(released: Released) -> Iterator[Drawn]:
    """Every figure that the results can fill, one at a time so that only one is held open."""
    yield flow.draw(released)
    yield from _drawn(survival.draw(released))
    for score in scores(released):
        yield from _drawn(of_score(released, score))
    yield from _drawn(forest.draw(released))


def of_score(released: Released, score: str) -> Drawn | None:
    """The figure that suits the scale of a score: bars of change, or a line a patient."""
    if released.about.get(f"scale.{score}") == "log":
        return paired.draw(released, score)
    return change.draw(released, score)


def scores(released: Released) -> list[str]:
    prefix = "score."
    return [key.removeprefix(prefix) for key in released.about if key.startswith(prefix)]


def _drawn(drawn: Drawn | None) -> Iterator[Drawn]:
    if drawn is not None:
        yield drawn
