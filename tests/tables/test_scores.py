import math
from typing import Any

from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.tables.scores import score_categories, score_change
from tables.made_up import absent, released, released_of, row


def test_each_score_has_a_section_for_last_visit_and_fixed_time() -> None:
    table = score_change(released())

    assert [line[0] for line in table.rows if not any(line[1:])] == [
        "EDSS, points: mean change",
        "EDSS, points, at the fixed time: mean change",
        "Serum IgG, g/L: ratio of geometric means",
        "Serum IgG, g/L: mean change",
    ]


def test_a_row_holds_the_change_and_its_test() -> None:
    table = score_change(released())

    assert " | ".join(table.rows[1]) == (
        "Relapsing-remitting MS | 42 (2) | 3.40 (3.40) | 3.40 (3.40) | −0.33 (−0.67 to 0.01) | "
        "0.060 | 0.12"
    )


def test_a_diagnosis_without_patients_keeps_its_row_in_every_section() -> None:
    table = score_change(released())

    kept = [line[1] for line in table.rows if line[0] == "NMOSD"]

    assert kept == ["no patients"] * 4


def test_the_raw_change_of_a_log_score_has_no_test_beside_that_of_the_ratio() -> None:
    table = score_change(released())

    ratio, raw = (line for line in table.rows[8:] if line[0].startswith("Relapsing"))

    assert ratio[4].startswith("0.91 (")
    assert raw[4] == "−0.87 (−1.20 to −0.50)"
    assert raw[-2:] == ("–", "–")


def test_footnotes_name_family_zero_rule_and_test_between_diagnoses() -> None:
    notes = " ".join(score_change(released()).footnotes)

    assert "Holm, in the post hoc family of one EDSS test;" in notes
    assert "Between diagnoses, EDSS, points (joint test, HC3): P = 0.0496." in notes


def test_without_a_family_no_footnote_names_one() -> None:
    table = score_change(released_of(row("change/edss/RRMS/mean_change", estimate=0.1, p=0.2)))

    assert not any("family" in note for note in table.footnotes)


def test_a_mean_whose_spread_cannot_be_estimated_has_a_dash_for_it() -> None:
    key = "change/edss/RRMS/"
    table = score_change(
        released_of(
            row(key + "baseline_mean", n=1, estimate=3.5),
            row(key + "baseline_sd", n=1, status="not_estimable", note="n_one"),
            row(key + "mean_change", n=1, estimate=0.5, status="not_estimable", note="n_one"),
        )
    )

    assert table.rows[1][:6] == (
        *("Relapsing-remitting MS", "1", "3.50 (–)", "–", "0.50 (no interval) [a]"),
        "not estimable [a]",
    )


def test_a_p_value_that_could_not_be_small_has_a_footnote() -> None:
    key = "change/edss/RRMS/"
    rows = [row(key + "mean_change", n=5, estimate=-0.5), row(key + "signed_rank", n=5, p=0.125)]
    smallest = row(
        key + "smallest_attainable_p", n=5, events=4, estimate=0.125, note="p_out_of_reach"
    )

    notes = score_change(released_of(*rows, smallest)).footnotes

    assert any(
        "with 4 who changed, the signed-rank test cannot give a P value below 0.13" in note
        for note in notes
    )
    assert not any("cannot give" in note for note in score_change(released_of(*rows)).footnotes)


def test_categories_show_directions_steps_and_limits() -> None:
    table = score_categories(released())

    assert table.header[2:] == (
        *("Lower", "Unchanged", "Higher", "Worsening by the step rule"),
        *("Lowest value below 7", "Net proportion better, % (95% CI)"),
    )
    counts = ("20/42 (48%)", "10/42 (24%)", "12/42 (29%)", "4/42 (10%)")
    assert table.rows[1][2:] == (*counts, "–", "19 (>−1 to 40)")
    assert table.rows[3] == ("NMOSD", "no patients", *["–"] * 6)
    assert table.rows[9][2:] == (*["–"] * 4, "3/42 (7%)", "–")


def test_a_score_without_categories_has_no_section_there() -> None:
    only = released_of(
        row("change/igg/RRMS/mean_change", estimate=0.1),
        row("change/edss/RRMS/lower", events=3, estimate=0.1),
        absent("change/edss/NMOSD/lower"),
    )

    table = score_categories(only)

    assert [line[0] for line in table.rows] == [
        *("EDSS, points", "Relapsing-remitting MS", "Secondary progressive MS", "NMOSD"),
    ]


def test_without_results_there_are_no_rows() -> None:
    other = released_of(row("safety/adverse_events/RRMS/rate", estimate=0.1))

    assert score_change(other).rows == score_categories(other).rows == ()


def test_a_ratio_that_was_not_estimated_shows_the_limits_it_has() -> None:
    bounds: dict[str, Any] = {"status": "bound_only", "note": "below_quantification"}
    key = "change/igg/RRMS/geometric_mean_ratio"
    made = released_of(
        row(key, ci=(math.nan, 0.033), method_key=MethodKey.CENSORED_BOUND, **bounds)
    )

    table = score_change(made)

    assert table.rows[1][4] == "no estimate (no limit to 0.03) [a]"
    # Without a test in any row there is no column of P values.
    assert len(table.header) == 5
    assert table.footnotes[0].startswith("[a] Fewer than four patients have two quantified values")


def test_a_mean_with_values_at_the_limit_has_a_footnote() -> None:
    made = released_of(
        row("change/igg/RRMS/follow_up_mean", estimate=3.2, note="below_quantification"),
        row("change/igg/RRMS/follow_up_sd", estimate=1.1, note="below_quantification"),
        row("change/igg/RRMS/geometric_mean_ratio", estimate=0.5, ci=(0.4, 0.6)),
    )

    table = score_change(made)

    assert table.rows[1][3] == "3.20 (1.10) [a]"
    assert "[a] Values below the limit of quantification are set to the limit." in table.footnotes


def test_the_foot_explains_the_columns_that_are_there_and_no_other() -> None:
    key = "change/igg/RRMS/"
    ratio = row(f"{key}geometric_mean_ratio", estimate=0.9)
    limit = row(f"{key}below_limit", level="7", n=42, events=3, estimate=3 / 42)

    categories = " ".join(score_categories(released_of(ratio, limit)).footnotes)
    assert "Lowest value: of all visits" in categories
    assert "step rule" not in categories
    assert "Lower and higher" not in categories
    # An ordinal score is not among them.
    assert "ordinal" not in " ".join(score_change(released_of(ratio)).footnotes)
    assert "ordinal" in " ".join(score_change(released()).footnotes)
