"""An estimate in one line."""

from typing import Any

import pytest

from results.test_frame import WILSON
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey


def made(**changes: Any) -> Estimate:
    return Estimate(**(WILSON | {"n": 42} | changes))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            # Wilson's interval of 8 of 42, by Newcombe (1998).
            {"estimate": 8 / 42, "conf_low": 0.0998, "conf_high": 0.3334},
            "0.19 (95% CI 0.10 to 0.33), n = 42, Wilson score",
        ),
        (
            {"estimate": -0.571, "conf_low": -0.93, "conf_high": -0.2, "p_value": 0.0041},
            "−0.57 (95% CI −0.93 to −0.20; P = 0.004), n = 42, Wilson score",
        ),
        ({"estimate": 0.0021}, "0.0021, n = 42, Wilson score"),
        ({"estimate": 0.0}, "0.00, n = 42, Wilson score"),
        ({"estimate": 2.5e-9}, "2.5e-09, n = 42, Wilson score"),
        ({"estimate": 8.0, "measure": Measure.COUNT}, "8, n = 42, Wilson score"),
        ({"estimate": 8.5, "measure": Measure.COUNT}, "8.50, n = 42, Wilson score"),
        ({"p_value": 0.061, "measure": Measure.TEST}, "P = 0.061, n = 42, Wilson score"),
        (
            {"estimate": 0.5, "conf_low": 0.1, "conf_high": 0.9, "conf_level": 0.9},
            "0.50 (90% CI 0.10 to 0.90), n = 42, Wilson score",
        ),
        (
            {"estimate": 2.0, "conf_low": 1.0, "note": "not_reached"},
            "2.00 (95% CI 1.00 to no limit), n = 42, Wilson score; not_reached",
        ),
        (
            {"status": "not_estimable", "note": "n_zero", "n": 0},
            "not estimable, n = 0, Wilson score; n_zero",
        ),
        (
            {"status": "bound_only", "note": "separation", "conf_low": 1.5},
            "bound only (95% CI 1.50 to no limit), n = 42, Wilson score; separation",
        ),
    ],
)
def test_an_estimate_in_a_line(changes: dict[str, Any], line: str) -> None:
    assert str(made(**changes)) == line


def test_a_notebook_shows_the_line_and_the_dataclass_its_fields() -> None:
    value = made(estimate=0.5, method="a < b")

    assert value._repr_html_() == "<p>0.50, n = 42, a &lt; b</p>"
    assert repr(value).startswith("Estimate(measure=<Measure.PROPORTION")
    assert MethodKey.WILSON.name in repr(value)
