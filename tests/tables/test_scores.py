import math
from typing import Any

from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.tables.scores import score_categories, score_change
from tables.made_up import absent, released, released_of, row


def test_visits_have_headings_above_their_columns_and_each_score_a_section() -> None:
    table = score_change(released())

    assert [line[0] for line in table.rows if not any(line[1:])] == [
        "EDSS, points: mean change",
        "Serum IgG, g/L: ratio of geometric means",
    ]
    own = ("Baseline, mean (SD)", "Follow-up, mean (SD)", "Change (95% CI)", "P")
    # A test at another visit than the last is printed only where a family declares it.
    assert table.header == ("Diagnosis", *own, "P (adjusted)", *own[:3])
    assert table.spanners == ("", *["At the last visit"] * 5, *["At 12 months"] * 3)


def test_a_row_holds_the_change_and_its_test_at_each_visit() -> None:
    table = score_change(released())

    change = "3.40 (3.40) | 3.40 (3.40) | −0.33 (−0.67 to 0.01)"
    assert " | ".join(table.rows[1]) == f"RRMS (n = 42) | {change} | 0.060 | 0.12 | {change}"


def test_patients_missing_from_a_change_are_a_note_of_its_cell() -> None:
    rows = (
        row("flow/flow/RRMS/enrolled", n=44, events=44, estimate=44.0),
        row("change/edss/RRMS/mean_change", n=42, dropped=2, estimate=-0.5),
    )
    table = score_change(released_of(*rows))

    assert table.rows[1][:2] == ("RRMS (n = 44)", "−0.50")
    assert (table.letters[1][1], table.lettered) == ("a", ("42 patients analysed, 2 missing.",))


def test_a_diagnosis_without_patients_is_named_below() -> None:
    table = score_change(released())

    assert not any(line[0].startswith("NMOSD") for line in table.rows)
    assert "There were no patients in: NMOSD." in table.footnotes


def test_the_raw_change_of_a_log_score_is_left_to_the_supplement() -> None:
    text = " ".join(" ".join(line) for line in score_change(released()).rows)

    assert "0.91 (" in text
    assert "−0.87 (−1.20 to −0.50)" not in text


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

    assert table.rows[1] == ("RRMS", "3.50 (–)", "0.50 (NE)", "NE")


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

    sizes = ("RRMS (n = 42)", "SPMS (n = 43)")
    assert table.header == ("Category", *sizes, *sizes)
    assert table.spanners == ("", *["At the last visit"] * 2, *["At 12 months"] * 2)
    assert [(line[0], *line[1:3]) for line in table.rows] == [
        ("EDSS, points", "", ""),
        ("Lower", "20 (48)", "20 (47)"),
        ("Unchanged", "10 (24)", "10 (23)"),
        ("Higher", "12 (29)", "12 (28)"),
        ("Worsening by the step rule", "4 (10)", "4 (9)"),
        ("Net proportion better, % (95% CI)", "19 (>−1 to 40)", "19 (>−1 to 40)"),
        ("Serum IgG, g/L", "", ""),
        ("Lowest value below 7", "3 (7)", "3 (7)"),
    ]


def test_a_score_without_categories_has_no_section_there() -> None:
    only = released_of(
        row("change/igg/RRMS/mean_change", estimate=0.1),
        row("change/edss/RRMS/lower", events=3, estimate=0.1),
        absent("change/edss/NMOSD/lower"),
    )

    table = score_categories(only)

    assert [line[0] for line in table.rows] == ["EDSS, points", "Lower"]


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

    # Without a test in any row there is no column of P values, and none of means.
    assert table.rows[1] == ("RRMS", "no estimate (no limit to 0.03)")
    assert table.lettered[0].startswith("Fewer than four patients have two quantified values")


def test_a_mean_with_values_at_the_limit_has_a_footnote() -> None:
    made = released_of(
        row("change/igg/RRMS/follow_up_mean", estimate=3.2, note="below_quantification"),
        row("change/igg/RRMS/follow_up_sd", estimate=1.1, note="below_quantification"),
        row("change/igg/RRMS/geometric_mean_ratio", estimate=0.5, ci=(0.4, 0.6)),
    )

    table = score_change(made)

    assert (table.rows[1][1], table.letters[1][1]) == ("3.20 (1.10)", "a")
    assert "Values below the limit of quantification are set to the limit." in table.lettered


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
