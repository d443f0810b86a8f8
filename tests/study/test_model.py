"""The study as a whole."""

from typing import Any

import pytest
from pydantic import ValidationError

from cohorts import STUDY, study
from synthetic.blocks import BLOCK, group


def test_codes_scores_and_exposures_keep_the_order_of_the_file() -> None:
    told = study(
        channels=[{"name": "b", "activities": ["x", "y"]}, {"name": "a", "activities": ["z"]}]
    )

    assert told.id == "trial"
    assert told.codes == ("A", "B")
    assert told.exposures == (("b", "x"), ("b", "y"), ("a", "z"))
    assert told.score("igg").column == "igg_g_per_l"


def test_an_unknown_score_is_told_with_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no score 'sdmt'.*edss.*igg"):
        study().score("sdmt")


SPREAD = {"baseline": [10, 2], "log_ratio": [0, 0.1]}
CALL = {"channel": "chat", "activity": "call"}
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"diagnoses": [{"code": "A", "label": "1"}, {"code": "A", "label": "2"}]}, "'A' stands twice"),
    ({"diagnoses": [{"code": "all", "label": "1"}]}, "'all' is kept for the overall row"),
    ({"diagnoses": []}, "at least 1"),
    ({"channels": [{"name": "c", "activities": ["x"]}] * 2}, "'c' stands twice"),
    ({"scores": [STUDY["scores"][0]] * 2}, "'edss' stands twice"),  # type: ignore[index]
    ({"multiplicity": {"family": ["edss.A"]}}, "'edss.A' is not score.DIAGNOSIS.test"),
    ({"multiplicity": {"family": ["edss.C.t"]}}, "'edss.C.t' is not score.DIAGNOSIS.test"),
    ({"multiplicity": {"family": ["sdmt.A.t"]}}, "'sdmt.A.t' is not score.DIAGNOSIS.test"),
    ({"multiplicity": {"family": ["edss.A.wald"]}}, "(t or signed_rank)"),
    ({"multiplicity": {"family": ["edss.A.t", "edss.A.t"]}}, "'edss.A.t' stands twice"),
    ({"one_table": {"scores": {"sdmt": {"baseline": "a", "follow_up": "b"}}}}, "'sdmt' is not a"),
    (
        {"one_table": {"engagement": [{"column": "n", "channel": "chat", "activity": "call"}]}},
        "chat.call is not a declared activity",
    ),
    ({"engagement": {"subset": ["A", "C"]}}, "engagement.subset: 'C' is no diagnosis"),
    ({"engagement": {"subset": ["A", "A"]}}, "engagement.subset: 'A' stands twice"),
    ({"drugs": []}, "Extra inputs"),
    ({"study": STUDY["study"] | {"id_pattern": "[A-"}}, "must be a regular expression"),  # type: ignore[operator]
    ({"scores": [STUDY["scores"][0] | {"column": "month"}]}, "'month' is kept for the table"),  # type: ignore[index]
    (
        {"synthesis": BLOCK | {"groups": [group(diagnosis="C")], "adverse_events": []}},
        "'C' is no diagnosis",
    ),
    ({"synthesis": BLOCK | {"groups": [group(scores={"sdmt": SPREAD})]}}, "'sdmt' is no score"),
    ({"synthesis": BLOCK | {"activities": [CALL]}}, "'chat.call' is no activity"),
    ({"synthesis": BLOCK | {"attacks_apart_months": 1}}, "would let attacks merge"),
]


@pytest.mark.parametrize(("changes", "words"), FAULTS)
def test_each_fault_of_a_study_is_told(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        study(**changes)

    assert words in str(caught.value)


def test_several_faults_are_told_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        study(
            diagnoses=[{"code": "all", "label": "1"}],
            multiplicity={"family": ["edss.A.wald"]},
            synthesis=BLOCK | {"activities": [CALL]},
        )

    for words in ("kept for the overall row", "'edss.A.wald'", "'A' is no diagnosis", "chat.call"):
        assert words in str(caught.value)


def test_a_block_that_fits_the_study_is_accepted() -> None:
    told = study(synthesis=BLOCK).synthesis

    assert told is not None
    assert told.patients == 5


def test_a_declared_family_and_columns_are_accepted() -> None:
    told = study(
        multiplicity={"family": ["edss.A.t", "igg.B.signed_rank"]},
        one_table={
            "scores": {"edss": {"baseline": "e0", "follow_up": "e1"}},
            "engagement": [{"column": "n", "channel": "chat", "activity": "message"}],
        },
    )

    assert told.multiplicity.family == ("edss.A.t", "igg.B.signed_rank")
    assert told.one_table.scores["edss"].baseline == "e0"


def test_ends_that_compete_are_those_of_the_data_model() -> None:
    assert study().relapse.competing_ends == ("died",)
    with pytest.raises(ValidationError, match="competing_ends"):
        study(relapse={"competing_ends": ["ongoing"]})
