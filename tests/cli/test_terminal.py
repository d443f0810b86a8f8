"""What only a person at a terminal sees."""

import sys

import pytest

from rtxoutcomes.cli.terminal import strip_colour, terminal_writer, wants_colour


@pytest.mark.parametrize(
    ("is_terminal", "no_colour", "term", "coloured"),
    [
        (True, "", "xterm", True),
        (True, "1", "xterm", False),
        (True, "", "dumb", False),
        (False, "", "xterm", False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    is_terminal: bool, no_colour: str, term: str, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)

    assert wants_colour() is coloured


def test_without_standard_error_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", None)

    assert wants_colour() is False
    assert terminal_writer() is None


def test_colour_codes_are_stripped() -> None:
    assert strip_colour("\x1b[1m2 findings\x1b[0m of \x1b[31;1mphi\x1b[0m") == "2 findings of phi"


@pytest.mark.parametrize(("is_terminal", "printed"), [(True, "P-017\n"), (False, "")])
def test_names_are_shown_on_a_terminal_only(
    is_terminal: bool,
    printed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)

    write = terminal_writer()
    if write is not None:
        write("P-017")

    assert capsys.readouterr().err == printed
