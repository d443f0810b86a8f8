"""Faults of a TOML file in the words of its author."""

import pytest

from rtxoutcomes.errors import MapError, StudyError
from rtxoutcomes.pseudonymise.plan import parse_plan
from rtxoutcomes.read.block_faults import path_of
from rtxoutcomes.read.study_file import parse_study

STUDY = """
[study]
id = "trial"
title = "A trial"
drug = "a drug"
design = "single-arm"
[[diagnoses]]
code = "A"
label = "First"
[[scores]]
name = "edss"
column = "edss"
label = "EDSS"
unit = "points"
minimum = 0
maximum = 10
step = 0.5
baseline_months = [-3, 0.5]
follow_up_months = [6, "end"]
[[scores]]
name = "igg"
column = "igg_g_per_l"
label = "IgG"
unit = "g/L"
minimum = 0.1
maximum = 40
decimals = 2
baseline_months = [-3, 0.5]
follow_up_months = [6, "end"]
"""


def faults(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    text = STUDY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(StudyError) as caught:
        parse_study(text.encode(), "trial.toml")
    return [(problem.path, problem.must) for problem in caught.value.problems]


def test_a_block_of_several_has_its_name_in_the_path() -> None:
    document = {"scores": [{"name": "edss"}, {"name": "igg"}, {}, {"name": "x"}, {"name": "x"}]}

    paths = [path_of(("scores", k, "step"), document) for k in range(6)]

    assert paths == [
        *("scores.edss.step", "scores.igg.step", "scores[2].step"),
        *("scores[3].step", "scores[4].step", "scores[5].step"),
    ]
    assert path_of((), document) == ""
    assert path_of(("scores", 0), {"scores": "edss"}) == "scores[0]"


def test_a_name_that_may_be_somebody_s_is_not_shown() -> None:
    document = {"scores": [{"name": "0912 555 0143"}, {"name": "x" * 100}, {"name": "a\x1b[1m"}]}

    assert [path_of(("scores", k), document) for k in range(3)] == [
        f"scores[{k}]" for k in range(3)
    ]


def test_a_missing_key_is_explained_by_a_right_one() -> None:
    missing = faults(('column = "edss"\n', ""), ('title = "A trial"\n', ""))

    assert missing == [
        (
            "study.title",
            'is missing; for example title = "Low-dose rituximab with expert Skype and peer '
            'WhatsApp groups in demyelinating disease"',
        ),
        ("scores.edss.column", 'is missing; for example column = "edss"'),
    ]


def test_a_value_of_the_wrong_kind_is_explained_by_a_right_one() -> None:
    assert faults(("maximum = 40", 'maximum = "forty"')) == [
        ("scores.igg.maximum", "must be a number; for example maximum = 10")
    ]
    assert faults(('label = "IgG"', "label = 7")) == [
        ("scores.igg.label", 'must be text in quotes; for example label = "EDSS"')
    ]
    assert faults(("decimals = 2\nbaseline_months = [-3, 0.5]", "baseline_months = 3")) == [
        (
            "scores.igg.baseline_months",
            "must be a list in [ ]; for example baseline_months = [-3, 0.5]",
        )
    ]


def test_an_unknown_key_is_answered_with_the_nearest_or_all() -> None:
    near, far = faults(
        ('label = "IgG"', 'label = "IgG"\nminimun = 1'),
        ('label = "First"', 'label = "First"\nqq = 1'),
    )[::-1]

    assert near == ("scores.igg.minimun", "is not a key of a study file; did you mean minimum?")
    assert far[0] == "diagnoses.A.qq"
    assert far[1].startswith("is not a key of a study file; keys here are code, label")


def test_a_map_is_answered_with_the_name_of_its_table() -> None:
    text = """
calendar = "gregorian"
order = "ymd"
[first_infusion]
id = "No"
date = "First"
[[tables]]
table = "patients"
[tables.columns]
sex = { colum = "Sex" }
"""
    with pytest.raises(MapError) as caught:
        parse_plan(text.encode(), "the map")

    assert [(p.path, p.must) for p in caught.value.problems] == [
        ("tables.patients.id", 'is missing; for example id = "Hospital No"'),
        ("tables.patients.columns.sex.colum", "is not a key of a map; did you mean column?"),
    ]
