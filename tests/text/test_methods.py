import re

import pytest

from released import bundled, nothing, small
from rtxoutcomes.text.citations import papers
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.methods import known_methods, method_of, methods_template
from tables.made_up import released_of, row
from text.filled import text


def test_every_method_that_the_package_runs_has_its_words() -> None:
    methods = {*bundled().estimates["method"], *small().estimates["method"]}

    assert sorted(m for m in methods if method_of(m) is None) == []


def test_every_citation_of_a_method_is_a_paper() -> None:
    for method in known_methods():
        assert set(method.cite) <= set(papers())


def test_no_block_hides_behind_an_earlier_one() -> None:
    starts = [method.starts for method in known_methods()]

    for place, start in enumerate(starts):
        assert not [s for s in starts[:place] if start.startswith(s)], start


def test_methods_name_what_was_run_with_papers_and_nothing_else() -> None:
    told = " ".join(p.text for p in text("bundled").section("Statistical analysis"))

    assert re.search(r"Proportions have Wilson score intervals \[\d+\]", told)
    assert "exact test of Freeman and Halton" in told
    assert "adjusted after Holm" in told
    assert "log-rank permutation, studentised, 10000 random assignments" in told
    assert "Sensitivity analyses: engagement up to a landmark" in told
    assert "Totals over the whole follow-up are never an exposure." in told
    bare = methods_template(draft(nothing()))
    assert "Wilson" not in bare
    assert "Holm" not in bare
    assert "landmark" not in bare


def test_a_method_without_words_is_named_as_it_names_itself() -> None:
    made = released_of(
        row("new_thing/edss/all/idea", estimate=1.0, method="a novel method"),
        row("new_thing/edss/all/other", estimate=1.0, method="one [with] brackets"),
    )

    told = methods_template(draft(made))

    assert "**New thing.** {{ edss.all.idea[a novel method].method }}. one [with] brackets." in told


def test_what_was_not_attempted_is_no_method() -> None:
    made = released_of(
        row(
            "relapse/relapse/all/rate",
            n=0,
            status="not_attempted",
            note="not_collected",
            method="Garwood",
        )
    )

    assert "Poisson" not in methods_template(draft(made))


@pytest.mark.parametrize(
    ("method", "start"),
    [
        ("Garwood, scaled for dispersion", "Garwood, scaled"),
        ("Garwood, independent events", "Garwood"),
        ("Hodges-Lehmann, order statistics of Walsh averages", "Hodges-Lehmann"),
    ],
)
def test_the_first_block_that_fits_is_meant(method: str, start: str) -> None:
    found = method_of(method)

    assert found is not None
    assert found.starts == start
