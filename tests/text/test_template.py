"""A template writes its sentence where its condition holds."""

from rtxoutcomes.text.draft import Draft, draft
from rtxoutcomes.text.template import Template, always, sentences, true_when
from tables.made_up import released_of, row

KNOWN = draft(released_of(row("relapse/relapse/all/rate", estimate=0.5)))


def has_rows(known: Draft) -> bool:
    """There are results."""
    return bool(known.index.rows)


def is_large(_known: Draft, number: int) -> bool:
    """The number is large."""
    return number > 10


@true_when(is_large)
def large(_known: Draft, number: int) -> str:
    """A sentence on the number."""
    return f"It is {number}."


def test_a_sentence_is_written_where_it_is_true_of_what_it_is_about() -> None:
    assert list(large(KNOWN, 11)) == ["It is 11."]
    assert list(large(KNOWN, 10)) == []


def test_a_template_made_of_a_function_has_its_name_and_its_condition_in_words() -> None:
    assert (large.key, large.condition) == ("large", "The number is large.")


def test_a_section_has_its_true_sentences_in_their_order() -> None:
    first = Template("first", has_rows, "First.")
    never = Template("never", lambda _known: False, "Never.")
    last = Template("last", always("Every study has an end."), "Last.")

    assert list(sentences((first, never, last), KNOWN)) == ["First.", "Last."]
    assert last.condition == "Every study has an end."
