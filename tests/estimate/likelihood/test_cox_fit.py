"""A fitted Cox model and what is read from it."""

from rtxoutcomes.estimate import cox


def test_events_per_parameter_and_the_summary_are_those_of_all_terms() -> None:
    fit = cox(
        [3, 5, 7, 7, 9, 12], [1, 0, 1, 1, 0, 1], [[1, 0], [0, 1], [1, 1], [0, 0], [1, 0], [0, 1]]
    )

    assert fit.events_per_parameter == fit.events / 2 == 2
    assert list(fit.summary.index) == ["x1", "x2"]
