"""The list of findings."""

from dataclasses import replace

import pytest

from rtxoutcomes.errors import Violation
from rtxoutcomes.findings import LINES, PLACES_A_RULE, grouped, listing, tally


def finding(
    rule: str, line: int = 2, must: str = "must be so", remedy: str = "do it", value: str = "3.25"
) -> Violation:
    return Violation("visits", "edss", line, "P01", rule, must, value, remedy)


def test_findings_are_grouped_by_rule_the_worst_first() -> None:
    violations = [
        finding("text.spaces"),
        *[finding("number.range", k) for k in range(2)],
        *[finding("number.shape", k) for k in range(3)],
        finding("phi.value.phone"),
        finding("table.ragged"),
        finding("strange.rule"),
    ]

    assert [group.rule for group in grouped(violations)] == [
        "phi.value.phone",
        "table.ragged",
        "number.shape",
        "number.range",
        "text.spaces",
        "strange.rule",
    ]


def test_the_tally_counts_findings_rules_and_tables() -> None:
    assert tally([finding("a.b"), finding("a.b"), finding("c.d")]) == (
        "3 findings of 2 rules: visits 3"
    )
    assert tally([finding("a.b")]) == "1 finding of 1 rule: visits 1"
    assert tally([]) == "0 findings of 0 rules: none"


def test_rule_and_remedy_are_printed_once_where_they_are_the_same() -> None:
    lines = listing([finding("number.range", 2), finding("number.range", 3)])

    assert lines.splitlines() == [
        "2 findings of 1 rule: visits 2",
        "number.range (2 places): must be so (do it)",
        "  visits.edss line 2, patient P01: got 3.25",
        "  visits.edss line 3, patient P01: got 3.25",
    ]


def test_each_place_says_what_differs() -> None:
    lines = listing([finding("number.range"), finding("number.range", must="else", remedy="")])

    assert lines.splitlines()[1:] == [
        "number.range (2 places)",
        "  visits.edss line 2, patient P01: must be so, got 3.25 (do it)",
        "  visits.edss line 2, patient P01: else, got 3.25",
    ]


def test_a_rule_shows_twenty_places_and_the_number_of_the_others() -> None:
    lines = listing([finding("number.range", k, value=f"{k}") for k in range(50)]).splitlines()

    assert sum("visits.edss line" in line for line in lines) == PLACES_A_RULE
    assert "  and 30 more places" in lines


def test_a_long_list_stops_and_says_how_many_more_there_are() -> None:
    violations = [
        finding(f"number.r{rule:02d}", k, value=f"{k}") for rule in range(30) for k in range(20)
    ]

    lines = listing(violations).splitlines()

    assert len(lines) <= LINES
    assert lines[-1] == tally(violations)
    places = sum("visits.edss line" in line for line in lines)
    assert f"and {600 - places} more findings" in lines[-2]


@pytest.mark.parametrize("rule", ["phi.value.phone", "number.range"])
def test_colour_is_only_added(rule: str) -> None:
    plain, painted = listing([finding(rule)]), listing([finding(rule)], colour=True)

    assert "\x1b[" in painted
    assert "\x1b[" not in plain
    for sign in ("1", "31", "33", "2", "0"):
        painted = painted.replace(f"\x1b[{sign}m", "")
    assert painted == plain


def test_equal_findings_of_a_column_share_a_line_with_their_number() -> None:
    violations = [finding("number.range", k) for k in range(2, 9)] + [
        finding("number.range", k, value="4.3") for k in (9, 10)
    ]

    assert listing(violations).splitlines()[1:] == [
        "number.range (9 places): must be so (do it)",
        "  visits.edss, 7 cells (lines 2, 3, 4, 5, 6 and 2 more): got 3.25",
        "  visits.edss line 9, patient P01: got 4.3",
        "  visits.edss line 10, patient P01: got 4.3",
    ]


def test_cells_of_a_sheet_are_named_by_their_letters() -> None:
    violations = [
        replace(finding("value.allowed", k, value="f"), address=f"sheet 1, cell D{k}")
        for k in (2, 3, 4)
    ]

    assert listing(violations).splitlines()[2] == "  visits.edss, 3 cells (D2, D3, D4): got f"


def test_places_without_a_value_stay_apart() -> None:
    lines = listing([finding("row.repeated", k, value="") for k in (2, 3, 4)]).splitlines()

    assert lines[2:] == [f"  visits.edss line {k}, patient P01" for k in (2, 3, 4)]


def test_letters_stand_beside_a_column_that_has_no_address() -> None:
    named = replace(finding("number.range"), letters="F")

    assert named.place() == "visits.edss (column F) line 2, patient P01"
    assert replace(named, column="column 6").place() == "visits.column 6 (F) line 2, patient P01"
    assert replace(named, address="sheet 1, cell F2").subject() == "visits.edss"


def test_what_may_be_written_is_listed_once() -> None:
    both = [
        replace(finding("value.allowed", remedy=remedy), choices="allowed: RRMS, SPMS")
        for remedy in ("did you mean RRMS?", "did you mean SPMS?")
    ]

    lines = listing(both).splitlines()

    assert lines[-1] == "  allowed: RRMS, SPMS"
    assert sum("allowed" in line for line in lines) == 2
    assert both[0].sentence().endswith("(did you mean RRMS?; allowed: RRMS, SPMS) [value.allowed]")
