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

    assert set(rows["analysis"]) == set(KEYS)
