from rtxoutcomes.text.draft import draft, exposure_words, listed, ref
from tables.made_up import absent, released_of, row

KNOWN = draft(
    released_of(
        row("change/edss/RRMS/mean_change", estimate=1.0, role="beside", method="other"),
        row("change/edss/RRMS/mean_change", estimate=2.0, method="own"),
        row("change/edss/RRMS/mean_change", estimate=3.0, role="sensitivity", method="third"),
        row("change/edss/all/between_groups", p=0.5),
        absent("change/edss/NMOSD/mean_change"),
    )
)


def test_the_reported_row_is_the_one_a_name_means() -> None:
    made = KNOWN.row("edss.RRMS.mean_change")

    assert made is not None
    assert made.estimate == 2.0
    assert KNOWN.row("edss.SPMS.mean_change") is None


def test_a_row_is_there_if_it_could_be_given_and_has_the_attribute() -> None:
    assert KNOWN.has("edss.RRMS.mean_change")
    assert KNOWN.has("edss.all.between_groups", "p")
    assert not KNOWN.has("edss.all.between_groups")
    assert not KNOWN.has("edss.RRMS.mean_change", "events")
    assert not KNOWN.has("edss.NMOSD.mean_change")
    assert not KNOWN.has("nothing.here.known")


def test_groups_and_scores_come_in_their_order() -> None:
    assert KNOWN.groups == ("RRMS", "NMOSD")
    assert KNOWN.scores() == ("edss", "igg")
    assert len(KNOWN.of("change")) == 5


def test_words_are_joined_as_sentences_do() -> None:
    assert ref("a", "b", "p") == "{{ a.b.p }}"
    assert [listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        *("", "a", "a and b", "a, b and c"),
    ]


def test_an_exposure_is_its_channel_and_what_was_done_there() -> None:
    assert exposure_words(KNOWN, "skype_session") == "{{ channel.skype }} session"
    assert exposure_words(KNOWN, "forum_post") == "forum post"
