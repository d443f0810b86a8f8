"""Rows of the results in words."""

from released import small
from rtxoutcomes.publish.row_words import row_words


def test_a_row_is_named_by_its_outcome_group_and_quantity() -> None:
    named = row_words(small())

    assert len(named) == len(small().estimates)
    assert named["edss.A.mean_change[paired_t]"] == "EDSS, points, A: Mean change"


def test_a_row_of_engagement_names_activity_and_model() -> None:
    words = [text for key, text in row_words(small()).items() if "chat" in key]

    assert any("chat" in text.lower() for text in words)
    assert len({text.count(",") for text in words}) > 1
