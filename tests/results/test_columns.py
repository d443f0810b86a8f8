"""What the columns of the results frame hold."""

from pathlib import Path

from released import bundled, small
from rtxoutcomes.results.columns import CLOSED_LISTS, DESCRIPTIONS, NEVER_EMPTY
from rtxoutcomes.results.frame import COLUMNS
from rtxoutcomes.results.quantity import Quantity

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "results_frame.txt"


def test_every_column_is_described() -> None:
    assert tuple(sorted(DESCRIPTIONS)) == tuple(sorted(COLUMNS))
    assert set(CLOSED_LISTS) | set(NEVER_EMPTY) <= set(COLUMNS)


def test_closed_lists_hold_what_the_rows_hold() -> None:
    for made in (bundled(), small()):
        for name, values in CLOSED_LISTS.items():
            assert set(made.estimates[name]) <= set(values), name


def test_columns_that_are_never_empty_are_filled() -> None:
    for made in (bundled(), small()):
        assert not (made.estimates[list(NEVER_EMPTY)] == "").any(axis=None)


def frozen() -> dict[str, list[str]]:
    """The lists of the file, by their headings in brackets."""
    lists: dict[str, list[str]] = {}
    for line in FROZEN.read_text(encoding="utf-8").split():
        if line.startswith("["):
            own = lists.setdefault(line.strip("[]"), [])
        else:
            own.append(line)
    return lists


def test_columns_and_quantities_are_those_that_programs_of_users_were_written_for() -> None:
    kept = frozen()
    now: dict[str, list[str]] = {"columns": list(COLUMNS), "quantities": list(Quantity)}

    for name, words in now.items():
        gone = [word for word in kept[name] if word not in words]
        new = [word for word in words if word not in kept[name]]
        assert not gone, (
            f"{name} {gone} are gone: raise the minor version, name them under the heading "
            f"Breaking of CHANGELOG.md with what replaces them, and take them out of {FROZEN.name}"
        )
        assert not new, (
            f"{name} {new} are new: name them under the heading Added of CHANGELOG.md, and add "
            f"them to {FROZEN.name}"
        )
        assert words == kept[name], f"{name} stand in another order than in {FROZEN.name}"
