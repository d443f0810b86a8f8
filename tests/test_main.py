"""The program as it is started."""

import gc
import subprocess
import sys

import pytest

from rtxoutcomes import __main__ as subject


def test_numpy_is_not_loaded_before_the_number_of_threads_is_set() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", "import rtxoutcomes.__main__, sys; print('numpy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert printed.strip() == "False"


def test_the_program_runs_as_a_module() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "rtxoutcomes", "validate", "/nothing/there"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert "No such file" in ended.stderr


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), (["report", "--nothing"], 2)])
def test_the_console_script_configures_the_process_and_ends_it(
    words: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured = []
    monkeypatch.setattr(subject, "configure", lambda: configured.append(True))
    # What is frozen would stay so for the tests that follow.
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(sys, "argv", ["rtxoutcomes", *words])

    with pytest.raises(SystemExit) as ended:
        subject.main()

    assert ended.value.code == code
    assert configured
