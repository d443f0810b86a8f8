"""Where rows are printed and drawn."""

import pytest

from released import small
from rtxoutcomes.publish.build import Rendered
from rtxoutcomes.publish.differing_numbers import Difference
from rtxoutcomes.publish.moved import Moved
from rtxoutcomes.publish.printed_places import places_of

FIGURES = tuple(
    Moved(key, f"Figure of {key}", 1)
    for key in ("edss_change", "time_to_relapse", "engagement", "participant_flow")
)
TRACE = b"place,key\nAbstract,edss.A.mean_change[paired_t]\n"
FILES = {"trace.csv": TRACE, "tables/score_change.md": b"**Table 3. Scores** (x)"}


def number(key: str) -> Difference:
    return Difference(key, "", "reported", "estimate", "1", "2")


def key_of(analysis: str) -> str:
    rows = small().estimates
    return str(rows.loc[rows["analysis"] == analysis, "key"].iloc[0])


def test_a_row_has_its_tables_its_sentences_and_its_figures() -> None:
    key = "edss.A.mean_change[paired_t]"

    places = places_of([number(key), number(key)], Rendered(FILES, small()), FIGURES)

    assert places[key].tables[0] == "Table 3. Scores"
    assert places[key].texts == ("Abstract",)
    assert places[key].figures == ("Figure of edss_change",)


@pytest.mark.parametrize(
    ("analysis", "figure"),
    [
        ("time_to_relapse", "time_to_relapse"),
        ("flow", "participant_flow"),
        ("engagement", "engagement"),
    ],
)
def test_figures_are_those_of_the_analysis(analysis: str, figure: str) -> None:
    key = key_of(analysis)

    places = places_of([number(key)], Rendered({}, small()), FIGURES)

    assert places[key].figures == (f"Figure of {figure}",)


def test_a_row_that_is_no_longer_computed_is_printed_nowhere() -> None:
    places = places_of([number("gone")], Rendered({}, small()), FIGURES)

    assert (places["gone"].tables, places["gone"].texts, places["gone"].figures) == ((), (), ())
    assert places_of([], Rendered({}, small()), FIGURES) == {}
