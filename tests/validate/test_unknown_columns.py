"""The contents of a column that is not declared."""

import pandas as pd
import pytest

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.validate.unknown_columns import identifying


def refusal_of(*cells: str) -> tuple[str, int, str] | None:
    frame = pd.DataFrame({"x": list(cells)}, dtype=object)
    identified = identifying(
        RawTable("patients", "p.csv", frame, range(2, 2 + len(cells)), ""), "x"
    )
    return None if identified is None else (identified[0].rule, identified[1], identified[0].value)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1", "0912 555 0143"), ("phi.value.phone", 3, "[phone, 13 characters]")),
        (
            ("a@b.example", "", "c@d.example"),
            ("phi.value.email", 2, "[e-mail, 11 characters], and 1 more of its cells"),
        ),
        (("well and able to walk", "as before in every way"), ("phi.free_text", 2, None)),
        (("Felt better. Went home again.", "1", "2", "3"), ("phi.free_text", 2, None)),
        (("x" * 41,), ("phi.free_text", 2, None)),
        (("1", "fever 0084575948"), ("phi.value.national_id", 3, "[national code, 16 characters]")),
        (
            ("0012345679", "1000000400", "1000000461", "1000000001", "12345679"),
            ("phi.value.national_id", 2, None),
        ),
    ],
)
def test_the_first_rule_is_reported_with_its_line_once(
    cells: tuple[str, ...], expected: tuple[str, int, str | None]
) -> None:
    identified = refusal_of(*cells)

    assert identified is not None
    assert identified[:2] == expected[:2]
    assert expected[2] in (None, identified[2])


@pytest.mark.parametrize(
    "cells", [("1", "2"), ("red", "dark blue"), ("x" * 40,), ("", ""), ("0084575948", "1"), ()]
)
def test_harmless_columns_are_not_judged(cells: tuple[str, ...]) -> None:
    assert refusal_of(*cells) is None
