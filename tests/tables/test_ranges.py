"""The range of each estimate over the declared choices."""

from released import bundled
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.tables.ranges import sensitivity_ranges
from tables.made_up import released_of, row

TABLE = sensitivity_ranges(bundled())


def test_each_quantity_has_one_row_with_its_ends_and_the_choice_at_each() -> None:
    assert TABLE.spanners == ("", "", "", "Minimum", "Minimum", "Maximum", "Maximum")
    assert TABLE.rows[1] == (
        *("Mean change, points", "RRMS", "−0.32"),
        *("−0.32", "last visit from month 6", "−0.23", "last visit in months 6 to 24"),
    )


def test_choices_are_named_in_words() -> None:
    choices = {line[k] for line in TABLE.rows for k in (4, 6) if line[k]}

    assert "relapses of the first 90 days not counted" in choices
    assert "landmark at month 6" in choices
    assert "the same under every choice" in choices
    assert any("steps 0: 1.5, 1-5.5: 1, 6-10: 0.5" in words for words in choices)


def test_reported_estimates_lie_between_their_ends() -> None:
    for line in TABLE.rows:
        if any(line[1:]):
            low, reported, high = (float(line[k].replace("−", "-").rstrip("%")) for k in (3, 2, 5))
            assert low <= reported <= high, line


def test_every_range_of_an_estimate_has_its_row() -> None:
    rows = index(bundled()).of("sensitivity")
    ends = {
        r.place for r in rows if r.choice in ("smallest", "largest") and r.estimate == r.estimate
    }

    assert ends <= {place for line in TABLE.sources for cell in line for place in cell}


def test_without_declared_choices_there_are_no_rows() -> None:
    other = released_of(row("relapse/relapse/RRMS/rate", estimate=0.1))

    assert sensitivity_ranges(other).rows == ()


def test_a_confirmed_change_ranges_over_definitions_and_the_defaults_of_packages_are_named() -> (
    None
):
    notes = " ".join(TABLE.footnotes)

    assert (
        "the proportion with an event ranged over 32 definitions in RRMS from 5% to 12%, in SPMS "
        "from 23% to 30%; this is not a confidence interval." in notes
    )
    assert "Nearest to the defaults of MSoutcomes 0.2.1" in notes
    assert (
        "(the definition of the study): 4 of 42 with RRMS (10%), 13 of 43 with SPMS (30%)" in notes
    )
    assert "Worsening independent of relapse activity (PIRA)" in {line[0] for line in TABLE.rows}
