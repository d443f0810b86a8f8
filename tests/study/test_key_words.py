"""The words about keys of a study file."""

from rtxoutcomes.study.key_words import KeyWords, key_words


def test_a_page_says_more_than_a_comment_where_there_is_more() -> None:
    assert KeyWords(note="short").meaning == "short"
    assert KeyWords(note="short", about="longer").meaning == "longer"
    assert key_words()["scores.step"].example == "0.5"
