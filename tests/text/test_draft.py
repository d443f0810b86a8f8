from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.text.draft import draft, exposure_words, listed, ref, words_in_text
from tables.made_up import PLAN, absent, released_of, row

CHANGE = "change/edss/RRMS/mean_change"
RELEASED = released_of(
    row(CHANGE, estimate=1.0, role="alternative", method="other", method_key=MethodKey.WALSH),
    row(CHANGE, estimate=2.0, method="paired t"),
    row(CHANGE, estimate=3.0, role="sensitivity", method="paired t", level="1"),
    row("change/edss/all/between_groups", p=0.5),
    absent("change/edss/NMOSD/mean_change"),
)
KNOWN = draft(RELEASED)
ALTERNATIVE, REPORTED, OTHER_CHOICE, BETWEEN, ABSENT = KNOWN.index.rows


def test_a_row_is_there_if_it_could_be_given_and_has_the_attribute() -> None:
    assert KNOWN.has(REPORTED)
    assert KNOWN.has(BETWEEN, "p")
    assert not KNOWN.has(BETWEEN)
    assert not KNOWN.has(REPORTED, "events")
    assert not KNOWN.has(ABSENT)
    assert not KNOWN.has(None)


def test_the_name_alone_means_the_reported_row() -> None:
    assert KNOWN.ref(REPORTED, "ci") == "{{ edss.RRMS.mean_change.ci }}"
    assert KNOWN.ref(OTHER_CHOICE) == "{{ edss.RRMS.mean_change:1 }}"


def test_a_row_that_shares_its_name_is_named_by_its_method() -> None:
    assert KNOWN.ref(ALTERNATIVE) == "{{ edss.RRMS.mean_change[other] }}"
    assert KNOWN.ref(ALTERNATIVE, "n") == "{{ edss.RRMS.mean_change[other].n }}"


def test_rows_that_no_reference_tells_apart_are_printed_as_text() -> None:
    rows = [
        row("change/edss/RRMS/mean_change", estimate=1.0),
        row("missing/edss/RRMS/mean_change", estimate=2.0),
    ]
    known = draft(released_of(*rows))

    assert [known.ref(row) for row in known.index.rows] == ["1.00", "2.00"]
    assert known.reference(known.index.rows[0]) == ""


def test_a_category_that_would_end_a_reference_is_printed_as_text() -> None:
    key = "baseline/prior_treatment/all/proportion"
    levels = ["interferon beta-1a [high | low]", "a}} b", "two\nlines", "x <!-- y -->", "1.5 mg"]
    rows = [row(key, n=10, events=k, estimate=k / 10, level=name) for k, name in enumerate(levels)]
    known = draft(released_of(*rows))

    assert [known.ref(row, "events") for row in known.index.rows] == [
        *("0", "1", "2", "3"),
        "{{ prior_treatment.all.proportion:1.5 mg.events }}",
    ]


def test_a_category_that_ends_like_an_attribute_is_not_mistaken_for_one() -> None:
    key = "baseline/prior_treatment/all/proportion"
    rows = [
        row(key, n=10, events=1, estimate=0.1, level="drug"),
        row(key, n=10, events=2, estimate=0.2, level="drug.n"),
    ]
    known = draft(released_of(*rows))
    one, other = known.index.rows

    # `proportion:drug.n` names the second row, so that the first needs its method.
    assert known.ref(one, "n") == "{{ prior_treatment.all.proportion:drug[made up].n }}"
    assert known.ref(other, "n") == "{{ prior_treatment.all.proportion:drug.n.n }}"


def test_words_are_joined_as_sentences_do() -> None:
    assert ref("diagnosis", "RRMS") == "{{ diagnosis.RRMS }}"
    assert [listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        *("", "a", "a and b", "a, b and c"),
    ]


def test_an_exposure_is_its_activity_in_its_channel() -> None:
    words = "{{ channel.skype }} {{ activity.skype:session }}"
    assert exposure_words("skype", "session") == words


def test_an_outcome_is_a_score_the_event_or_what_was_described() -> None:
    assert words_in_text(PLAN, "igg") == "{{ in_text.igg }}"
    assert words_in_text(PLAN, "relapse") == "{{ study.event }}"
    assert words_in_text(PLAN, "age_years") == "age, years"
