"""What a typesetter needs."""

from publish.books import book
from rtxoutcomes.text.fill import missing_places


def test_each_table_stands_at_one_place() -> None:
    own = book()
    main, appendix = own.tables_at("tables"), own.tables_at("appendix")

    assert [*main, *appendix] == list(own.tables)
    assert all(table.number.startswith("A") for table in appendix)
    assert own.tables_at("checklist") == [own.checklist]


def test_places_that_the_text_does_not_name_come_last() -> None:
    own = book()

    assert own.paragraphs == (*own.text.paragraphs, *missing_places(own.text))
    named = [p.name for p in own.paragraphs if p.kind == "place"]
    assert sorted(named) == ["appendix", "checklist", "figures", "tables"]
