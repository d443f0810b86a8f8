"""Kinds of files and the extras that read them."""

import importlib
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from rtxoutcomes.errors import EnvironmentFault
from rtxoutcomes.read.kinds import KINDS, NEARLY, optional_module, reader

ROOT = Path(__file__).resolve().parents[2]


def test_every_kind_has_its_module_and_its_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    for kind in KINDS.values():
        assert (ROOT / "src/rtxoutcomes/read" / f"{kind.module}.py").is_file()
        assert kind.extra in project["optional-dependencies"]
    assert not KINDS.keys() & NEARLY.keys()


def test_a_missing_extra_is_a_fault_of_the_environment_with_the_command_that_mends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_name: str) -> ModuleType:
        raise ModuleNotFoundError("No module named 'python_calamine'", name="python_calamine")

    monkeypatch.setattr(importlib, "import_module", missing)

    with pytest.raises(EnvironmentFault) as caught:
        reader(KINDS[".xlsx"])

    assert caught.value.exit_code == 6
    assert "pip install 'WHEEL[excel]'" in str(caught.value)
    assert "python_calamine" in str(caught.value)


def test_a_module_that_is_there_is_handed_out() -> None:
    assert optional_module("rtxoutcomes.read.grid", "excel", "reading").__name__.endswith("grid")


def test_reading_csv_loads_none_of_the_libraries() -> None:
    program = (
        "import sys\nfrom rtxoutcomes.intake import read_cohort\n"
        "names = {'python_calamine', 'pyreadstat', 'pyarrow.parquet', 'openpyxl'}\n"
        "print(sorted(names & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
