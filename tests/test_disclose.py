import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from cohorts import cohort, patients
from released import bundled, results_of
from rtxoutcomes import figures, tables
from rtxoutcomes.cohort import MARKS
from rtxoutcomes.disclose import as_released, internal
from rtxoutcomes.errors import DisclosureError
from rtxoutcomes.results.collection import (
    CURVE_COLUMNS,
    DISTRIBUTION_COLUMNS,
    PARTICIPATION_COLUMNS,
    Results,
)
from rtxoutcomes.results.frame import estimates_frame
from tables.made_up import PLAN, row


def results(origin: str = "patient") -> Results:
    rows = [row("relapse/relapse/RRMS/rate", estimate=1 / 3)]
    return Results(
        estimates=estimates_frame(rows),
        curves=pd.DataFrame(columns=list(CURVE_COLUMNS)),
        distributions=pd.DataFrame(columns=list(DISTRIBUTION_COLUMNS)),
        origin=origin,
        study=PLAN,
    )


def test_numbers_leave_with_ten_significant_digits() -> None:
    released = internal(results())

    assert released.estimates["estimate"].tolist() == [0.3333333333]


def test_nothing_is_withheld_and_nobodys_frame_is_changed() -> None:
    given = results()

    released = internal(given)

    assert given.estimates["estimate"].tolist() == [1 / 3]
    assert len(released.estimates) == len(given.estimates)
    assert list(released.curves) == list(CURVE_COLUMNS)
    assert list(released.distributions) == list(DISTRIBUTION_COLUMNS)
    assert list(released.participation) == list(PARTICIPATION_COLUMNS)


@pytest.mark.parametrize("origin", ["synthetic", "public", "patient"])
def test_the_mark_is_shown_wherever_the_value_is(origin: str) -> None:
    released = internal(results(origin))

    assert released.mark == MARKS[origin]
    assert released.mark in repr(released)
    assert released.mark in released._repr_html_()


def test_patients_are_marked_as_not_checked() -> None:
    assert internal(results("patient")).mark == "Internal, not checked for release"


def test_an_origin_without_a_mark_is_refused() -> None:
    message = "origin 'made up' is none of synthetic, public, patient"

    with pytest.raises(ValueError, match=re.escape(message)):
        internal(results("made up"))


# Every public function of figures and tables, with what it needs beside the results.
ALSO: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ["score_pairs", "score_transitions", "oldham_plot", "score_over_time"], ("edss",)
    ),
    "further": ("relapse",),
}
FUNCTIONS = [
    pytest.param(
        getattr(room, name),
        ("edss",) if (room, name) == (figures, "score_change") else ALSO.get(name, ()),
        id=f"{room.__name__}.{name}",
    )
    for room in (figures, tables)
    for name in room.__all__
    # The bundled study declares no subgroup (tests/figures/test_subgroup_forest.py).
    if name not in ("Table", "subgroups")
]
WRONG = [
    (pd.DataFrame({"patient_id": ["P1"]}), "not a DataFrame, which lacks the study"),
    (cohort(patients([("P1", "A", 12.0)])), "not the cohort itself"),
    (PLAN, "not the study alone"),
    (None, "not NoneType"),
    ("results", "not str"),
]


@pytest.mark.parametrize(("function", "also"), FUNCTIONS)
def test_a_wrong_argument_is_answered_with_what_to_pass(
    function: Callable[..., object], also: tuple[str, ...]
) -> None:
    for value, words in WRONG:
        with pytest.raises(TypeError) as fault:
            function(value, *also)
        said = str(fault.value)
        assert said.startswith(
            f"{function.__name__}: pass what rtx.analyse(cohort, study) gives, {words}"
        )
        assert "P1" not in said


@pytest.mark.parametrize(("function", "also"), FUNCTIONS)
def test_results_of_patients_are_shown_only_once_they_are_marked(
    function: Callable[..., object], also: tuple[str, ...]
) -> None:
    with pytest.raises(DisclosureError, match=r"first: pass rtx\.internal\(results\)$"):
        function(results("patient"), *also)


def shown(made: Any) -> object:
    """What a reader sees of a figure or a table."""
    return [text.get_text() for text in made.findobj(Text)] if isinstance(made, Figure) else made


@pytest.mark.parametrize(("function", "also"), FUNCTIONS)
def test_results_of_made_up_data_show_what_their_released_ones_do(
    function: Callable[..., object], also: tuple[str, ...]
) -> None:
    given = results_of(bundled())

    assert shown(function(given, *also)) == shown(function(bundled(), *also))


@pytest.mark.parametrize(("value", "words"), WRONG)
def test_only_results_can_be_released(value: Any, words: str) -> None:
    with pytest.raises(TypeError, match=f"internal: pass what rtx.*gives, {words}"):
        internal(value)


def test_released_results_are_taken_as_they_are() -> None:
    released = internal(results("patient"))

    assert as_released(released) is released
    assert as_released(results("public")).mark == "Public data"
    assert tables.relapse_outcomes(released=released).rows  # type: ignore[call-arg]
    assert shown(figures.score_pairs(results_of(bundled()), score="edss")) == shown(
        figures.score_pairs(bundled(), "edss")
    )


def test_released_results_show_ten_rows() -> None:
    assert bundled()._repr_html_().count("<tr>") == 11
    assert "the first 10 are shown" in bundled()._repr_html_()
