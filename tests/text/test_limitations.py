from dataclasses import replace
from types import MappingProxyType

from rtxoutcomes.disclose import Released
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.limitations import limitations_template
from rtxoutcomes.text.references import references
from tables.made_up import absent, released_of, row
from text.filled import own, text


def told(released: Released) -> str:
    known = draft(released)
    template = limitations_template(known, released)
    return fill(template, "limitations", references(released, known.every)).markdown


def test_the_limits_of_the_bundled_cohort_are_read_off_its_results() -> None:
    limits = [p.text for p in text("bundled").section("Limitations")]

    for begin in (
        "The patients are made up",
        "This is a single-arm study",
        "Treatment and groups began together",
        "Follow-up was unequal (quartiles 15.0 and 23.5 months)",
        "Events were few: 8 of 42 with Relapsing-remitting MS and 1 of 14 with Neuromyelitis",
        "Patients without both values were left out of changes: 1 with Relapsing-remitting MS",
        "Many quantities were estimated",
    ):
        assert any(limit.startswith(begin) for limit in limits), begin


def test_numbers_of_limits_have_rows_behind_them() -> None:
    few = next(p for p in text("bundled").paragraphs if p.text.startswith("Events were few"))

    assert [piece.text for piece in few.pieces if piece.sources] == ["8", "42", "1", "14"]


def test_patients_who_are_real_are_not_called_made_up() -> None:
    real = replace(released_of(row("x/y/all/z", estimate=1.0)), origin="patient")

    assert "made up" not in told(real)


def test_a_randomised_study_is_not_told_that_it_lacks_a_comparison() -> None:
    made = released_of(row("x/y/all/z", estimate=1.0))
    about = MappingProxyType({**made.about, "design": "randomised"})

    assert "return of values" in told(replace(made, about={**made.about, "design": "single-arm"}))
    assert "return of values" not in told(replace(made, about=about))


def test_equal_follow_up_and_many_events_are_no_limits() -> None:
    rows = [
        row(f"baseline/follow_up_months/all/{term}", estimate=12.0, method=term)
        for term in ("q1", "q3")
    ]
    many = row("relapse/relapse/RRMS/proportion", n=42, events=12, estimate=12 / 42)

    said = told(released_of(*rows, many))

    assert "unequal" not in said
    assert "few" not in said


def test_a_test_that_cannot_reach_five_percent_is_named() -> None:
    small = row(
        "change/edss/NMOSD/smallest_p", n=14, estimate=0.0625, role="beside", note="p_out_of_reach"
    )
    large = row("change/edss/RRMS/smallest_p", n=42, estimate=1e-6, role="beside")

    said = told(released_of(small, large))

    assert "In NMOSD, so few patients changed that the signed-rank test cannot give a P value " in (
        said
    )
    assert "below 0.063, whatever the data" in said
    assert said.count("so few patients changed") == 1


def test_absent_groups_and_tables_not_collected_are_named() -> None:
    said = told(
        released_of(
            absent("relapse/relapse/NMOSD/proportion"),
            row(
                "safety/adverse_events/all/rate",
                n=0,
                status="not_attempted",
                note="not_collected",
            ),
        )
    )

    assert "There was no patient with NMOSD." in said
    assert "Not collected, and so not answered: safety." in said


def test_an_analysis_that_lacks_one_number_is_not_called_uncollected() -> None:
    key = "engagement/engagement_relapse/all/skype_session"
    aside = row(f"{key}_clusters", n=0, status="not_attempted", note="not_collected", role="beside")

    assert "Not collected" not in told(released_of(row(key, estimate=0.9), aside))


def test_every_other_note_is_told_with_what_it_concerns() -> None:
    rows = [
        row(
            f"engagement/engagement_relapse/all/term_{k}",
            status="not_estimable",
            note="separation",
            method="a [b]" if k == 0 else "plain",
        )
        for k in range(6)
    ]
    bound = row(
        "relapse/relapse/RRMS/rate", estimate=0.1, status="bound_only", note="count_unknown"
    )

    said = told(released_of(*rows, bound))

    assert "separates those compared completely" in said
    assert "Term 0; " in said
    assert " and others." in said
    assert "The number of attacks of some patients is unknown" in said
    assert "This concerns Relapse, Rate in Relapsing-remitting MS." in said


def test_a_block_of_limits_is_part_of_every_setting() -> None:
    assert "{{ study.mark }}" in own("bundled").blocks["limitations"]
