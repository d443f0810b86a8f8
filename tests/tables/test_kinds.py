import pytest

from rtxoutcomes.tables.kinds import digits_of, estimate_cell, is_count, is_percent
from rtxoutcomes.tables.select import Number, numbers
from tables.made_up import released_of, row

NAN = float("nan")


def number(key: str, **told: object) -> Number:
    made = row(key, **told)  # type: ignore[arg-type]
    return numbers(released_of(made), made.analysis).rows[0]


@pytest.mark.parametrize(
    ("key", "told", "text"),
    [
        ("relapse/relapse/A/proportion", {"estimate": 0.19, "ci": (0.1, 0.33)}, "19 (10 to 33) %"),
        ("relapse/relapse/A/risk_12_months", {"estimate": 0.12}, "12 %"),
        ("relapse/relapse/A/risk_ratio", {"estimate": 1.234}, "1.23"),
        ("change/edss/A/signed_rank", {"p": 0.1}, "–"),
        ("flow/flow/A/enrolled", {"estimate": 42.0, "method": "count of patients"}, "42"),
        ("time_to_relapse/t/A/rmst_12_months", {"estimate": 11.44, "unit": "months"}, "11.4"),
        ("baseline/age/A/mean", {"estimate": 39.46}, "39.5"),
        ("change/edss/A/smallest_p", {"estimate": 1e-9}, "<0.001"),
        ("change/edss/A/smallest_p", {"estimate": 0.0625}, "0.063"),
        ("baseline/age/all/smd", {"estimate": 0.126}, "0.13"),
        (
            "relapse/relapse/A/proportion",
            {"n": 0, "status": "not_estimable", "note": "n_zero"},
            "not estimable",
        ),
        (
            "relapse/relapse/A/proportion",
            {"estimate": 0.0, "status": "not_estimable", "note": "no_events"},
            "0 (not estimable) %",
        ),
    ],
)
def test_a_number_is_printed_as_its_kind_is(key: str, told: dict[str, object], text: str) -> None:
    assert estimate_cell(number(key, **told)).text == text


def test_kinds_are_told_by_term_unit_and_method() -> None:
    assert is_percent(number("relapse/relapse/A/net_benefit", estimate=0.1))
    assert not is_percent(number("relapse/relapse/A/signed_rank", p=0.1))
    assert is_count(number("x/y/A/z", estimate=1.0, method="patients at risk just before"))
    assert digits_of(number("x/y/A/z", estimate=1.0)) == 2
