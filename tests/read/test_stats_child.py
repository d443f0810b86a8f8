"""The child process that reads statistical files."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

pyreadstat = pytest.importorskip("pyreadstat", reason="the extra stats-files is not installed")

from rtxoutcomes.read import stats_child
from rtxoutcomes.read.stats_child import as_json

FRAME = pd.DataFrame(
    {
        "sex": [1.0, 2.0],
        "seen": [dt.date(2024, 5, 3), None],
        "at": [dt.datetime(2024, 5, 3, 9), None],
    }
)
LABELS = {"sex": {1: "female", 2: "male"}}


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(FRAME, str(path), variable_value_labels=LABELS)
    return path.read_bytes()


def test_columns_labels_and_types_are_reported(content: bytes) -> None:
    contents = json.loads(as_json(content, ".sav", 100))

    assert dict(contents["columns"]) == {
        "sex": [1.0, 2.0],
        "seen": [{"date": "2024-05-03"}, None],
        "at": [{"datetime": "2024-05-03T09:00:00"}, None],
    }
    assert contents["labels"] == {"sex": [[1.0, "female"], [2.0, "male"]]}
    assert contents["types"]["sex"] == "double"


def test_too_many_cells_are_not_read(content: bytes) -> None:
    assert as_json(content, ".sav", 5) == ""
    assert as_json(content, ".sav", 6) != ""


def test_it_is_a_script_that_reads_standard_input(content: bytes) -> None:
    words = [sys.executable, "-P", str(Path(stats_child.__file__)), ".sav", "100"]

    done = subprocess.run(words, input=content, capture_output=True, check=True)

    assert done.stdout.decode() == as_json(content, ".sav", 100)


def test_other_values_are_reported_as_text() -> None:
    assert json.loads(json.dumps([dt.time(3)], default=stats_child._plain)) == ["03:00:00"]
    assert json.loads(json.dumps([pd.Series([3]).to_numpy()[0]], default=stats_child._plain)) == [3]
