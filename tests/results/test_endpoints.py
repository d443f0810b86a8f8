"""The registry of endpoints."""

import pytest

from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.intake import bundled_cohort
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.results.endpoints import ENDPOINTS, KEYS, endpoint_of


def test_each_endpoint_has_a_key_of_its_own_and_words() -> None:
    assert len(set(KEYS)) == len(ENDPOINTS)
    assert all(e.words and e.further for e in ENDPOINTS)


def test_an_unknown_endpoint_is_refused_with_the_known_ones() -> None:
    assert endpoint_of("safety").words == "Adverse events"
    with pytest.raises(KeyError, match=r"no endpoint 'fatigue'; there are flow, baseline"):
        endpoint_of("fatigue")


def test_every_row_of_a_report_belongs_to_an_endpoint() -> None:
    rows = analyse(bundled_cohort(), read_study("nabiuni2023")).estimates

    # The bundled study declares no subgroup.
    assert set(rows["analysis"]) == set(KEYS) - {"subgroup"}


def test_the_sections_of_the_results_are_those_of_the_main_endpoints_in_their_order() -> None:
    headings = {e.key: e.section for e in ENDPOINTS if e.section}

    assert headings == {
        "flow": "Participants",
        "baseline": "Participants",
        "relapse": "{Event}",
        "change": "Change",
        "time_to_relapse": "{Event}",
        "contrast": "Between {groups}",
        "subgroup": "Subgroups",
        "confirmed": "Confirmed change",
        "engagement": "Engagement",
        "safety": "Adverse events",
    }
    assert list(headings) == [key for key in KEYS if key in headings]


def test_the_table_of_further_numbers_has_the_longer_title() -> None:
    assert [e.key for e in ENDPOINTS if len(e.further) < len(e.words)] == []
    assert endpoint_of("time_to_relapse").further.endswith("other bands, contrasts and tests")
