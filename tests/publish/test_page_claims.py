"""Published numbers on the page."""

from dataclasses import replace

from released import PLAN, bundled, small
from rtxoutcomes.publish.page_claims import comparisons, published_line, published_table
from rtxoutcomes.study import Study


def test_the_bundled_study_reproduces_what_its_cohort_was_built_to_match() -> None:
    own = comparisons(bundled())

    line = published_line(bundled(), own)
    table = published_table(bundled(), own)

    assert ">23 of 23 published figures reproduced</a> (synthetic data built to match)." in line
    assert 'href="#published"' in line
    assert table.count("<tr><th") == 23 + 1
    assert "EDSS, points, NMOSD: Mean change</a>" in table
    assert "<td>-0.57</td><td>-0.57</td>" in table


def test_a_number_that_differs_is_counted_and_shown() -> None:
    claims = [
        {"key": "relapse.A.proportion", "source": "abstract", "events": 5, "n": 12},
        {"key": "edss.A.mean_change", "source": "table 2", "mean": "-9.5"},
        {"key": "none.A.mean", "source": "table 2", "mean": "1"},
    ]
    plan = Study.model_validate(PLAN.model_dump(mode="json") | {"claims": claims})
    released = replace(small(), study=plan, origin="patient")

    own = comparisons(released)

    line = published_line(released, own)
    assert "2 of 4 published figures reproduced</a>.</p>" in line
    table = published_table(released, own)
    assert "differs: in digits only" in table
    assert '<th scope="row">none.A.mean</th>' in table
    assert "not computed" in table


def test_a_study_without_claims_has_neither() -> None:
    assert comparisons(small()) == ()
    assert published_line(small(), ()) == published_table(small(), ()) == ""
