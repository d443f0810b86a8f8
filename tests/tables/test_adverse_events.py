from rtxoutcomes.tables.adverse_events import safety
from tables.made_up import flow_rows, released_of, row, safety_rows


def test_safety_reads_as_expected() -> None:
    table = safety(released_of(*flow_rows(), *safety_rows()))

    assert table.header == ("Outcome", "RRMS (n = 42)", "SPMS (n = 43)", "All patients (n = 85)")
    assert [" | ".join(line) for line in table.rows] == [
        "Patients with an event, n (%) | 2 (5) | 2 (5) | 2 (2)",
        "Patients with an event, % (95% CI) | <1 to 7 | <1 to 7 | <1 to 7",
        "Patients with a serious event, n (%) | 0 (0) | 0 (0) | 0 (0)",
        "Events / person-years | 3 / 85.3 | 3 / 85.3 | 3 / 85.3",
        "Events per 100 person-years (95% CI) | 3.5 (1.0 to 10.0) | 3.5 (1.0 to 10.0) | "
        "3.5 (1.0 to 10.0)",
    ]


def test_patients_and_events_are_not_mixed() -> None:
    table = safety(released_of(*safety_rows()))

    labels = [line[0] for line in table.rows]
    assert labels[0] == "Patients with an event, n (%)"
    assert labels[-1] == "Events per 100 person-years (95% CI)"
    assert any("Clopper-Pearson" in note for note in table.footnotes)


def test_a_limit_of_another_kind_has_no_column() -> None:
    key = "safety/adverse_events/RRMS/"
    limit = row(key + "upper_limit", estimate=0.0, role="alternative")

    table = safety(released_of(row(key + "proportion", events=0, estimate=0.0), limit))

    assert [line[0] for line in table.rows] == ["Patients with an event, n (%)"]


def test_without_results_there_are_no_rows() -> None:
    other = released_of(row("relapse/relapse/RRMS/rate", estimate=0.1))

    assert safety(other).rows == ()
