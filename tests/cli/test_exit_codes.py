"""Exit codes of the command line."""

import re
from pathlib import Path

import pytest

from rtxoutcomes import errors
from rtxoutcomes.cli.exit_codes import EXIT_CODES_HELP, MEANINGS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "command-line.md"


def test_the_help_lists_every_code() -> None:
    assert EXIT_CODES_HELP == (
        "Exit codes: 0 done, 1 unforeseen, 2 usage, 3 withheld by the disclosure policy, "
        "4 data or study file refused, 5 outputs or claims differ, 6 environment."
    )


@pytest.mark.parametrize(
    "fault",
    [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.RtxError)
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_error_ends_with_a_code_that_is_listed(fault: type[errors.RtxError]) -> None:
    assert fault.exit_code in MEANINGS


def test_the_page_for_users_has_the_same_codes() -> None:
    table = re.findall(r"^\| (\d) \|", PAGE.read_text(encoding="utf-8"), re.M)

    assert [int(code) for code in table] == list(MEANINGS)
