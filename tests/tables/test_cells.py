from dataclasses import replace
from typing import Any

from rtxoutcomes.presentation.notes import NOTES
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.row import Row
from rtxoutcomes.style import Style
from rtxoutcomes.tables.cells import (
    EMPTY,
    Cell,
    bare,
    comparison,
    count,
    interval_alone,
    mean_with_sd,
    number_percent,
    p_cell,
    patients,
    proportion,
    state,
    value,
    with_interval,
    with_n,
    with_quartiles,
)
from rtxoutcomes.tables.cells import row as line
from tables.made_up import PLAN, absent, released_of, row

KEY = "relapse/relapse/RRMS/rate"
PART = "relapse/relapse/RRMS/proportion"
NAN = float("nan")


def number(made: Row) -> Number:
    return index(released_of(made)).rows[0]


def test_a_row_that_is_not_there_leaves_a_dash() -> None:
    makers = (with_interval, interval_alone, proportion, count, p_cell, patients, value)

    assert [make(None) for make in makers] == [EMPTY] * len(makers)
    assert mean_with_sd(None, None) == with_quartiles([None] * 3) == EMPTY


def test_an_estimate_stands_with_its_interval() -> None:
    made = number(row(KEY, estimate=-0.325, ci=(-0.66, 0.01), p=0.06))

    assert with_interval(made).text == "−0.33 (−0.66 to 0.01)"
    assert with_interval(made, 1).text == "−0.3 (−0.7 to <0.1)"
    assert with_interval(made, 1, shift=2).text == "−32.5 (−66.0 to 1.0)"
    assert value(made).text == "−0.33"
    assert p_cell(made).text == "0.060"


def test_a_missing_interval_is_named_only_where_one_was_due() -> None:
    described = number(row(KEY, estimate=12.0))
    degenerate = number(row(KEY, estimate=12.0, status="not_estimable", note="no_events"))

    assert with_interval(described) == Cell("12.00", "", "made up", (0,))
    assert with_interval(degenerate, 1) == Cell("12.0 (NE)", NOTES["no_events"], "made up", (0,))


def test_what_could_not_be_given_has_its_reason() -> None:
    made = number(row(PART, status="not_estimable", note="separation"))
    refused = number(row(KEY, status="not_attempted", note="not_collected"))

    for make in (with_interval, interval_alone, proportion, p_cell, value):
        assert make(made) == Cell("NE", NOTES["separation"], "made up", (0,))
    assert value(refused).text == "not attempted"


def test_a_median_that_is_not_reached_keeps_its_lower_limit() -> None:
    key = "time_to_relapse/time_to_relapse/RRMS/median"
    without = number(row(key, status="not_estimable", note="not_reached"))
    limited = number(row(key, ci=(18.0, NAN), status="bound_only", note="not_reached"))

    assert with_interval(without).text == "NR"
    assert with_interval(limited) == Cell("NR (18.0 to NR)", "", "made up", (0,))


def test_a_limit_without_an_estimate_has_the_reason_of_the_estimate() -> None:
    key = "time_to_relapse/time_to_relapse/RRMS/median"
    bound = number(row(key, ci=(18.0, NAN), status="bound_only", note="no_events"))

    assert with_interval(bound) == state(bound)
    assert with_interval(bound).text != "NR"


def test_a_bound_without_a_test_leaves_the_p_value_empty() -> None:
    bound = number(row(KEY, estimate=0.1, status="bound_only", note="count_unknown"))

    assert p_cell(bound) == EMPTY
    assert with_interval(bound).note == NOTES["count_unknown"]


def test_an_adjusted_p_value_is_empty_outside_the_family() -> None:
    inside = number(row(KEY, p=0.02, adjusted=0.06))
    outside = number(row(KEY, p=0.02))

    assert p_cell(inside, adjusted=True).text == "0.060"
    assert p_cell(outside, adjusted=True) == EMPTY


def test_a_count_is_the_events_or_else_the_estimate() -> None:
    key = "time_to_relapse/time_to_relapse/RRMS/events"

    assert count(number(row(key, events=7, estimate=0.5))).text == "7"
    assert count(number(row(key, estimate=12.0))) == Cell("12", sources=(0,))


def test_percentages_come_with_and_without_their_interval_and_sign() -> None:
    made = number(row(PART, n=42, events=8, estimate=8 / 42, ci=(0.0998, 0.333)))
    without = number(row(PART, n=42, estimate=0.5))

    assert proportion(made).text == "8/42 (19)"
    assert proportion(made, 42).text == "8 (19)"
    assert proportion(made, 44).text == "8/42 (19)"
    assert with_interval(made).text == "19 (10 to 33)"
    assert with_interval(made, sign=True).text == "19% (10 to 33)"
    assert interval_alone(made).text == "10 to 33"
    assert with_interval(without).text == "50"
    assert interval_alone(without) == EMPTY


def test_a_number_of_patients_is_a_percentage_of_those_named() -> None:
    made = number(row(PART, n=42, events=8, estimate=8 / 42))

    assert number_percent(made, 2, 44) == Cell("2 (5)", sources=(0,))
    assert number_percent(made, None, 44) == Cell("–", sources=(0,))
    assert number_percent(made, 0, 0) == Cell("–", sources=(0,))


def test_a_mean_has_its_standard_deviation_and_a_median_its_quartiles() -> None:
    key = "baseline/age_years/RRMS/"
    rows = [row(key + name, estimate=k) for name, k in (("mean", 2.5), ("sd", 1.25))]
    rows += [
        row(key + name, estimate=k)
        for name, k in (("median", 2.25), ("lower_quartile", 1.0), ("upper_quartile", 4.0))
    ]
    unknown = row(key + "minimum", status="not_estimable", note="n_one")
    mean, sd, *quartiles, nothing = index(released_of(*rows, unknown)).rows

    assert mean_with_sd(mean, sd) == Cell("2.5 (1.3)", sources=(0, 1))
    assert mean_with_sd(mean, None) == Cell("2.5", sources=(0,))
    assert mean_with_sd(mean, nothing) == Cell("2.5 (–)", sources=(0, 5))
    assert mean_with_sd(nothing, sd) == Cell("–", sources=(5, 1))
    assert with_quartiles(quartiles) == Cell("2.3 (1.0 to 4.0)", sources=(2, 3, 4))
    assert with_quartiles(quartiles, 0).text == "2 (1 to 4)"
    assert with_quartiles([*quartiles[:2], nothing]) == Cell("–", sources=(2, 3, 5))
    assert with_quartiles([*quartiles[:2], None]) == Cell("–", sources=(2, 3))


def test_missing_patients_stand_with_those_analysed() -> None:
    assert patients(number(row(KEY, n=40, dropped=2, estimate=1.0))).text == "40 (2)"
    assert patients(number(row(KEY, n=40, estimate=1.0))).text == "40"
    assert patients(number(absent(KEY))).text == "no patients"


def test_a_row_without_patients_has_dashes_only() -> None:
    made = line("NMOSD", Cell("no patients"), Cell("not estimable", "n_zero"))

    assert made == (Cell("NMOSD"), Cell("no patients"), EMPTY)


def test_a_bare_cell_has_neither_note_nor_method() -> None:
    assert bare(Cell("1", "n_one", "t", (3,))) == Cell("1", sources=(3,))


def test_a_comparison_is_a_sentence_with_its_method() -> None:
    found = number(row(KEY, p=0.47637, method="Freeman-Halton"))
    small = number(row(KEY, p=1e-5, method="F"))
    refused = number(row(KEY, status="not_attempted", note="no_events", method="F"))

    assert comparison(PLAN, None, "Between") == ()
    assert comparison(PLAN, found, "Between") == ("Between (Freeman-Halton): P = 0.48.",)
    assert comparison(PLAN, small, "Between") == ("Between (F): P < 0.001.",)
    assert comparison(PLAN, refused, "Between") == (
        "Between (F): not attempted. No event occurred.",
    )


def test_a_limit_that_was_not_reached_stands_apart_from_its_number() -> None:
    key = "time_to_relapse/time_to_relapse/RRMS/median"
    reached: dict[str, Any] = {"estimate": 18.5, "status": "bound_only", "note": "not_reached"}
    measure = Measure.DURATION
    one_limit = number(row(key, ci=(11.2, NAN), measure=measure, **reached))
    no_limit = number(row(key, measure=measure, **reached))

    assert with_interval(one_limit) == Cell("18.5 (11.2 to NR)", "", "made up", (0,))
    assert with_interval(no_limit) == Cell("18.5 (NR)", "", "made up", (0,))
    assert value(no_limit) == Cell("18.5", "", "made up", (0,))


def test_too_few_patients_leave_a_dash_with_the_reason() -> None:
    few = number(row(PART, n=14, status="not_estimable", note="few_patients"))

    assert with_interval(few).text == "\N{EN DASH}"
    assert with_interval(few).note.startswith("Not shown, fewer than")


def test_other_numbers_of_patients_than_the_header_s_are_a_note() -> None:
    made = number(row(KEY, n=40, dropped=2, estimate=1.0, status="ok", note="few_clusters"))
    cell = with_interval(made)

    assert with_n(cell, made, 40) == cell
    assert with_n(cell, made, 42).note.splitlines() == [
        *("40 patients analysed, 2 missing.", NOTES["few_clusters"]),
    ]
    assert with_n(cell, made, None) == cell


def test_a_proportion_is_rounded_from_its_counts_in_every_cell() -> None:
    # 3/40 as a double lies below 7.5 %.
    made = number(row(PART, n=40, events=3, estimate=3 / 40, ci=(0.02, 0.2)))

    assert proportion(made, 40).text == "3 (8)"
    assert with_interval(made).text == "8 (2 to 20)"


def test_an_estimate_near_the_quotient_of_its_counts_is_printed_as_it_is() -> None:
    # A Kaplan-Meier risk of 7.46 % rounds down, 3 of 40 up.
    near = number(row(PART, n=40, events=3, estimate=0.0746, ci=(0.02, 0.2)))

    assert with_interval(near).text == "7 (2 to 20)"


def test_a_style_changes_marks_and_signs_and_no_number() -> None:
    style = Style.model_validate(
        {
            "numbers": {"decimal_mark": ","},
            "intervals": {"separator": "; "},
            "p_values": {"letter": "p", "equals": "="},
            "percentages": {"sign": " %", "digits": 1},
        }
    )
    released = replace(
        released_of(
            row(PART, n=42, events=8, estimate=8 / 42, ci=(0.0998, 0.333), p=0.0449),
            row(KEY, estimate=0.19, ci=(0.0998, 0.333)),
        ),
        style=style,
    )
    made, rate = index(released).rows

    assert proportion(made, 42).text == "8 (19,0)"
    assert with_interval(made, sign=True).text == "19,0 % (10,0; 33,3)"
    assert with_interval(rate).text == "0,19 (0,10; 0,33)"
    assert p_cell(made).text == "0,045"
    assert comparison(PLAN, made, "Between") == ("Between (made up): p=0,045.",)


def test_a_cell_knows_the_rows_it_shows() -> None:
    released = released_of(
        row("safety/adverse_events/all/rate", estimate=1.0), row(KEY, n=40, estimate=2.0, p=0.5)
    )
    made = index(released).rows[1]

    for cell in (value(made), with_interval(made), p_cell(made), patients(made)):
        assert cell.sources == (1,)
    assert released.estimates["estimate"].iloc[1] == made.estimate


def test_a_reason_is_not_given_as_a_method() -> None:
    missing = number(
        row(
            KEY,
            status="not_attempted",
            note="not_collected",
            method="relapses were not collected",
            method_key=MethodKey.NOT_COLLECTED,
        )
    )

    assert with_interval(missing).method == ""
    assert comparison(PLAN, missing, "Between") == (
        "Between: not attempted. Not collected in this cohort.",
    )
