"""The public names."""

import subprocess
import sys
from importlib.metadata import version

import pytest

import rtxoutcomes as rtx

CONTRACT = [
    "read_study",
    "read_cohort",
    "analyse",
    "relapse_proportions",
    "relapse_rates",
    "score_change",
    "time_to_relapse",
    "engagement_effects",
    "adverse_events",
    "baseline_characteristics",
    "write_report",
    "internal",
    "figures",
    "tables",
    "estimate",
    "bundled_cohort",
    "TableError",
]


@pytest.mark.parametrize("name", CONTRACT)
def test_each_name_of_the_contract_is_there(name: str) -> None:
    assert name in rtx.__all__
    assert getattr(rtx, name) is not None


def test_every_public_name_can_be_had() -> None:
    for name in rtx.__all__:
        assert getattr(rtx, name) is not None


def test_figures_and_tables_are_reached_from_the_root() -> None:
    assert callable(rtx.figures.time_to_relapse)
    assert callable(rtx.tables.score_change)


def test_importing_the_root_loads_neither_figures_nor_statistics() -> None:
    code = (
        "import sys, rtxoutcomes; "
        "print([m for m in ('pandas', 'scipy', 'matplotlib', 'pydantic') if m in sys.modules])"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert result.strip() == "[]"


def test_the_root_tells_the_version_of_the_package() -> None:
    assert rtx.__version__ == version("rtxoutcomes")
