"""What each number is, in a sentence."""

import pytest

from released import bundled
from rtxoutcomes.publish.definitions import definition, definitions, of_rows


@pytest.mark.parametrize(
    ("analysis", "term", "words"),
    [
        ("change", "mean_change", "Mean of follow-up less baseline"),
        ("change", "below_7", "clinical limit"),
        ("time_to_relapse", "survival_24_months", "no attack by that month"),
        ("relapse", "between_groups", "whether the diagnoses differ"),
        ("engagement", "skype_session_planning_value", "a value for planning"),
        ("contrast", "rate_ratio:B vs A", "Attacks per person-year"),
        ("missing", "improved_by_step:best case", "had none, or all, of the missing"),
        ("sensitivity", "rate:smallest", "over all declared choices"),
        ("flow", "igg_fixed_time_no_baseline", "left out of a change"),
    ],
)
def test_the_first_that_fits_speaks(analysis: str, term: str, words: str) -> None:
    found = definition(analysis, term)

    assert found is not None
    assert words in found.words


def test_an_unknown_number_has_none() -> None:
    assert definition("unheard", "of") is None


def test_each_is_a_sentence_with_a_place_of_its_own() -> None:
    told = definitions()

    assert len({d.key for d in told}) == len(told)
    assert all(d.words[0].isupper() and d.words.endswith(".") for d in told)


def test_rows_need_each_definition_once() -> None:
    rows = bundled().estimates

    used = of_rows(zip(rows["analysis"], rows["term"], strict=True))

    assert len(used) > 20
    assert set(used) <= set(definitions())
    assert of_rows([("unheard", "of")]) == {}
