from typing import Any

from released import bundled
from rtxoutcomes.results.quantity import Model
from rtxoutcomes.tables.exposure import (
    engagement,
    engagement_models,
    participation,
    permutation_checks,
)
from tables.made_up import engagement_rows, released_of, row, session

RELAPSE = "engagement/relapse/all/hazard_ratio"


def test_engagement_reads_as_expected() -> None:
    table = engagement(released_of(*engagement_rows()))

    assert [" | ".join(line) for line in table.rows[:3]] == [
        "Relapse: per doubling of (1 + count) |  |  |  | ",
        "Skype session | 80 (5) | 17 | 0.84 (0.50 to 1.40) | 0.49",
        "WhatsApp message | 0 (85) | – | not attempted | not attempted",
    ]
    assert table.header == ("Exposure", "n (excluded)", "Events", "Estimate (95% CI)", "P")
    assert [line[3] for line in table.letters[:3]] == ["", "a", "b"]


def test_what_cannot_be_told_apart_is_printed_as_a_sentence() -> None:
    notes = engagement(released_of(*engagement_rows())).lettered

    assert notes[0].startswith("Not identifiable: no patient is known to have begun treatment")


def test_sensitivity_landmarks_are_left_to_the_supplement() -> None:
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
        ("Relapse", "", ""),
        ("Skype session", "42", "1.10"),
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
        session(planned, estimate=2.5, month=1.0, **aside),
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

    # Planning values are in the supplement alone.
    assert "Planning value (80% power)" not in main.header
    assert "Events per variable" not in main.header
    assert others.header[-2:] == ("Events per variable", "Planning value (80% power)")
    assert [line[-2:] for line in others.rows[1:]] == [("18.0", "2.50"), ("8.0", "–")]
    assert others.sources[1][-2] == (4,)


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


def permuted(number: int, estimate: float, ci: tuple[float, float], note: str) -> list[Any]:
    key = "engagement/relapse/all/"
    aside: dict[str, Any] = {"n": 96, "role": "alternative"}
    return [
        session(f"{key}permutations", estimate=float(number), note="not_identifiable", **aside),
        session(f"{key}permutation_rejections", estimate=estimate, ci=ci, note=note, **aside),
    ]


def test_permuted_engagement_measures_the_type_one_error_of_each_model() -> None:
    rows = permuted(200, 0.055, (0.028, 0.096), "not_identifiable")

    table = permutation_checks(released_of(*rows))

    label = "Skype session: Landmark, month 3"
    assert table.rows == ((label, "Relapse", "200", "5.5", "2.8 to 9.6"),)
    assert table.title == "Negative control: rejections at 5% in permutations of engagement"
    assert any("patients of the same diagnosis" in note for note in table.footnotes)


def test_the_percentages_of_2000_permutations_have_a_decimal() -> None:
    rows = permuted(2000, 0.085, (0.0732, 0.0981), "above_nominal_level")

    table = permutation_checks(released_of(*rows))

    assert table.rows[0][2:] == ("2000", "8.5", "7.3 to 9.8")
    assert (table.letters[0][3], table.lettered) == ("a", ("Type I error above nominal.",))


def test_the_p_of_a_marked_primary_model_stands_in_a_row_without_the_interval() -> None:
    key = "engagement/relapse/all/"
    rows = permuted(2000, 0.085, (0.0732, 0.0981), "above_nominal_level")
    aside: dict[str, Any] = {"role": "alternative", "events": 17}
    table = engagement(
        released_of(
            session(RELAPSE, estimate=0.84, ci=(0.5, 1.4), note="not_identifiable"),
            session(f"{key}permutation_test", p=0.21, **aside),
            session(f"{key}model_test", p=0.04, **aside),
            *rows,
        )
    )

    effect, test = table.rows[1:]
    assert effect[3:] == ("0.84 (0.50 to 1.40)", "–")
    assert table.letters[1][3] == "a,b"
    assert table.lettered[0] == "Type I error above nominal (8.5%, 95% CI 7.3 to 9.8)."
    assert test == ("Skype session: permutation test", "42", "17", "–", "0.21")
    assert not any("0.04" in cell for line in table.rows for cell in line)


def test_participation_is_described_by_diagnosis_and_for_all() -> None:
    table = participation(bundled())

    assert table.rows[0][0] == "Skype session"
    assert table.rows[4][:3] == ("All patients (n = 99)", "94 (95)", "5 (5)")
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

    assert table.rows[1][:3] == ("RRMS", "0 (9)", "not attempted")
    assert table.rows[3][-1] == "NE"
    assert len(table.lettered) == 2


def test_without_results_there_are_no_rows() -> None:
    other = released_of(row("safety/adverse_events/RRMS/rate", estimate=0.1))

    assert engagement(other).rows == ()
