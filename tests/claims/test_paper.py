"""The claims of a study, with the scales of its scores and its families of tests."""

import rtxoutcomes as rtx
from claims.papers import POINTS, claims_file
from rtxoutcomes.claims.paper import paper_of
from rtxoutcomes.study import Claim


def test_claims_of_a_study_have_the_scale_of_their_score() -> None:
    study = rtx.read_study("nabiuni2023")
    claims = (
        Claim(key="edss.RRMS.mean_change", source="abstract"),
        Claim(key="edss.RRMS.baseline", source="abstract"),
        Claim(key="igg.RRMS.baseline", source="abstract"),
        Claim(key="age.RRMS.mean", source="abstract"),
    )

    lattices = paper_of(study.model_copy(update={"claims": claims})).lattices

    words = {place: lattice.words() for place, lattice in lattices.items()}
    assert words == {
        0: "values from -10 to 10 in steps of 0.5",
        1: "values from 0 to 10 in steps of 0.5",
        2: "values from 0.1 to 40 in steps of 0.01",
    }


def test_the_declared_family_is_that_of_the_claims_with_a_p() -> None:
    paper = paper_of(rtx.read_study("nabiuni2023"))

    (name, places), *_ = paper.families.items()
    assert name == "post hoc family of 3 tests"
    assert [paper.claims[k].p_value for k in places] == ["0.06", "0.23", "0.004"]
    assert paper.seed == 20240215


def test_a_file_of_claims_brings_its_own_scales_and_families() -> None:
    paper = paper_of(claims_file({"scale": POINTS, "family": "a"}, {"family": "a"}))

    assert list(paper.lattices) == [0]
    assert paper.families == {"a": (0, 1)}
