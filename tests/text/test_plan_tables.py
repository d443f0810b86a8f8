"""The tables of a plan as empty shells."""

from released import bundled
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.text.plan_document import plan_document
from rtxoutcomes.text.plan_tables import shells


def test_the_tables_are_shells_with_the_titles_of_the_report() -> None:
    own = {shell.title: shell for shell in shells(bundled().study)}

    assert list(own)[:2] == ["Baseline characteristics by diagnosis", "Relapse during follow-up"]
    assert own["Adverse events"].header == (
        *("Outcome", "RRMS (n =)", "SPMS (n =)", "NMOSD (n =)", "All patients (n =)"),
    )
    change = own["Change of scores from baseline by diagnosis"]
    assert change.header[-1] == "P (adjusted)"
    assert change.rows[0] == "EDSS: mean change"
    text = plan_document(bundled().study, "0.7.0")
    assert "| Age, years |  |" not in text
    assert "| **Age, years** |  |  |  |  |" in text


def test_variables_of_the_baseline_table_have_their_levels() -> None:
    plan = read_study("nabiuni2023")
    declared = {"name": "aqp4", "label": "AQP4", "kind": "yes_no"}
    wide = plan.model_copy(update={"variables": [declared]})

    (table, *_) = shells(wide)

    place = table.rows.index("AQP4")
    assert table.rows[place + 1].endswith("n (%)")
