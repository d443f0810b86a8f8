"""What of a row may be printed."""

import math
from dataclasses import replace

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.printed import result_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.row import Row
from tables.made_up import released_of, row


def under(policy: str, *rows: Row) -> Released:
    made = released_of(*rows)
    rules = made.study.report.model_copy(update={"p_values": policy})
    return replace(made, study=made.study.model_copy(update={"report": rules}))


def only(released: Released) -> Number:
    (number,) = index(released).rows
    return number


def test_the_p_value_of_an_undeclared_test_is_not_printed_and_its_estimate_is() -> None:
    made = row("change/igg/RRMS/mean_change", estimate=-0.9, ci=(-1.2, -0.5), p=0.02)

    declared, every = only(under("declared", made)), only(under("all", made))

    assert (math.isnan(declared.p_value), every.p_value) == (True, 0.02)
    assert result_text(declared) == result_text(every)


def test_a_declared_test_is_printed() -> None:
    made = replace(row("change/edss/RRMS/mean_change", estimate=1.0, p=0.02), p_adjusted=0.02)

    assert only(under("declared", made)).p_value == 0.02


def test_a_row_that_is_nothing_but_an_undeclared_test_is_left_to_results_csv() -> None:
    made = row("change/edss/RRMS/signed_rank", p=0.02)
    released = under("declared", made)

    assert index(released).rows == ()
    assert [number.p_value for number in index(released).all_rows] == [0.02]
    assert only(under("all", made)).p_value == 0.02


def test_a_number_of_too_few_patients_is_replaced_by_the_reason() -> None:
    made = row("relapse/relapse/RRMS/risk", month=24.0, n=80, estimate=0.2, note="few_at_risk")
    few = row("change/edss/RRMS/mean_change", n=3, estimate=0.2, ci=(0.1, 0.3), note="few_patients")

    assert result_text(only(under("all", made))) == "fewer than 8 at risk"
    assert result_text(only(under("all", few))) == "fewer than 5 patients"
    assert math.isnan(only(under("all", few)).conf_low)
    assert index(under("all", few)).all_rows[0].estimate == 0.2


def test_an_interval_below_its_level_is_not_printed_as_one() -> None:
    key = "change/edss/RRMS/hodges_lehmann"
    made = row(key, n=9, estimate=-1.0, ci=(-2.0, -0.5))
    below = replace(made, value=replace(made.value, conf_level=0.5))

    assert (
        result_text(only(under("all", made)))
        == "\N{MINUS SIGN}1.00 (\N{MINUS SIGN}2.00 to \N{MINUS SIGN}0.50)"
    )
    assert result_text(only(under("all", below))) == "\N{MINUS SIGN}1.00"
    assert index(under("all", below)).all_rows[0].conf_low == -2.0
