"""Rules on cohort.toml."""

from pathlib import Path

import pytest

from clinic import findings, folder, one_table


def declared(place: Path, text: str) -> Path:
    folder(place)
    (place / "cohort.toml").write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('origin = "invented"', "declaration.origin"),
        ('orgin = "public"', "declaration.unknown"),
        ('origin = "synthetic"', "declaration.prefix"),
    ],
)
def test_each_fault_of_a_declaration_is_reported(text: str, rule: str, tmp_path: Path) -> None:
    assert [v.rule for v in findings(declared(tmp_path, text))] == [rule]


def test_patients_of_a_clinic_cannot_have_ids_of_synthetic_ones(tmp_path: Path) -> None:
    lines = ["patient_id,diagnosis,follow_up_months", "SYN-001,RRMS,24"]

    assert [v.rule for v in findings(one_table(tmp_path, lines))] == ["declaration.prefix"]


@pytest.mark.parametrize("bad", ["\\u0000", "\\ufffe", "\\u202e", "\\n", "x" * 201])
def test_who_declared_the_origin_must_be_printable(tmp_path: Path, bad: str) -> None:
    place = declared(tmp_path, f'origin = "public"\ndeclared_by = "Clinic {bad}"\n')

    assert [(v.column, v.rule) for v in findings(place)] == [("declared_by", "text.control")]


def test_ids_are_judged_by_an_origin_that_was_declared_beside_another_fault(
    tmp_path: Path,
) -> None:
    stated = declared(tmp_path / "a", 'origin = "synthetic"\nnote = "x"\n')
    unstated = declared(tmp_path / "b", 'orign = "synthetic"\n')

    assert [v.rule for v in findings(stated)] == ["declaration.unknown", "declaration.prefix"]
    assert [v.rule for v in findings(unstated)] == ["declaration.unknown"]
