from rtxoutcomes.tables.patients import baseline_characteristics, flow
from tables.made_up import baseline_rows, flow_rows, released, released_of, row


def test_table_1_reads_as_expected() -> None:
    table = baseline_characteristics(released())

    numbers = [
        "Mean (SD) | 38.3 (37.3) | 38.3 (37.3) | – | 38.3 (37.3)",
        "Median (quartiles) | 36.3 (35.3 to 34.3) | 36.3 (35.3 to 34.3) | – | 36.3 (35.3 to 34.3)",
        "Missing | 2 | 2 | 0 | 2",
    ]
    assert [" | ".join(line) for line in table.rows] == [
        "Age, years |  |  |  | ",
        *numbers,
        "EDSS, points |  |  |  | ",
        *numbers,
        "Sex |  |  |  | ",
        "Female, n (%) | 30 (71%) | 30 (70%) | – | 30 (35%)",
        "Standardised difference | – | – | – | 0.13",
    ]


def test_headings_hold_the_size_of_each_group() -> None:
    header = baseline_characteristics(released()).header

    assert header[1:] == (
        "Relapsing-remitting MS (n = 42)",
        "Secondary progressive MS (n = 43)",
        "NMOSD (n = 0)",
        "All patients (n = 85)",
    )


def test_a_variable_without_missing_values_has_no_row_for_them() -> None:
    rows = [made for made in baseline_rows() if made.endpoint == "sex"]

    table = baseline_characteristics(released_of(*rows))

    assert "Missing" not in [line[0] for line in table.rows]


def test_a_spread_that_cannot_be_estimated_leaves_a_dash() -> None:
    table = baseline_characteristics(
        released_of(
            row("baseline/age_years/RRMS/mean", n=1, estimate=30.0, method="mean"),
            row("baseline/age_years/RRMS/sd", n=1, status="not_estimable", note="n_one"),
        )
    )

    assert table.rows[1] == ("Mean (SD)", "30.0 (–)", "–")


def test_table_1_holds_no_test() -> None:
    table = baseline_characteristics(released())

    assert not any("P " in text for text in (*table.header, *table.footnotes))


def test_the_flow_counts_each_step_in_each_group() -> None:
    table = flow(released_of(*flow_rows()))

    assert table.header[1:] == (
        *("Relapsing-remitting MS", "Secondary progressive MS", "NMOSD", "All patients"),
    )
    assert table.rows[0] == ("Enrolled", "42", "43", "0", "85")
    assert table.rows[3][0] == "EDSS, both values"
