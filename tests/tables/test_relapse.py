from dataclasses import replace

from rtxoutcomes.study.blocks import RelapseRule
from rtxoutcomes.style import Style
from rtxoutcomes.tables.relapse import relapse_outcomes, time_to_relapse
from tables.made_up import NAN, PLAN, relapse_rows, released, released_of, row, time_rows


def test_groups_are_columns_headed_by_their_short_names_and_patients() -> None:
    table = relapse_outcomes(released())

    assert table.header == ("Outcome", "RRMS (n = 42)", "SPMS (n = 43)", "All patients (n = 85)")
    assert [" | ".join(line) for line in table.rows] == [
        "At least one relapse, n (%) | 8 (19) | 8 (19) | 8 (9)",
        "At least one relapse, % (95% CI) | 10 to 33 | 10 to 33 | 10 to 33",
        "Median follow-up, months | 24.3 | 24.3 | \N{EN DASH}",
        "Risk at 12 months, % (95% CI) | 14 (6 to 29) | 14 (6 to 29) | 14 (6 to 29)",
        "Relapses / person-years | 11 / 85.3 | 11 / 85.3 | 11 / 85.3",
        "Rate per person-year (95% CI) | 0.13 (0.06 to 0.24) | 0.13 (0.06 to 0.24) | "
        "0.13 (0.06 to 0.24)",
    ]


def test_a_group_without_patients_is_named_below_and_has_no_column() -> None:
    notes = relapse_outcomes(released()).footnotes

    assert "There were no patients in: NMOSD." in notes
    assert any(note.startswith("The column of all patients combines") for note in notes)


def test_footnotes_name_methods_and_the_test_between_diagnoses() -> None:
    notes = relapse_outcomes(released_of(*relapse_rows())).footnotes

    assert any(note.startswith("Methods.") and "Wilson" in note for note in notes)
    assert "Between diagnoses, unadjusted (Freeman-Halton exact): P = 0.48." in notes


def test_relapses_that_were_not_collected_are_not_attempted() -> None:
    key = "relapse/relapse/RRMS/"
    missing = [
        row(
            key + quantity,
            month=month,
            n=0,
            dropped=42,
            status="not_attempted",
            note="not_collected",
        )
        for quantity, month in (("proportion", NAN), ("risk", 12.0), ("rate", NAN))
    ]

    table = relapse_outcomes(released_of(*missing))

    assert table.rows[0] == ("At least one relapse, n (%)", "not attempted")
    assert table.header == ("Outcome", "RRMS")
    # A note that every cell has is one of the table, without a letter.
    assert "Not collected in this cohort." in table.footnotes


def test_time_to_relapse_reads_as_expected() -> None:
    table = time_to_relapse(released())

    assert [" | ".join(line) for line in table.rows] == [
        "Patients with a relapse | 8 | 8",
        "Median follow-up, months | 24.3 | 24.3",
        "Free of relapse at 12 months, % (95% CI) | 86 (71 to 93) | 86 (71 to 93)",
        "Median time to relapse, months (95% CI) | NR | NR",
        "Mean months free of relapse in the first 12 months (95% CI) | 12.0 (NE) | 12.0 (NE)",
        "Patients at risk at |  | ",
        "0 months | 42 | 43",
        "12 months | 36 | 37",
    ]
    assert "NE, not estimable; NR, not reached" in table.footnotes[0]


def test_the_event_has_the_name_of_the_study_and_months_the_mark_of_the_style() -> None:
    asthma = PLAN.model_copy(update={"relapse": RelapseRule(label="Exacerbation")})
    comma = Style.model_validate({"numbers": {"decimal_mark": ","}})
    risks = [row("relapse/relapse/RRMS/risk", month=m, estimate=0.1) for m in (12.0, 7.5)]
    table = relapse_outcomes(replace(released_of(*risks), study=asthma, style=comma))

    assert table.title == "Exacerbation during follow-up"
    assert [line[0] for line in table.rows] == [
        *("Risk at 7,5 months, % (CI)", "Risk at 12 months, % (CI)"),
    ]


def test_the_reported_log_rank_test_alone_stands_below() -> None:
    notes = time_to_relapse(released_of(*time_rows())).footnotes

    assert [note.split("): ")[1] for note in notes if "log-rank" in note] == [
        "P = 0.41.",
    ]


def test_a_time_table_with_a_median_only_has_no_numbers_at_risk() -> None:
    key = "time_to_relapse/time_to_relapse/RRMS/median"
    missing = row(key, n=0, dropped=42, status="not_attempted", note="not_collected")

    table = time_to_relapse(released_of(missing))

    assert table.rows == (("Median time to relapse, months (CI)", "not attempted"),)


def test_without_results_a_table_has_no_rows() -> None:
    other = released_of(row("safety/adverse_events/RRMS/rate", estimate=0.1))

    assert relapse_outcomes(other).rows == time_to_relapse(other).rows == ()


def test_the_foot_explains_a_risk_only_where_there_is_one() -> None:
    rate = row("relapse/relapse/RRMS/rate", events=3, years=20.0, estimate=0.15)
    risk = row("relapse/relapse/RRMS/risk", month=12.0, estimate=0.1)

    assert any("Risk:" in note for note in relapse_outcomes(released_of(rate, risk)).footnotes)
    assert not any("Risk:" in note for note in relapse_outcomes(released_of(rate)).footnotes)
