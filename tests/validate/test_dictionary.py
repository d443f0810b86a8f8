"""What each column holds, in words."""

from pathlib import Path

from clinic import ASTHMA, BUNDLED
from rtxoutcomes.validate.dictionary import COLUMNS, dictionary_page, entries
from rtxoutcomes.validate.naming import named_fields

PAGE = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"


def test_the_committed_page_is_what_the_code_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary_page(BUNDLED)


def test_every_column_has_an_entry_with_words_for_each_cell() -> None:
    tables = named_fields(BUNDLED)

    rows = entries(tables)

    assert len(rows) == sum(len(fields) for fields in tables.values())
    assert all(len(entry) == len(COLUMNS) for entry in rows)
    by_name = {(entry[0], entry[1]): entry for entry in rows}
    assert by_name["visits", "edss"][-1] == "0 to 10 in steps of 0.5, but not 0.5"
    assert by_name["visits", "igg_g_per_l"][-1] == "0.1 to 40 in steps of 0.01"
    assert by_name["engagement", "count"][-1] == "0 to 1000000"


def test_the_page_names_the_study_s_columns() -> None:
    page = dictionary_page(ASTHMA)

    assert "study `asthma`" in page
    assert "| `Code` | yes |" in page
    assert page.count("\n## ") == 9
