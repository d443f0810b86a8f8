"""Each of analysis, tables, figures and text keeps one mapping with the keys of the registry."""

from collections.abc import Collection

import pytest

from rtxoutcomes.analysis.pipeline import ANALYSES
from rtxoutcomes.figures.gallery import FIGURES
from rtxoutcomes.results.endpoints import KEYS
from rtxoutcomes.tables.by_endpoint import BY_ENDPOINT
from rtxoutcomes.text.findings import PARAGRAPHS

MAPPINGS: dict[str, Collection[str]] = {
    "analysis": ANALYSES,
    "tables": BY_ENDPOINT,
    "figures": FIGURES,
    "text": PARAGRAPHS,
}


@pytest.mark.parametrize("room", MAPPINGS)
def test_a_room_serves_every_endpoint_of_the_registry_and_no_other(room: str) -> None:
    assert set(MAPPINGS[room]) == set(KEYS)
