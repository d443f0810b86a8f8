"""Every rule refuses its case alone, with place and remedy, and passes the nearest one."""

import re
from pathlib import Path

import pandas as pd
import pytest

from clinic import BUNDLED, findings, sound
from corpus.cases import Case
from corpus.catalogue import (
    CASES,
    NOT_IN_ONE_TABLE,
    NOT_IN_TABLES,
    OF_COUNTS,
    OF_THE_LOG,
    OF_TYPED_FILES,
)
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.read.tables import read_tables
from rtxoutcomes.rule_titles import TITLES
from rtxoutcomes.validate.columns import check_columns
from rtxoutcomes.validate.naming import named_fields

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "rtxoutcomes"
KINDS = "|".join(sorted({rule.partition(".")[0] for rule in TITLES}))
RULE = re.compile(rf'"((?:{KINDS})\.[a-z_]+(?:\.[a-z_]+)?)"')
NO_RULES = {"cohort.toml", "engagement.log"}


def label(case: Case) -> str:
    return f"{case.rule} {case.name}"


@pytest.mark.parametrize("case", CASES, ids=label)
def test_the_case_is_refused_by_its_rule_alone(case: Case, tmp_path: Path) -> None:
    found = findings(case.bad(tmp_path / "bad"))

    assert [(v.rule, v.table, v.column, v.line) for v in found] == [(case.rule, *case.place)]
    assert found[0].must
    assert found[0].remedy


@pytest.mark.parametrize("case", CASES, ids=label)
def test_the_nearest_case_passes_with_its_value(case: Case, tmp_path: Path) -> None:
    path = case.good(tmp_path / "good")

    assert isinstance(sound(path), Cohort)
    table, column, line = case.place
    if case.value is not None and line is not None:
        raw = read_tables(path).raw.tables[table]
        result = check_columns(raw, named_fields(BUNDLED)[table], ())
        assert result.frame[column][list(result.lines).index(line)] == case.value


def test_an_empty_good_cell_is_missing(tmp_path: Path) -> None:
    case = next(c for c in CASES if c.rule == "number.not_finite" and c.form == "tables")

    cohort = sound(case.good(tmp_path))

    assert cohort.visits is not None
    assert pd.isna(cohort.visits["igg_g_per_l"][0])


@pytest.mark.parametrize(
    ("form", "excused"), [("tables", NOT_IN_TABLES), ("one_table", NOT_IN_ONE_TABLE)]
)
def test_every_rule_has_a_case(form: str, excused: set[str]) -> None:
    result = {case.rule for case in CASES if case.form == form}

    assert set(TITLES) - result - excused - OF_TYPED_FILES - OF_THE_LOG - OF_COUNTS == set()
    assert result & excused == set()


def test_rules_of_typed_files_are_broken_elsewhere() -> None:
    tests = (Path(__file__).parents[1] / "read").glob("test_*.py")
    result = "".join(path.read_text(encoding="utf-8") for path in tests)

    assert [rule for rule in OF_TYPED_FILES if f'"{rule}"' not in result] == []


def test_rules_of_the_log_are_broken_elsewhere() -> None:
    result = (Path(__file__).parents[1] / "validate" / "test_engagement_log.py").read_text("utf-8")

    assert [rule for rule in OF_THE_LOG if f'"{rule}"' not in result] == []


def test_rules_of_counts_are_broken_elsewhere() -> None:
    tests = (Path(__file__).parents[1]).glob("*/test_count_*.py")
    result = "".join(path.read_text(encoding="utf-8") for path in tests)

    assert [rule for rule in OF_COUNTS if f'"{rule}"' not in result] == []


def test_every_rule_of_the_package_has_a_title() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for room in ("identity", "read", "validate")
        for path in sorted((PACKAGE / room).glob("*.py"))
    ]
    rules = {rule for text in texts for rule in RULE.findall(text)} - NO_RULES

    assert rules == set(TITLES)
