from dataclasses import replace

from rtxoutcomes.study.blocks import RelapseRule
from rtxoutcomes.style import Style
from rtxoutcomes.tables.relapse import relapse_outcomes, time_to_relapse
from tables.made_up import NAN, PLAN, relapse_rows, released, released_of, row, time_rows


def test_relapse_reads_as_expected() -> None:
    table = relapse_outcomes(released())

    assert [" | ".join(line) for line in table.rows] == [
        "Relapsing-remitting MS | 42 | 8/42 (19%) | 10 to 33 | 24.3 | 14 (6 to 29) | 11 / 85.3 | "
        "0.13 (0.06 to 0.24)",
        "Secondary progressive MS | 43 | 8/43 (19%) | 10 to 33 | 24.3 | 14 (6 to 29) | 11 / 85.3 | "
        "0.13 (0.06 to 0.24)",
        "NMOSD | no patients | – | – | – | – | – | –",
        "All diagnoses, descriptive | 85 | 8/85 (9%) | 10 to 33 | – | 14 (6 to 29) | 11 / 85.3 | "
        "0.13 (0.06 to 0.24)",
    ]


def test_footnotes_name_methods_and_the_test_between_diagnoses() -> None:
    notes = relapse_outcomes(released_of(*relapse_rows())).footnotes

    assert "Wilson" in notes[0]
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

    assert table.rows[0][1:5] == ("0 (42)", *["not attempted [a]"] * 3)
    assert table.footnotes[0] == "[a] Not collected in this cohort."


def test_time_to_relapse_reads_as_expected() -> None:
    table = time_to_relapse(released())

    assert [" | ".join(line) for line in table.rows] == [
        "Relapsing-remitting MS | 42 | 8 | 24.3 | 86 (71 to 93) | not reached | "
        "12.0 (no interval) [a] | 42, 36",
        "Secondary progressive MS | 43 | 8 | 24.3 | 86 (71 to 93) | not reached | "
        "12.0 (no interval) [a] | 43, 37",
        "NMOSD | no patients | – | – | – | – | – | –",
    ]
    assert table.header[-1] == "At risk at 0, 12 months"


def test_the_event_has_the_name_of_the_study_and_months_the_mark_of_the_style() -> None:
    asthma = PLAN.model_copy(update={"relapse": RelapseRule(label="Exacerbation")})
    comma = Style.model_validate({"numbers": {"decimal_mark": ","}})
    risks = [row("relapse/relapse/RRMS/risk", month=m, estimate=0.1) for m in (12.0, 7.5)]
    table = relapse_outcomes(replace(released_of(*risks), study=asthma, style=comma))

    assert table.title == "Exacerbation during follow-up"
    assert table.header[2:6] == (
        "At least one exacerbation, n/N (%)",
        *("Risk at 7,5 months, % (CI)", "Risk at 12 months, % (CI)"),
        "Exacerbations / person-years",
    )


def test_the_reported_log_rank_test_alone_stands_below() -> None:
    notes = time_to_relapse(released_of(*time_rows())).footnotes

    assert [note.split("): ")[1] for note in notes if "log-rank" in note] == [
        "P = 0.41.",
    ]


def test_a_time_table_with_a_median_only_has_no_numbers_at_risk() -> None:
    key = "time_to_relapse/time_to_relapse/RRMS/median"
    missing = row(key, n=0, dropped=42, status="not_attempted", note="not_collected")

    table = time_to_relapse(released_of(missing))

    assert table.rows[0] == ("Relapsing-remitting MS", "0 (42)", "–", "–", "not attempted [a]")


def test_without_results_a_table_has_no_rows() -> None:
    other = released_of(row("safety/adverse_events/RRMS/rate", estimate=0.1))

    assert relapse_outcomes(other).rows == time_to_relapse(other).rows == ()


def test_the_foot_explains_a_risk_only_where_there_is_one() -> None:
    rate = row("relapse/relapse/RRMS/rate", events=3, years=20.0, estimate=0.15)
    risk = row("relapse/relapse/RRMS/risk", month=12.0, estimate=0.1)

    assert any("Risk:" in note for note in relapse_outcomes(released_of(rate, risk)).footnotes)
    assert not any("Risk:" in note for note in relapse_outcomes(released_of(rate)).footnotes)
