from typing import Any

from released import bundled
from rtxoutcomes.results.quantity import Model
from rtxoutcomes.tables.exposure import (
    engagement,
    engagement_models,
    negative_controls,
    participation,
)
from tables.made_up import engagement_rows, released_of, row, session

RELAPSE = "engagement/relapse/all/hazard_ratio"


def test_engagement_reads_as_expected() -> None:
    table = engagement(released_of(*engagement_rows()))

    assert [" | ".join(line) for line in table.rows[:3]] == [
        "Relapse: per doubling of (1 + count) |  |  |  |  |  |  | ",
        "Skype session | 80 (5) | 17 | 0.84 (0.50 to 1.40) [a] | 0.49 | – | – | Not identifiable",
        "WhatsApp message | 0 (85) | – | not attempted [b] | not attempted [b] | – | – | "
        "Window not landmark",
    ]


def test_what_cannot_be_told_apart_is_printed_as_a_sentence() -> None:
    notes = engagement(released_of(*engagement_rows())).footnotes

    assert notes[0].startswith("[a] Not identifiable: treatment and channel began together")


def test_sensitivity_landmarks_are_left_to_the_appendix() -> None:
    rows = engagement_rows()

    assert not any("Landmark" in line[0] for line in engagement(released_of(*rows)).rows)
    assert engagement_models(released_of(*rows)).rows[1][0] == "Skype session: Landmark, month 1"


def test_methods_are_footnotes_of_the_main_table_only() -> None:
    rows = released_of(*engagement_rows())

    assert "Relapse: Firth Cox, landmark 3 months." in engagement(rows).footnotes
    assert not any("Firth" in note for note in engagement_models(rows).footnotes)


def test_an_effect_without_unit_or_note_has_neither() -> None:
    table = engagement(released_of(session(RELAPSE, estimate=1.1)))

    assert table.rows == (
        ("Relapse", *[""] * 6),
        ("Skype session", "42", "–", "1.10", "–", "–", "–"),
    )


def test_the_size_of_a_model_stands_with_the_effect_of_the_same_model() -> None:
    key = "engagement/relapse/all/"
    size, planned = f"{key}events_per_parameter", f"{key}planning_value"
    aside: dict[str, Any] = {"role": "alternative"}
    results = released_of(
        session(RELAPSE, estimate=0.88, unit="hazard ratio"),
        session(size, estimate=16.0, note="not_identifiable", **aside),
        session(planned, estimate=2.109, **aside),
        session(RELAPSE, estimate=0.9, month=1.0, role="sensitivity"),
        session(size, estimate=18.0, month=1.0, **aside),
        session(
            RELAPSE,
            model=Model.LANDMARK_ADJUSTED,
            level="age_years",
            estimate=0.9,
            role="sensitivity",
        ),
        session(size, model=Model.LANDMARK_ADJUSTED, level="age_years", estimate=8.0, **aside),
        session(size, model=Model.LANDMARK_ADJUSTED, level="edss", estimate=7.0, **aside),
    )

    main, others = engagement(results), engagement_models(results)

    assert main.rows[1][4:6] == ("16.0", "2.11")
    assert main.sources[1][4:6] == ((1,), (2,))
    assert [line[4] for line in others.rows[1:]] == ["18.0", "8.0"]


def test_other_choices_stand_in_a_table_of_their_own_with_their_words() -> None:
    variants: list[dict[str, Any]] = [
        {"month": 1.0},
        {"model": Model.LANDMARK_ADJUSTED, "level": "age_years"},
        {"model": Model.LANDMARK_ADJUSTED, "level": "edss"},
        {"model": Model.CUMULATIVE_CONFIRMED},
        {"model": Model.EVENT_COUNT},
        {"model": Model.LANDMARK_SUBSET},
    ]
    rows = [session(RELAPSE, estimate=0.9, role="sensitivity", **v) for v in variants]

    table = engagement_models(released_of(session(RELAPSE, estimate=1.0), *rows))

    assert [line[0] for line in table.rows] == [
        "Relapse",
        "Skype session: Landmark, month 1",
        "Skype session: Adjusted for age",
        "Skype session: Adjusted for EDSS at baseline",
        "Skype session: Cumulative exposure, lag 3, confirmed",
        "Skype session: Number of relapses",
        "Skype session: Some diagnoses only",
    ]


def test_permuted_engagement_measures_the_size_of_each_model() -> None:
    rejections = session(
        "engagement/relapse/all/permutation_rejections",
        n=96,
        estimate=0.055,
        ci=(0.028, 0.096),
        role="alternative",
        note="not_identifiable",
    )

    table = negative_controls(released_of(rejections))

    assert table.rows == (("Skype session: Landmark, month 3", "Relapse", "6%", "3 to 10"),)
    assert table.footnotes[0].startswith("Rejections in 200 permutations")


def test_participation_is_described_by_diagnosis_and_for_all() -> None:
    table = participation(bundled())

    assert table.rows[0][0] == "Skype session"
    assert table.rows[4][:4] == ("All patients", "99", "94/99 (95%)", "5/99 (5%)")
    assert [len(line) for line in table.rows] == [len(table.header)] * len(table.rows)
    # How many patients are the most active tenth differs between the groups.
    assert not any(note.startswith("Methods") for note in table.footnotes)


def test_engagement_that_was_not_collected_is_not_described() -> None:
    key = "participation/participation/RRMS/"
    message: dict[str, Any] = {"channel": "whatsapp", "activity": "message"}
    table = participation(
        released_of(
            row(
                key + "took_part",
                channel="skype",
                activity="session",
                n=0,
                dropped=9,
                status="not_attempted",
                note="not_collected",
            ),
            row(key + "took_part", n=3, events=0, estimate=0.0, **message),
            row(
                key + "contributed_by_most_active",
                n=3,
                status="not_estimable",
                note="no_events",
                **message,
            ),
        )
    )

    assert table.rows[1][:3] == ("Relapsing-remitting MS", "0 (9)", "not attempted [a]")
    assert table.rows[3][-1] == "not estimable [b]"


def test_without_results_there_are_no_rows() -> None:
    other = released_of(row("safety/adverse_events/RRMS/rate", estimate=0.1))

    assert engagement(other).rows == ()
