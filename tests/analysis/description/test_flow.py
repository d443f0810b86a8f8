"""Participant flow."""

from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.description.flow import flow_rows


def counts(rows: list, group: str) -> dict[str, float]:  # type: ignore[type-arg]
    return {row.term: row.value.estimate for row in rows if row.group == group}


def test_every_step_is_counted_by_diagnosis_and_adds_up() -> None:
    rows = flow_rows(full(), study())
    a, b, everybody = (counts(rows, group) for group in ("A", "B", "all"))

    assert (a["enrolled"], b["enrolled"], everybody["enrolled"]) == (12, 4, 16)
    assert all(a[term] + b[term] == everybody[term] for term in everybody)
    assert (a["relapsed"], b["relapsed"]) == (5, 1)


def test_who_relapsed_before_the_landmark_is_left_out_and_counted() -> None:
    told = counts(flow_rows(full(), study()), "all")

    # One of the six relapsed at month 2, before the landmark at month 3.
    assert told["landmark_relapsed_before"] == 1
    assert told["landmark_ended_before"] == 0
    assert told["landmark_at_risk"] == 15


def test_pairs_of_a_score_and_what_they_lack_add_up_to_the_patients() -> None:
    told = counts(flow_rows(full(), study()), "all")

    assert told["edss_pairs"] + told["edss_no_baseline"] + told["edss_no_follow_up"] == 16
    assert told["end_lost"] == 1


def test_what_was_not_collected_has_no_step() -> None:
    told = counts(flow_rows(bare(), study()), "all")

    assert set(told) == {"enrolled", "end_ongoing", "end_lost"}
