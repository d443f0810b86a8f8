"""Names of rows for references in texts."""

from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.term import reference_name, term

names = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)


def test_a_term_names_only_the_parts_that_a_row_has() -> None:
    assert term(quantity="mean_change") == "mean_change"
    assert term(quantity="risk", month=12.0) == "risk_12_months"
    assert term(quantity="proportion", level="female") == "proportion:female"
    assert term(quantity="proportion_difference", against="RRMS") == (
        "proportion_difference:vs RRMS"
    )
    assert (
        term(
            quantity="hazard_ratio",
            month=3.0,
            channel="whatsapp",
            activity="message",
            model="landmark",
        )
        == "hazard_ratio_3_months:whatsapp:message:landmark"
    )


def test_a_reference_names_endpoint_group_and_term() -> None:
    assert reference_name("edss", "NMOSD", "mean_change") == "edss.NMOSD.mean_change"


@given(names, names, names, names)
def test_two_exposures_never_share_a_term(a: str, b: str, c: str, d: str) -> None:
    one = term(quantity=Quantity.TOOK_PART, channel=a, activity=b)
    other = term(quantity=Quantity.TOOK_PART, channel=c, activity=d)

    assert (one == other) == ((a, b) == (c, d))
