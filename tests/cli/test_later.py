"""What the command line loads when it is first used."""

import subprocess
import sys

import pytest

from rtxoutcomes.cli import later

NAMES = ["draft_texts", "empty_study", "looked_up", "raw_tables", "style_text", "write_draft"]


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there_when_asked_for(name: str) -> None:
    assert callable(getattr(later, name))


def test_nothing_is_loaded_before() -> None:
    code = "import sys; from rtxoutcomes.cli import later; print('pandas' in sys.modules)"

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
