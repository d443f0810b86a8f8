"""What a cohort shows of itself."""

from cohorts import cohort, patients, table


def test_a_cohort_shows_counts_and_never_a_row() -> None:
    made = cohort(
        patients([("P1", "A", 12.0)]),
        relapses=table("patient_id month", ("P1", 3.0), ("P1", 7.0)),
    )

    rows = dict(made.summary().itertuples(index=False, name=None))

    assert rows["patients"] == 1
    assert rows["relapses"] == 2
    assert rows["visits"] == "not collected"
    assert repr(made) == "<Cohort: 1 patients, origin synthetic>"
    assert "P1" not in made._repr_html_() + repr(made)
