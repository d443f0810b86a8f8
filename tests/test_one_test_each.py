"""The main manuscript prints at most one test of an endpoint in a group.

Counted over every study here, under both policies on P values: those of tests/studies, the
bundled one, and those of public data where they are beside the checkout.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest

import rtxoutcomes as rtx
from clinic import ASTHMA
from realdata.real_cohorts import anorexia, msoutcomes, rhdnase
from released import bundled, small
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.publish.writing import written
from rtxoutcomes.results.number import Number
from rtxoutcomes.tables.manuscript import all_tables
from shared_reference.loader import SHARED
from test_second_study import folder
from trial import trial_released

DATA = SHARED / "data"
PUBLIC = {"anorexia": anorexia, "msoutcomes": msoutcomes, "rhdnase": rhdnase}
Asked = tuple[str, str, str, str, str]
OF_TESTS = {"p", "p_value", "p_adjusted", "summary"}


def asked(row: Number) -> Asked:
    return (row.endpoint, row.group, row.against, row.channel, row.activity)


def printed_tests(released: Released) -> dict[Asked, set[int]]:
    """The rows whose P value the text or a table of the manuscript prints, by what they test."""
    rows, tests = index(released).all_rows, defaultdict[Asked, set[int]](set)
    tables = [table for table in all_tables(released) if not table.number.startswith("S")]
    for table in tables:
        columns = [k for k, head in enumerate(table.header) if head in {"P", "P (adjusted)"}]
        for line in table.sources:
            for place in (place for k in columns for place in line[k]):
                tests[asked(rows[place])].add(place)
    text = written(released, all_tables(released), {}).text
    for piece in (piece for paragraph in text.paragraphs for piece in paragraph.pieces):
        if piece.reference.rpartition(".")[2] in OF_TESTS:
            for place in piece.sources:
                tests[asked(rows[place])].add(place)
    return tests


@cache
def asthma(place: Path) -> Released:
    return internal(rtx.analyse(rtx.read_cohort(folder(place), ASTHMA), ASTHMA))


def public(name: str, place: Path) -> Released:
    if not DATA.is_dir():
        pytest.skip("the folder with public data sets is not beside the checkout")
    study = rtx.read_study(str(Path(__file__).parent / "realdata" / f"{name}.toml"))
    cohort = rtx.read_cohort(PUBLIC[name](DATA, place), study)
    return internal(rtx.analyse(cohort, study))


STUDIES: dict[str, Callable[[Path], Released]] = {
    "bundled": lambda _: bundled(),
    "small": lambda _: small(),
    "trial": lambda _: trial_released(),
    "asthma": asthma,
    **{name: partial(public, name) for name in PUBLIC},
}


@pytest.mark.parametrize("name", list(STUDIES))
def test_each_endpoint_has_one_test_in_a_group(name: str, tmp_path: Path) -> None:
    released = STUDIES[name](tmp_path)

    for policy in ("declared", "all"):
        report = released.study.report.model_copy(update={"p_values": policy})
        under = replace(released, study=released.study.model_copy(update={"report": report}))
        tests = printed_tests(under)

        assert not {key: places for key, places in tests.items() if len(places) > 1}
        assert policy == "declared" or tests


def test_a_declared_test_is_printed_with_its_adjusted_p_value() -> None:
    text = written(bundled(), all_tables(bundled()), {}).text.markdown

    assert "P = 0.004; Holm-adjusted P = 0.012" in text
    assert len(printed_tests(bundled())) == 3
