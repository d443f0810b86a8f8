from rtxoutcomes.tables.exposure import engagement
from tables.made_up import engagement_rows, released_of, row


def test_engagement_reads_as_expected() -> None:
    table = engagement(released_of(*engagement_rows()))

    assert [" | ".join(line) for line in table.rows[:3]] == [
        "Relapse: per doubling of (1 + count) |  |  |  |  | ",
        "Skype session | 80 (5) | 17 | 0.84 (0.50 to 1.40) [a] | 0.49 | Not identifiable",
        "WhatsApp message | 0 (85) | – | not attempted [b] | not attempted [b] | "
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
        ("Relapse", *[""] * 5),
        ("Skype session", "42", "–", "1.10", "–", "–"),
    )


def test_without_results_there_are_no_rows() -> None:
    other = released_of(row("safety/adverse_events/RRMS/rate", estimate=0.1))

    assert engagement(other).rows == ()
