"""Words for patients whom a model excludes."""

import pytest

from rtxoutcomes.analysis.left_out import in_words, with_left_out


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([], "HC3"),
        (["A"], "HC3; excluded, each alone in a term of the model: one patient with A"),
        (
            ["A", "B", "A"],
            "HC3; excluded, each alone in a term of the model: two patients with A, one patient "
            "with B",
        ),
    ],
)
def test_the_groups_of_those_left_out_are_counted(groups: list[str], words: str) -> None:
    assert with_left_out("HC3", groups) == words


@pytest.mark.parametrize(("number", "word"), [(0, "no"), (10, "ten"), (11, "11")])
def test_a_count_is_a_word_up_to_ten(number: int, word: str) -> None:
    assert in_words(number) == word
