"""Holm's method on printed P values."""

import rtxoutcomes as rtx
from claims.papers import findings
from rtxoutcomes.claims.families import family_findings


def test_the_abstract_adjusted_by_holm() -> None:
    claims = [c for c in rtx.read_study("nabiuni2023").claims if c.p_value]

    result = family_findings("family", claims)

    assert [finding.values["holm"] for finding in result] == ["0.12", "0.23", "0.012"]
    assert {finding.words for finding in result} == {"cannot tell: no adjusted P is printed"}


def test_a_printed_adjusted_p_is_reproduced_or_not() -> None:
    family = {"family": "EDSS"}
    others = [family | {"p_value": "0.06"}, family | {"p_value": "0.23"}]

    right = findings(*others, family | {"p_value": "0.004", "p_adjusted": "0.012"})
    other = findings(*others, family | {"p_value": "0.004", "p_adjusted": "0.004"})

    assert right["adjusted P"].words == "reproduced by: Holm's method"
    assert other["adjusted P"].words == "not reproduced by the tests tried: Holm's method"


def test_a_family_with_a_p_that_is_no_number_is_not_adjusted() -> None:
    family = {"family": "EDSS"}

    assert "adjusted P" not in findings(family | {"p_value": "NS"}, family | {"p_value": "0.004"})
