from released import bundled
from rtxoutcomes.tables.exposure import (
    engagement,
    engagement_models,
    negative_controls,
    participation,
)
from tables.made_up import engagement_rows, released_of, row


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
    table = engagement(released_of(*engagement_rows()))

    assert not any("landmark" in line[0] for line in table.rows)


def test_an_effect_without_unit_or_note_leaves_both_out() -> None:
    table = engagement(
        released_of(row("engagement/engagement_relapse/all/skype_session", estimate=1.1))
    )

    assert table.rows == (
        ("Relapse", *[""] * 7),
        ("Skype session", "42", "–", "1.10", "–", "–", "–", "–"),
    )


def test_the_size_of_a_model_stands_beside_its_effect() -> None:
    key = "engagement/engagement_relapse/all/skype_session"
    table = engagement(
        released_of(
            row(key, estimate=0.88, unit="hazard ratio"),
            row(f"{key}_per_parameter", estimate=16.0, role="beside", note="not_identifiable"),
            row(f"{key}_planning_value", estimate=2.109, role="beside"),
        )
    )

    assert table.rows[1][5:7] == ("16.0", "2.11")
    assert table.sources[1][5:7] == ((1,), (2,))


def test_other_choices_stand_in_a_table_of_their_own_with_their_words() -> None:
    key = "engagement/engagement_relapse/all/skype_session"
    terms = ("landmark_1", "adjusted_age_years", "cumulative_lag_3_confirmed", "attacks", "subset")
    rows = [row(f"{key}_{term}", estimate=0.9, role="sensitivity") for term in terms]

    table = engagement_models(released_of(row(key, estimate=1.0), *rows))

    assert [line[0] for line in table.rows] == [
        "Relapse",
        "Skype session, landmark 1",
        "Skype session, adjusted for Age, years",
        "Skype session, all up to each moment, lag 3, confirmed attacks",
        "Skype session, number of attacks",
        "Skype session, subset",
    ]


def test_shuffled_engagement_tells_the_size_of_each_model() -> None:
    key = "engagement/engagement_relapse/all/skype_session"
    method = "share of 200 shuffles with P < 0.05; Firth Cox"
    table = negative_controls(
        released_of(
            row(
                f"{key}_shuffled",
                n=200,
                events=11,
                estimate=0.055,
                ci=(0.028, 0.096),
                role="beside",
                method=method,
            )
        )
    )

    assert table.rows == (("Skype session", "Relapse", "11/200 (5.5%)", "2.8 to 9.6"),)
    assert table.footnotes[0].startswith("share of 200 shuffles with P < 0.05. Engagement")


def test_participation_is_described_by_diagnosis_and_for_all() -> None:
    table = participation(bundled())

    assert table.rows[0][0] == "Skype session"
    assert table.rows[4][:4] == ("All patients", "99", "94/99 (95%)", "5/99 (5%)")
    assert [len(line) for line in table.rows] == [len(table.header)] * len(table.rows)


def test_engagement_that_was_not_collected_is_not_described() -> None:
    key = "participation/skype_session/RRMS/"
    table = participation(
        released_of(
            row(key + "took_part", n=0, dropped=9, status="not_attempted", note="not_collected"),
            row("participation/whatsapp_message/RRMS/took_part", n=3, events=0, estimate=0.0),
            row(
                "participation/whatsapp_message/RRMS/most_active_tenth",
                n=3,
                status="not_estimable",
                note="no_events",
            ),
        )
    )

    assert table.rows[1][:3] == ("Relapsing-remitting MS", "0 (9)", "not attempted [a]")
    assert table.rows[3][-1] == "not estimable [b]"


def test_without_results_there_are_no_rows() -> None:
    other = released_of(row("safety/adverse_events/RRMS/rate", estimate=0.1))

    assert engagement(other).rows == ()
