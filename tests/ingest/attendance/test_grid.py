"""Lines and sections of tables of attendance."""

import pytest

from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.attendance.grid import lines_of, section, text_of

TEXT = "1. Summary\nTitle\tx\n\n2. People\nA\tB\n1\t 2 \n3\n4\t5\n\n3. More\nA\tB\n6\t7\n"


def test_a_section_ends_at_an_empty_line() -> None:
    lines = lines_of(TEXT, "table", "\t")

    rows, skipped = section(lines, {"B", "A"}, "table", skip={7, 99})

    assert rows == [(6, {"A": "1", "B": "2"}), (8, {"A": "4", "B": "5"})]
    assert skipped == [7]


def test_a_row_has_the_cells_of_its_header() -> None:
    with pytest.raises(IngestError, match="table, line 7: must have 2 cells"):
        section(lines_of(TEXT, "table", "\t"), {"A"}, "table")
    with pytest.raises(
        IngestError,
        match=r"\n  table: has no line with all columns of the map \(",
    ):
        section(lines_of(TEXT, "table", "\t"), {"A", "C"}, "table")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_of_both_encodings_are_read(encoding: str) -> None:
    assert text_of("é\n".encode(encoding), "table") == "é\n"


def test_a_quote_within_a_cell_is_text() -> None:
    assert lines_of('a,b "c" d\n"e,f" g,h\n', "table", ",") == [
        (1, ["a", 'b "c" d']),
        (2, ["e,f g", "h"]),
    ]


def test_other_bytes_are_refused() -> None:
    with pytest.raises(IngestError, match="must be UTF-8 or UTF-16"):
        text_of(b"\xff\xfea", "table")
