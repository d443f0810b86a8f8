from dataclasses import replace
from typing import Any

from rtxoutcomes.disclose import Released
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.limitations import limitations_template
from rtxoutcomes.text.references import references
from tables.made_up import released_of, row
from text.filled import own, text

METHODS = (MethodKey.COUNT, MethodKey.MEAN)
SEPARATED: dict[str, Any] = {"status": "not_estimable", "note": "separation"}


def limits_of(released: Released) -> str:
    known = draft(released)
    template = limitations_template(known)
    return fill(template, "limitations", references(released, known.named)).markdown


def test_the_limits_of_the_bundled_cohort_are_read_off_its_results() -> None:
    limits = [p.text for p in text("bundled").section("Limitations")]

    for begin in (
        "Synthetic data: no result applies to real patients.",
        "The study had no randomised control group",
        "The effects of treatment and of engagement cannot be separated",
        "Patients who took part together may have influenced each other's activity and reporting; "
        "group membership was not recorded, so standard errors assume independent patients.",
        "All patients had at least 12 months of follow-up. If this was a condition",
        "Whether outcome assessors were blinded was not recorded",
        "Of 27 relapses, eight became known through Skype and nine through WhatsApp.",
        "Follow-up differed between patients (quartiles 15.0 and 23.5 months)",
        "Numbers were small: eight of 42 patients with RRMS and one of 14 patients with NMOSD had",
        "Patients without both a baseline and a follow-up value were excluded from analyses of "
        "change: one patient with RRMS (EDSS at the fixed time).",
        "Many quantities were estimated",
    ):
        assert any(limit.startswith(begin) for limit in limits), begin


def test_numbers_of_limits_have_rows_behind_them() -> None:
    few = next(p for p in text("bundled").paragraphs if p.text.startswith("Numbers were small"))

    assert [piece.text for piece in few.pieces if piece.sources] == ["eight", "42", "one", "14"]


def test_patients_who_are_real_are_not_called_synthetic() -> None:
    made = released_of(row("relapse/relapse/all/rate", estimate=1.0))
    real = replace(made, origin="patient")

    assert "synthetic" not in limits_of(real)


def designed(design: str) -> Released:
    made = released_of(row("relapse/relapse/all/rate", estimate=1.0))
    identity = made.study.study.model_copy(update={"design": design})
    return replace(made, study=made.study.model_copy(update={"study": identity}))


def test_a_randomised_study_does_not_lack_a_comparison() -> None:
    assert "regression to the mean" in limits_of(designed("single-arm"))
    assert "regression to the mean" in limits_of(designed("non-randomised"))
    assert "regression to the mean" not in limits_of(designed("randomised"))
    assert "regression to the mean" not in limits_of(designed(""))


def test_equal_follow_up_and_many_events_are_no_limits() -> None:
    rows = [
        row(f"baseline/follow_up_months/all/{quantity}", estimate=12.0)
        for quantity in ("lower_quartile", "upper_quartile")
    ]
    many = row("relapse/relapse/RRMS/proportion", n=42, events=12, estimate=12 / 42)

    written = limits_of(released_of(*rows, many))

    assert "Follow-up differed" not in written
    assert "small" not in written


def test_a_group_in_which_most_patients_had_an_event_can_be_small() -> None:
    key = "relapse/relapse/{}/proportion"
    every = row(key.format("RRMS"), n=8, events=8, estimate=1.0)
    rare = row(key.format("SPMS"), n=42, events=3, estimate=3 / 42)

    written = limits_of(released_of(every, rare))

    assert (
        "Numbers were small: eight of 8 patients with RRMS and three of 42 patients with SPMS had"
    ) in written


def test_one_patient_without_both_values_is_not_counted_as_several() -> None:
    lacking = row("change/edss/female/mean_change", n=14, estimate=0.1, dropped=1)
    made = released_of(lacking)

    written = limits_of(replace(made, study=made.study.grouped_by("sex")))

    assert "were excluded from analyses of change: one female patient (EDSS)." in written


def test_a_test_that_cannot_reach_five_percent_is_named() -> None:
    key = "change/edss/{}/smallest_attainable_p"
    small = row(
        key.format("NMOSD"), n=14, estimate=0.0625, role="alternative", note="p_out_of_reach"
    )
    large = row(key.format("RRMS"), n=42, estimate=1e-6, role="alternative")

    written = limits_of(released_of(small, large))

    assert (
        "So few patients with NMOSD changed in EDSS that the signed-rank test cannot give a P "
        "value " in written
    )
    assert "below 0.063, whatever the data" in written
    assert written.count("So few patients") == 1


def test_absent_groups_and_tables_not_collected_are_named() -> None:
    written = limits_of(
        released_of(
            row("flow/flow/RRMS/enrolled", n=9, estimate=9.0),
            *(row(f"flow/flow/{group}/enrolled", n=0, estimate=0.0) for group in ("SPMS", "NMOSD")),
            row("relapse/relapse/RRMS/rate", status="not_estimable", note="group_absent"),
            row(
                "safety/adverse_events/all/rate",
                n=0,
                status="not_attempted",
                note="not_collected",
            ),
        )
    )

    assert "There were no patients with SPMS or NMOSD." in written
    assert "Data on adverse events were not collected." in written


def test_an_analysis_that_lacks_one_number_is_not_called_uncollected() -> None:
    rows = [
        row("engagement/relapse/all/hazard_ratio", estimate=0.9, channel="skype"),
        row(
            "engagement/relapse/all/engagement_groups",
            n=0,
            channel="skype",
            status="not_attempted",
            note="not_collected",
            role="alternative",
        ),
    ]

    assert "not collected" not in limits_of(released_of(*rows))


def test_a_block_of_limits_is_part_of_every_setting() -> None:
    assert "{{ study.mark }}" in own("bundled").blocks["limitations"]


def test_a_study_without_a_family_of_tests_has_nothing_outside_it() -> None:
    made = released_of(row("relapse/relapse/all/rate", estimate=1.0))
    multiplicity = made.study.multiplicity.model_copy(update={"family": ()})
    without = replace(made, study=made.study.model_copy(update={"multiplicity": multiplicity}))

    assert "outside the declared families of tests, none was adjusted" in limits_of(made)
    assert "were estimated, and none was adjusted for their number." in limits_of(without)


def test_a_limit_is_given_once_and_names_its_exposure() -> None:
    key = "engagement/relapse/all/hazard_ratio"
    models = [
        row(key, channel="whatsapp", activity=activity, method_key=method, **SEPARATED)
        for activity in ("message", "question")
        for method in METHODS
    ]
    tests = [
        row(
            "change/edss/RRMS/smallest_attainable_p",
            estimate=1.0,
            role="alternative",
            method_key=method,
            note="p_out_of_reach",
        )
        for method in METHODS
    ]

    written = limits_of(released_of(*models, *tests))

    assert written.count("changed in EDSS") == 1
    assert written.count("WhatsApp message and relapse (hazard ratio)") == 1
    assert written.count("WhatsApp question and relapse (hazard ratio)") == 1


def test_a_score_that_was_not_collected_is_not_called_missing_in_patients() -> None:
    key = "change/edss/RRMS/mean_change"
    absent = row(key, n=0, dropped=42, status="not_attempted", note="not_collected")

    written = limits_of(released_of(absent))

    assert "excluded from changes" not in written
    assert "Data on change in scores were not collected" in written
