from dataclasses import replace

from rtxoutcomes.results import Row
from rtxoutcomes.style import Style
from rtxoutcomes.tables.cells import (
    EMPTY,
    Cell,
    assemble,
    comparison,
    count,
    level_text,
    p_cell,
    patients,
    percent_interval,
    percent_with_interval,
    section,
    share,
    value,
    with_interval,
)
from rtxoutcomes.tables.cells import row as line
from rtxoutcomes.tables.select import Number, numbers
from tables.made_up import absent, released_of, row

KEY = "relapse/relapse/RRMS/rate"


def number(made: Row) -> Number:
    return numbers(released_of(made), made.analysis).rows[0]


def test_a_row_that_is_not_there_leaves_a_dash() -> None:
    makers = (percent_with_interval, percent_interval, share, count, p_cell, patients)

    assert [make(None) for make in makers] == [EMPTY] * len(makers)
    assert value(None, 1) == with_interval(None, 1) == EMPTY


def test_an_estimate_stands_with_its_interval() -> None:
    made = number(row(KEY, estimate=-0.325, ci=(-0.66, 0.01), p=0.06))

    assert with_interval(made, 2).text == "−0.33 (−0.66 to 0.01)"
    assert value(made, 1).text == "−0.3"
    assert p_cell(made).text == "0.060"


def test_an_estimate_without_an_interval_says_so_only_where_one_was_due() -> None:
    described = number(row(KEY, estimate=12.0))
    degenerate = number(row(KEY, estimate=12.0, status="not_estimable", note="no_events"))

    assert with_interval(described, 1) == Cell("12.0", "", "made up", (0,))
    assert with_interval(degenerate, 1) == Cell("12.0 (no interval)", "no_events", "made up", (0,))


def test_what_could_not_be_given_says_why() -> None:
    made = number(row(KEY, status="not_estimable", note="separation"))
    refused = number(row(KEY, status="not_attempted", note="not_collected"))

    for make in (percent_with_interval, percent_interval, share, p_cell):
        assert make(made) == Cell("not estimable", "separation", "made up", (0,))
    assert value(made, 1) == with_interval(made, 1) == percent_with_interval(made)
    assert value(refused, 1).text == "not attempted"


def test_a_median_that_is_not_reached_keeps_its_lower_limit() -> None:
    key = "time_to_relapse/time_to_relapse/RRMS/median"
    bare = number(row(key, status="not_estimable", note="not_reached"))
    limited = number(row(key, ci=(18.0, float("nan")), status="bound_only", note="not_reached"))

    assert with_interval(bare, 1).text == "not reached"
    assert with_interval(limited, 1) == Cell(
        "not reached (18.0 to not reached)", "", "made up", (0,)
    )


def test_a_bound_without_a_test_leaves_the_p_value_empty() -> None:
    bound = number(row(KEY, estimate=0.1, status="bound_only", note="count_unknown"))

    assert p_cell(bound) == EMPTY
    assert with_interval(bound, 1).note == "count_unknown"


def test_an_adjusted_p_value_is_empty_outside_the_family() -> None:
    inside = number(row(KEY, p=0.02, adjusted=0.06))
    outside = number(row(KEY, p=0.02))

    assert p_cell(inside, adjusted=True).text == "0.060"
    assert p_cell(outside, adjusted=True) == EMPTY


def test_a_count_is_the_events_or_else_the_estimate() -> None:
    assert count(number(row(KEY, events=7, estimate=0.5))).text == "7"
    assert count(number(row(KEY, estimate=12.0))) == Cell("12", sources=(0,))


def test_percentages_come_with_and_without_their_interval() -> None:
    made = number(row(KEY, n=42, events=8, estimate=8 / 42, ci=(0.0998, 0.333)))
    bare = number(row(KEY, n=42, estimate=0.5))

    assert share(made).text == "8/42 (19%)"
    assert percent_with_interval(made).text == "19 (10 to 33)"
    assert percent_interval(made).text == "10 to 33"
    assert percent_with_interval(bare).text == "50"
    assert percent_interval(bare) == EMPTY


def test_patients_left_out_stand_beside_those_analysed() -> None:
    assert patients(number(row(KEY, n=40, dropped=2, estimate=1.0))).text == "40 (2)"
    assert patients(number(row(KEY, n=40, estimate=1.0))).text == "40"
    assert patients(number(absent(KEY))).text == "no patients"


def test_a_row_without_patients_says_nothing_more() -> None:
    made = line("NMOSD", Cell("no patients"), Cell("not estimable", "n_zero"))

    assert made == (Cell("NMOSD"), Cell("no patients"), EMPTY)


def test_a_level_is_named_only_where_it_is_one() -> None:
    limited = number(row(KEY, estimate=1.0, ci=(0.5, 2.0)))

    assert level_text([limited, number(row(KEY, estimate=1.0))]) == "95% CI"
    assert level_text([number(row(KEY, estimate=1.0))]) == "CI"
    assert level_text([]) == "CI"


def test_a_comparison_is_a_sentence_with_its_method() -> None:
    found = number(row(KEY, p=0.47637, method="Freeman-Halton"))
    small = number(row(KEY, p=1e-5, method="F"))
    refused = number(row(KEY, status="not_attempted", note="no_events", method="F"))

    assert comparison(None, "Between") == ()
    assert comparison(found, "Between") == ("Between (Freeman-Halton): P = 0.48.",)
    assert comparison(small, "Between") == ("Between (F): P < 0.001.",)
    assert comparison(refused, "Between") == ("Between (F): not attempted. No event occurred.",)


def test_notes_are_lettered_in_the_order_they_are_met() -> None:
    released = released_of(row(KEY, estimate=1.0))
    rows = [
        section("Head", 3),
        (Cell("x"), Cell("1", "n_one", "t"), Cell("2", "no_events", "t")),
        (Cell("y"), Cell("3", "n_one", "z"), Cell("4")),
    ]

    table = assemble(released, "key", "Title", ("a", "b", "c"), rows, notes=("Own.",))

    assert table.rows == (("Head", "", ""), ("x", "1 [a]", "2 [b]"), ("y", "3 [a]", "4"))
    assert [note[:3] for note in table.footnotes[:2]] == ["[a]", "[b]"]
    assert table.footnotes[2:] == ("Methods. b: t, z; c: t.", "Own.")
    assert (table.origin, table.mark) == (released.origin, released.mark)


def test_a_table_without_rows_says_so() -> None:
    table = assemble(released_of(row(KEY, estimate=1.0)), "key", "Title", ("a",), [])

    assert table.footnotes == ("There are no results of this analysis.",)


def test_a_share_is_rounded_from_its_counts_in_every_cell() -> None:
    # 3/40 as a double lies below 7.5 %.
    made = number(row(KEY, n=40, events=3, estimate=3 / 40, ci=(0.02, 0.2)))
    other = number(row(KEY, n=40, events=3, estimate=0.0712, ci=(0.02, 0.2)))

    assert share(made).text == "3/40 (8%)"
    assert percent_with_interval(made).text == "8 (2 to 20)"
    assert percent_with_interval(other).text == "7 (2 to 20)"


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
        released_of(row(KEY, n=42, events=8, estimate=8 / 42, ci=(0.0998, 0.333), p=0.0449)),
        style=style,
    )
    made = numbers(released, "relapse").rows[0]

    assert share(made).text == "8/42 (19,0 %)"
    assert with_interval(made, 2).text == "0,19 (0,10; 0,33)"
    assert p_cell(made).text == "0,045"
    assert comparison(made, "Between") == ("Between (made up): p=0,045.",)
    assert level_text([made]) == "95 % CI"


def test_a_cell_knows_the_rows_it_shows() -> None:
    released = released_of(
        row("safety/adverse_events/all/rate", estimate=1.0), row(KEY, n=40, estimate=2.0, p=0.5)
    )
    made = numbers(released, "relapse").rows[0]

    for cell in (value(made, 1), with_interval(made, 1), p_cell(made), patients(made)):
        assert cell.sources == (1,)
    assert released.estimates["estimate"].iloc[1] == made.estimate
