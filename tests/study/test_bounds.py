"""No number and no list of a study or style file makes the work of a run grow without limit."""

import math
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cohorts import STUDY, study
from rtxoutcomes.parts import Part
from rtxoutcomes.study import Study
from rtxoutcomes.study.bounds import MOST_BANDED_VALUES, MOST_VALUES, Few, Many, Some
from rtxoutcomes.style import Style
from synthetic.blocks import BLOCK

EDSS: dict[str, Any] = STUDY["scores"][0]  # type: ignore[index]
PLAIN = EDSS | {"worsening": {}, "not_on_scale": []}


def test_a_list_has_a_most() -> None:
    for kind, most in ((Few[int], 20), (Some[int], 50), (Many[int], 1_000)):
        assert TypeAdapter(kind).validate_python((1,) * most)
        with pytest.raises(ValidationError, match=f"at most {most}"):
            TypeAdapter(kind).validate_python((1,) * (most + 1))


def schemas(part: type[Part]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of a block and of the blocks within it, with its JSON schema."""
    whole = part.model_json_schema()
    for name, block in {**whole.get("$defs", {}), part.__name__: whole}.items():
        for key, schema in block.get("properties", {}).items():
            yield f"{name}.{key}", schema


def unbounded(schema: dict[str, Any]) -> Iterator[str]:
    kind = schema.get("type")
    if kind == "array" and "maxItems" not in schema:
        yield "list"
    limits = {"maximum", "exclusiveMaximum", "enum", "const"}
    if kind in ("number", "integer") and not limits & schema.keys():
        yield "number"
    if kind == "string" and not {"maxLength", "pattern", "format", "enum", "const"} & schema.keys():
        yield "text"
    for inner in [
        schema.get("items"),
        schema.get("additionalProperties"),
        *schema.get("anyOf", []),
    ]:
        if isinstance(inner, dict):
            yield from unbounded(inner)
    for inner in schema.get("prefixItems", []):
        yield from unbounded(inner)


@pytest.mark.parametrize("part", [Study, Style])
def test_every_number_list_and_text_has_a_limit(part: type[Part]) -> None:
    assert [key for key, schema in schemas(part) for _ in unbounded(schema)] == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"step": 1e-9}, "greater than or equal to 0.000001"),
        ({"step": 1e-6, "maximum": 11}, f"more than {MOST_VALUES:,} values"),
        ({"minimum": -1e9, "maximum": 1e9, "step": 1}, "and this one has 2,000,000,001"),
        ({"maximum": 1e308}, "less than or equal to"),
        ({"minimum": -math.inf}, "finite"),
        ({"maximum": math.nan}, "finite"),
        ({"baseline_months": [-1e9, 0]}, "greater than or equal to -600"),
        ({"follow_up_months": [6, 1e9]}, "less than or equal to 600"),
        ({"exclude_days_after_relapse": 1e9}, "less than or equal to 20000"),
        ({"not_on_scale": [0.5] * 51}, "at most 50"),
        ({"worsening": {"1e9": 1}, "higher_is": "worse"}, "is not a value or a band"),
        ({"worsening": {"0-nan": 1}, "higher_is": "worse"}, "is not a value or a band"),
    ],
)
def test_scales_and_windows_are_bounded(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        study(scores=[PLAIN | changes])

    assert words in str(caught.value)


def test_a_scale_with_bands_is_short_and_another_may_be_long() -> None:
    walk = PLAIN | {"maximum": 6_000, "step": 1}

    assert study(scores=[walk]).scores[0].steps == 6_000
    with pytest.raises(ValidationError, match=f"more than {MOST_BANDED_VALUES:,} values"):
        study(scores=[walk | {"worsening": {"0-6000": 1}, "higher_is": "worse"}])


@pytest.mark.parametrize(
    "changes",
    [
        {"relapse": {"survival_months": [12] * 21}},
        {"relapse": {"merge_days": 1e9}},
        {"relapse": {"risk_tolerance": 1e9}},
        {"engagement": {"shuffles": 10**9}},
        {"engagement": {"shuffle_band_months": 1e-9}},
        {"engagement": {"sensitivity_lags": [0] * 21}},
        {"sensitivity": {"washout_days": list(range(1, 30))}},
        {"randomness": {"seed": 2**63}},
        {"randomness": {"permutations": 10**9}},
        {"missing": {"excluded": {"A": 10**9}}},
        {"missing": {"censored_hazards": [1] * 21}},
        {"diagnoses": [{"code": f"D{k}", "label": f"Diagnosis {k}"} for k in range(51)]},
        {"study": STUDY["study"] | {"id_pattern": "(a+)+$"}},  # type: ignore[operator]
        {"synthesis": BLOCK | {"visit_every_months": 1e-9}},
        {"synthesis": BLOCK | {"infusions": {"dose_mg": 1, "days": [0], "every_months": 1e-9}}},
        {"synthesis": BLOCK | {"follow_up_months": {"99999999": 5}}},
    ],
)
def test_nothing_else_makes_a_run_endless(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        study(**changes)
