"""The structured abstract: numbers of the Results, and what only authors know."""

from released import nothing
from rtxoutcomes.text.abstract import abstract
from rtxoutcomes.text.draft import draft
from tables.made_up import released_of, row
from text.filled import text


def test_it_has_the_numbers_of_the_results_and_room_for_the_authors() -> None:
    written = "\n".join(p.text for p in text("bundled").section("Abstract"))
    results = "\n".join(p.text for p in text("bundled").section("Results"))

    assert "Background. [Authors: what is known" in written
    assert "Median follow-up was 18.0 months (quartiles 15.0 and 23.5)." in written
    assert "Overall, 19 of 99 patients (19%) had at least one relapse." in written
    assert "The mean change in EDSS was −0.32 points (95% CI −0.66 to 0.02) with RRMS" in written
    assert "mean change −0.32; 95% CI −0.66 to 0.02" in results
    assert "Conclusions. [Authors:" in written
    # A table or a figure is for the text.
    assert "Table" not in written
    assert "Figure" not in written


def test_what_was_not_collected_is_not_in_it() -> None:
    written = abstract(draft(nothing()), "A study.")

    assert "**Methods.** A study." in written
    assert "relapse" not in written


def test_a_change_without_an_interval_is_not_in_it() -> None:
    key = "change/edss/RRMS/mean_change"

    assert "mean change" not in abstract(draft(released_of(row(key, n=4, estimate=-1.0))), "")
    given = released_of(row(key, n=9, estimate=-1.0, ci=(-2.0, -0.5)))
    assert "with {{ name.RRMS }}" in abstract(draft(given), "")
