"""The study as a whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from cohorts import STUDY, study
from rtxoutcomes.parts import Part
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.study import Study
from rtxoutcomes.study.faults import RESERVED_COLUMNS, RESERVED_GROUP, RESERVED_SCORES
from synthetic.blocks import BLOCK, group

IDENTITY: Any = STUDY["study"]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "study-file.md"


def parts(annotation: object) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from parts(argument)


def keys(part: type[Part]) -> Iterator[str]:
    """Every key of a block and of the blocks within it."""
    for name, field in part.model_fields.items():
        yield name
        for inner in parts(field.annotation):
            yield from keys(inner)


def test_every_key_of_a_study_file_is_documented() -> None:
    # The keys of a made-up cohort are shown by the bundled study file.
    blocks = {name: Study.model_fields[name] for name in set(Study.model_fields) - {"synthesis"}}
    wanted = {key for f in blocks.values() for part in parts(f.annotation) for key in keys(part)}
    words = set(re.findall(r"\w+", PAGE.with_name("study-keys.md").read_text(encoding="utf-8")))

    assert {"abbreviation", "reference_group", "activity_plurals"} <= wanted
    assert (wanted | set(blocks)) - words == set()


def test_codes_scores_and_exposures_keep_the_order_of_the_file() -> None:
    plan = study(
        channels=[{"name": "b", "activities": ["x", "y"]}, {"name": "a", "activities": ["z"]}]
    )

    assert plan.id == "trial"
    assert plan.codes == ("A", "B")
    assert plan.exposures == (("b", "x"), ("b", "y"), ("a", "z"))
    assert plan.score("igg").column == "igg_g_per_l"


def test_an_unknown_name_is_refused_with_the_names_of_the_study() -> None:
    with pytest.raises(KeyError, match=r"no score 'sdmt'.*edss.*igg"):
        study().score("sdmt")
    with pytest.raises(KeyError, match=r"no channel 'app'.*chat"):
        study().channel("app")
    with pytest.raises(KeyError, match=r"no diagnosis 'C'.*A.*B"):
        study().label("C")


GROUPS = [
    {"code": "A", "label": "First", "abbreviation": "1st"},
    {"code": "B", "label": "Second"},
    {"code": "C", "label": "Third"},
]


def test_a_diagnosis_is_abbreviated_as_the_study_says_or_by_its_code() -> None:
    plan = study(diagnoses=GROUPS)

    assert [plan.label(code) for code in plan.codes] == ["First", "Second", "Third"]
    assert [plan.abbreviation(code) for code in plan.codes] == ["1st", "B", "C"]


def identity(**changes: str) -> dict[str, Any]:
    return {"study": {**STUDY["study"], **changes}}  # type: ignore[dict-item]


def test_the_reference_group_comes_first_and_is_by_default_the_first_diagnosis() -> None:
    plain = study(diagnoses=GROUPS)
    chosen = study(diagnoses=GROUPS, **identity(reference_group="B"))

    assert (plain.reference_group, plain.ordered_codes) == ("A", ("A", "B", "C"))
    assert (chosen.reference_group, chosen.ordered_codes) == ("B", ("B", "A", "C"))
    assert chosen.codes == ("A", "B", "C")


def test_keys_that_came_later_do_not_change_the_dump_of_a_study_without_them() -> None:
    # Its hash stands in every manifest.
    later = ("abbreviation", "reference_group", "allocation", "activity_labels", "activity_plurals")
    words = {"activity_labels": {"message": "message sent"}}
    used = study(
        diagnoses=GROUPS,
        channels=[{"name": "chat", "activities": ["message"], **words}],
        **identity(reference_group="B", allocation="random"),
    )

    assert not [key for key in later if f'"{key}"' in study().model_dump_json()]
    assert [f'"{key}"' in used.model_dump_json() for key in later] == [
        True,
        True,
        True,
        True,
        False,
    ]
    assert used.channel("chat").activity_label("message") == "message sent"


OPAQUE = (
    "signal",
    "risk_forum",
    "survival_group",
    "end_of_day_fatigue",
    "x_baseline",
    "x_fixed_time",
    "follow_up",
    "relapse_score",
    "clinic",
    "value",
)


@pytest.mark.parametrize("name", OPAQUE)
def test_a_name_means_nothing(name: str) -> None:
    score = STUDY["scores"][0] | {"name": name, "column": name}  # type: ignore[index]

    plan = study(
        scores=[score],
        channels=[{"name": name, "activities": [name]}],
        multiplicity={"family": [f"{name}.A.t"]},
        one_table={
            "scores": {name: {"baseline": f"{name}_a", "follow_up": f"{name}_b"}},
            "engagement": [{"column": f"{name}_c", "channel": name, "activity": name}],
        },
    )

    assert plan.score(name).column == name
    assert plan.exposures == ((name, name),)


EDSS: dict[str, Any] = STUDY["scores"][0]  # type: ignore[index]
IGG: dict[str, Any] = STUDY["scores"][1]  # type: ignore[index]
SPREAD = {"baseline": [10, 2], "log_ratio": [0, 0.1]}
CALL = {"channel": "chat", "activity": "call"}
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"diagnoses": [{"code": "A", "label": "1"}, {"code": "A", "label": "2"}]}, "'A' is repeated"),
    ({"diagnoses": [{"code": "all", "label": "1"}]}, "'all' is reserved for the overall row"),
    ({"diagnoses": []}, "at least 1"),
    ({"channels": [{"name": "c", "activities": ["x"]}] * 2}, "'c' is repeated"),
    ({"scores": [EDSS] * 2}, "'edss' is repeated"),
    ({"multiplicity": {"family": ["edss.A"]}}, "'edss.A' is not score.GROUP.test"),
    ({"multiplicity": {"family": ["edss.C.t"]}}, "'edss.C.t' is not score.GROUP.test"),
    ({"multiplicity": {"family": ["sdmt.A.t"]}}, "'sdmt.A.t' is not score.GROUP.test"),
    ({"multiplicity": {"family": ["edss.A.wald"]}}, "(t or signed_rank or sign)"),
    ({"multiplicity": {"family": ["edss.A.t", "edss.A.t"]}}, "'edss.A.t' is repeated"),
    ({"one_table": {"scores": {"sdmt": {"baseline": "a", "follow_up": "b"}}}}, "'sdmt' is not a"),
    (
        {"one_table": {"engagement": [{"column": "n", "channel": "chat", "activity": "call"}]}},
        "chat.call is not a declared activity",
    ),
    ({"engagement": {"subset": ["A", "C"]}}, "engagement.subset: 'C' is not a diagnosis"),
    ({"engagement": {"subset": ["A", "A"]}}, "engagement.subset: 'A' is repeated"),
    ({"drugs": []}, "Extra inputs"),
    (identity(allocation="random"), "study.reference_group: must name the control group"),
    (identity(allocation="block"), "Input should be 'random' or 'non-random'"),
    (identity(reference_group="C"), "study.reference_group: 'C' is not a diagnosis"),
    (
        {"scores": [EDSS | {"name": "relapse"}]},
        "'relapse' is reserved for an endpoint",
    ),
    ({"multiplicity": {"family": ["t"]}}, "'t' is not score.GROUP.test"),
    ({"study": STUDY["study"] | {"id_pattern": "[A-"}}, "must be a regular expression"),  # type: ignore[operator]
    ({"scores": [EDSS | {"column": "month"}]}, "'month' is reserved for the table"),
    (
        {"synthesis": BLOCK | {"groups": [group(diagnosis="C")], "adverse_events": []}},
        "'C' is not a diagnosis",
    ),
    ({"synthesis": BLOCK | {"groups": [group(scores={"sdmt": SPREAD})]}}, "'sdmt' is not a score"),
    ({"synthesis": BLOCK | {"activities": [CALL]}}, "'chat.call' is not an activity"),
    ({"synthesis": BLOCK | {"attacks_apart_months": 1}}, "would let attacks merge"),
]


@pytest.mark.parametrize(("changes", "words"), FAULTS)
def test_each_fault_of_a_study_is_reported(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        study(**changes)

    assert words in str(caught.value)


def test_several_faults_are_reported_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        study(
            diagnoses=[{"code": "all", "label": "1"}],
            multiplicity={"family": ["edss.A.wald"]},
            synthesis=BLOCK | {"activities": [CALL]},
        )

    for words in (
        "reserved for the overall row",
        "'edss.A.wald'",
        "'A' is not a diagnosis",
        "chat.call",
    ):
        assert words in str(caught.value)


def test_a_block_that_fits_the_study_is_accepted() -> None:
    block = study(synthesis=BLOCK).synthesis

    assert block is not None
    assert block.patients == 5


def test_a_declared_family_and_columns_are_accepted() -> None:
    plan = study(
        multiplicity={"family": ["edss.A.t", "igg.B.signed_rank"]},
        one_table={
            "scores": {"edss": {"baseline": "e0", "follow_up": "e1"}},
            "engagement": [{"column": "n", "channel": "chat", "activity": "message"}],
        },
    )

    assert plan.multiplicity.family == ("edss.A.t", "igg.B.signed_rank")
    assert plan.one_table.scores["edss"].baseline == "e0"


def test_ends_that_compete_are_those_of_the_data_model() -> None:
    assert study().relapse.competing_ends == ("died",)
    with pytest.raises(ValidationError, match="competing_ends"):
        study(relapse={"competing_ends": ["ongoing"]})


def test_few_names_are_refused_and_each_is_listed_in_the_docs() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert 1 + len(RESERVED_SCORES) + len(RESERVED_COLUMNS) <= 20
    for name in (RESERVED_GROUP, *RESERVED_SCORES, *RESERVED_COLUMNS):
        assert f"`{name}`" in page


@pytest.mark.parametrize("name", RESERVED_SCORES)
def test_a_score_cannot_have_the_name_of_an_endpoint_or_of_a_column_of_patients(name: str) -> None:
    with pytest.raises(ValidationError, match=f"'{name}' is reserved"):
        study(scores=[EDSS | {"name": name, "column": "c"}])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"diagnoses": [{"code": "A", "label": "MS"}, {"code": "B", "label": "ｍｓ"}]},
            "diagnoses: A and B must differ",
        ),
        (
            {"diagnoses": [{"code": "MS", "label": "1"}, {"code": "ms", "label": "2"}]},
            "diagnoses: MS and ms must differ",
        ),
        (
            {
                "diagnoses": [
                    {"code": "A", "label": "1", "abbreviation": "X"},
                    {"code": "B", "label": "2", "abbreviation": "x"},
                ]
            },
            "diagnoses: A and B must differ",
        ),
        (
            {"scores": [EDSS, EDSS | {"name": "other", "column": "other", "label": "edss"}]},
            "scores: edss and other must differ",
        ),
        ({"scores": [EDSS | {"label": "relapse"}]}, "scores: edss and the event of [relapse] must"),
        (
            {
                "channels": [
                    {"name": "a", "label": "App", "activities": ["x"]},
                    {"name": "b", "label": "APP", "activities": ["x"]},
                ]
            },
            "channels: a and b must differ",
        ),
        (
            {
                "channels": [
                    {"name": "a", "activities": ["x", "y"], "activity_labels": {"y": "X"}},
                ]
            },
            "activities: x and y must differ",
        ),
        (identity(id="con"), "study.id: 'con' is reserved on Windows"),
        ({"scores": [EDSS | {"name": "aux"}]}, "scores: 'aux' is reserved on Windows"),
    ],
)
def test_names_that_could_not_be_told_apart_are_refused(
    changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        study(**changes)

    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("design", "randomised", "guideline"),
    [
        ("", False, "STROBE"),
        ("cohort", False, "STROBE"),
        ("single-arm", False, "TREND"),
        ("Single arm, open", False, "TREND"),
        ("non-randomised, controlled", False, "TREND"),
        ("nonrandomized", False, "TREND"),
        ("randomised, double-blind", True, "CONSORT"),
        ("cluster-randomized", True, "CONSORT"),
    ],
)
def test_the_reporting_guideline_is_that_of_the_declared_design(
    design: str, randomised: bool, guideline: str
) -> None:
    made = study(study=IDENTITY | {"design": design})
    declared = study(study=IDENTITY | {"design": design, "guideline": "CONSORT"})

    assert (made.is_randomised, made.guideline) == (randomised, guideline)
    assert declared.guideline == "CONSORT"


def test_a_design_that_is_not_declared_is_none() -> None:
    block = {key: value for key, value in IDENTITY.items() if key != "design"}

    assert study(study=block).study.design == ""


def test_what_is_not_known_of_assessment_and_inclusion_has_no_default() -> None:
    made = study()

    assert made.study.assessor_blinded is None
    assert made.outcomes == ()
    assert made.study.minimum_follow_up_months is None
    with pytest.raises(ValidationError, match="minimum_follow_up_months"):
        study(study=IDENTITY | {"minimum_follow_up_months": -1})


def test_events_are_reported_by_the_clinic_or_by_a_channel() -> None:
    own = [{"name": name, "activities": ["message"]} for name in ("chat", "clinic")]

    assert study().sources == ("clinic", "chat")
    assert study(channels=own).sources == ("clinic", "chat")


def test_a_study_shows_what_tells_it_from_another_in_a_line() -> None:
    plan = read_study("nabiuni2023")
    line = (
        "<Study nabiuni2023: drug low-dose rituximab; groups RRMS, SPMS, NMOSD; scores edss, igg; "
        "channels skype, whatsapp>"
    )

    assert repr(plan) == str(plan) == line
    assert "RRMS, SPMS, NMOSD" in plan._repr_html_()
    assert len(plan._repr_html_()) < 1000
