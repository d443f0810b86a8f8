"""The notes of rows as limitations."""

from tables.made_up import released_of, row
from text.test_limitations import limits_of


def test_every_other_note_is_given_with_what_it_concerns() -> None:
    rows = [
        row(
            "relapse/relapse/RRMS/risk",
            month=float(month),
            status="not_estimable",
            note="separation",
            method="a [b]" if month == 1 else "plain",
        )
        for month in range(1, 7)
    ]
    bound = row(
        "relapse/relapse/RRMS/rate", estimate=0.1, status="bound_only", note="count_unknown"
    )

    written = limits_of(released_of(*rows, bound))

    assert "separates those compared completely" in written
    assert "relapse (Risk at 1 month in patients with RRMS); " in written
    assert "Risk at 4 months in patients with RRMS) and others." in written
    assert "Risk at 5 months" not in written
    assert "each counts as one event, so that the number is a lower bound" in written
    assert "This concerns relapse (rate in patients with RRMS)." in written
