from rtxoutcomes.tables.adverse_events import safety
from tables.made_up import released_of, row, safety_rows


def test_safety_reads_as_expected() -> None:
    table = safety(released_of(*safety_rows()))

    assert [" | ".join(line) for line in table.rows] == [
        "Relapsing-remitting MS | 42 | 2/42 (5%) | <1 to 7 | 3 / 85.3 | 3.5 (1.0 to 10.0) | "
        "0/42 (0%)",
        "Secondary progressive MS | 43 | 2/43 (5%) | <1 to 7 | 3 / 85.3 | 3.5 (1.0 to 10.0) | "
        "0/43 (0%)",
        "NMOSD | no patients | – | – | – | – | –",
        "All diagnoses, descriptive | 85 | 2/85 (2%) | <1 to 7 | 3 / 85.3 | 3.5 (1.0 to 10.0) | "
        "0/85 (0%)",
    ]


def test_patients_and_events_are_not_mixed() -> None:
    table = safety(released_of(*safety_rows()))

    assert table.header[:2] == ("Diagnosis", "n")
    assert table.header[2] == "Patients with an event, n/N (%)"
    assert table.header[5] == "Events per 100 person-years (95% CI)"
    assert "Clopper-Pearson" in table.footnotes[0]


def test_a_limit_of_another_kind_has_no_column() -> None:
    key = "safety/adverse_events/RRMS/"
    limit = row(key + "upper_limit", estimate=0.0, role="alternative")

    table = safety(released_of(row(key + "proportion", events=0, estimate=0.0), limit))

    assert len(table.header) == 6


def test_without_results_there_are_no_rows() -> None:
    other = released_of(row("relapse/relapse/RRMS/rate", estimate=0.1))

    assert safety(other).rows == ()
