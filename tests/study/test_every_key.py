"""Every key of a study file as comments."""

import re

from rtxoutcomes.parts import Part
from rtxoutcomes.study import Study
from rtxoutcomes.study.blocks import RelapseRule
from rtxoutcomes.study.every_key import every_key


def keys_of(block: str) -> list[str]:
    lines = every_key().split(f"# {block}\n", 1)[1].split("\n\n", 1)[0].splitlines()
    return [line.split(" = ")[0].removeprefix("# ") for line in lines]


def test_each_block_of_the_model_has_all_its_keys() -> None:
    text = every_key()

    blocks = {name: f.annotation for name, f in Study.model_fields.items()}
    parts = {n: a for n, a in blocks.items() if isinstance(a, type) and issubclass(a, Part)}
    assert [n for n in Study.model_fields if n not in text] == []
    for name, model in parts.items():
        if name not in ("one_table", "sensitivity", "multiplicity", "study"):
            assert keys_of(f"[{name}]") == list(model.model_fields)
    assert {"minimum", "scale", "worsening"} <= set(keys_of("[[scores]]"))


def test_defaults_are_those_of_the_model() -> None:
    assert f"# merge_days = {RelapseRule().merge_days}  #" in every_key()
    assert '# competing_ends = ["died"]' in every_key()


def test_it_is_nothing_but_comments() -> None:
    assert all(re.match(r"#|$", line) for line in every_key().splitlines())
