from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tables.patients import baseline_characteristics, flow, missing_data
from tables.made_up import baseline_rows, flow_rows, released, released_of, row

LARGEST = Quantity.LARGEST_STANDARDISED_DIFFERENCE


def test_table_1_reads_as_expected() -> None:
    table = baseline_characteristics(released())

    median = "36.3 (35.3 to 34.3)"
    numbers = [
        "n | 40 | 41 | 83 | ",
        "Mean (SD) | 38.3 (37.3) | 38.3 (37.3) | 38.3 (37.3) | ",
        f"Median (quartiles) | {median} | {median} | {median} | ",
    ]
    assert [" | ".join(line) for line in table.rows] == [
        "Age, years |  |  |  | ",
        *numbers,
        "EDSS, points |  |  |  | ",
        *numbers,
        "Sex |  |  |  | ",
        # All patients of the header have a value, so that their number is not repeated.
        "Female, n (%) | 30 (71) | 30 (70) | 30 (35) | 0.13",
    ]


def test_a_contrast_does_not_count_in_the_size_of_a_group() -> None:
    pair = row(
        "baseline/age_years/SPMS/standardised_difference", against="RRMS", n=83, estimate=0.3
    )

    header = baseline_characteristics(released_of(*flow_rows(), *baseline_rows(), pair)).header

    assert header[2] == "SPMS (n = 43)"


def test_headings_hold_the_size_of_each_group() -> None:
    header = baseline_characteristics(released()).header

    assert header[1:] == (
        *("RRMS (n = 42)", "SPMS (n = 43)", "All patients (n = 85)"),
        "Largest standardised difference",
    )


def test_without_a_standardised_difference_there_is_no_column_for_it() -> None:
    rows = [made for made in baseline_rows() if made.quantity is not LARGEST]

    table = baseline_characteristics(released_of(*flow_rows(), *rows))

    assert table.header[-1] == "All patients (n = 85)"
    assert not any("standardised" in note for note in table.footnotes)


def test_missing_values_are_counted_of_those_enrolled() -> None:
    table = missing_data(released())

    rows = {line[0]: line[1:] for line in table.rows}
    assert rows["Age, years"] == ("2 (5)", "2 (5)", "2 (2)")
    assert rows["Sex"][0] == "0 (0)"


def test_patients_without_a_pair_stand_under_a_heading_of_their_own() -> None:
    rows = missing_data(released()).rows

    assert rows[-2:] == (
        ("Excluded from the change of a score", "", "", ""),
        (
            "EDSS, at the fixed time: no value at follow-up",
            *("42 (100)", "43 (100)", "85 (100)"),
        ),
    )


def test_without_scores_nobody_is_excluded_from_their_change() -> None:
    table = missing_data(released_of(*baseline_rows()))

    assert [line[0] for line in table.rows] == ["Age, years", "EDSS, points", "Sex"]


def test_an_analysis_without_rows_has_no_table_of_missing_values() -> None:
    table = missing_data(released_of(row("relapse/relapse/all/rate", estimate=1.0)))

    assert table.rows == ()


def test_a_spread_that_cannot_be_estimated_leaves_a_dash() -> None:
    table = baseline_characteristics(
        released_of(
            row("baseline/age_years/RRMS/mean", n=1, estimate=30.0, method="mean"),
            row("baseline/age_years/RRMS/sd", n=1, status="not_estimable", note="n_one"),
        )
    )

    assert table.rows[2] == ("Mean (SD)", "30.0 (–)")


def test_table_1_holds_no_test() -> None:
    table = baseline_characteristics(released())

    assert not any("P " in text for text in (*table.header, *table.footnotes))


def test_the_flow_counts_each_step_in_each_group() -> None:
    table = flow(released_of(*flow_rows()))

    assert table.header[1:] == (*("RRMS", "SPMS", "All patients"),)
    assert table.rows[0] == ("Enrolled", "42", "43", "85")
    assert [line[0] for line in table.rows[1:]] == [
        *("Follow-up ended: ongoing", "At risk at the landmark", "EDSS: both values"),
        "EDSS, at the fixed time: no value at follow-up",
    ]


def test_a_step_of_the_flow_has_a_row_for_each_category() -> None:
    ends = {"lost": 2, "ongoing": 5}
    rows = [
        row("flow/flow/all/follow_up_ended", level=level, n=7, events=n, estimate=n)
        for level, n in ends.items()
    ]

    table = flow(released_of(*rows))

    assert [line[-1] for line in table.rows] == ["2", "5"]


def test_every_count_of_table_1_leads_to_its_row_of_the_results() -> None:
    made = released_of(*baseline_rows())

    (place,) = baseline_characteristics(made).sources[1][1]

    assert made.estimates["n"].iloc[place] == 40


def test_variables_of_which_nobody_lacks_a_value_share_a_row() -> None:
    complete = [
        row(f"baseline/{name}/{group}/mean", n=n, estimate=1.0)
        for name in ("age_years", "follow_up_months")
        for group, n in (("RRMS", 42), ("all", 42))
    ]
    table = missing_data(released_of(*complete))

    assert table.rows == (("Every variable", "0 (0)", "0 (0)"),)
