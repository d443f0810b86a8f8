"""What a typesetter needs."""

from dataclasses import replace

from matplotlib.figure import Figure

from publish.books import book, supplement
from rtxoutcomes.text.fill import missing_places
from rtxoutcomes.text.model import Paragraph, Piece, Text
from rtxoutcomes.text.plate import HIGHEST_MM, Book, Plate, checklist_text, partition
from text.filled import plates


def places(own: Book) -> list[str]:
    return [p.name for p in own.paragraphs if p.kind == "place"]


def test_each_table_stands_at_one_place() -> None:
    own = book()
    main, further = own.tables_at("tables"), own.tables_at("supplement")

    assert [*main, *further] == list(own.tables)
    assert not any(table.number.startswith("S") for table in main)
    assert all(table.number.startswith("S") for table in further)
    assert own.tables_at("checklist") == [own.checklist]


def test_the_manuscript_and_its_supplement_hold_every_table_and_figure_once() -> None:
    assert places(book()) == ["tables", "figures"]
    assert places(supplement()) == ["supplement", "figures"]
    assert [p.label for p in book().plates] == ["Figure 1", "Figure 2"]
    assert [p.label for p in supplement().plates] == ["Figure S1"]


def test_a_figure_is_not_higher_than_its_page() -> None:
    plate = book().plates[0]
    narrow = Plate(replace(plate.drawn, figure=Figure(figsize=(4, 20))), {}, "1")

    assert plate.width_mm == plate.drawn.width_mm
    assert narrow.width_mm == HIGHEST_MM / 5


def test_places_that_the_text_does_not_name_come_last() -> None:
    alone = Text((Paragraph("paragraph", (Piece("Only this."),)),), "", "")
    own = replace(book(), text=alone)

    assert own.paragraphs == (*alone.paragraphs, *missing_places(alone))
    assert places(own) == ["tables", "figures"]
    assert places(replace(own, needed=())) == []


def test_a_place_that_holds_nothing_is_not_set() -> None:
    assert places(replace(book(), plates=())) == ["tables"]
    assert places(replace(supplement(), plates=())) == ["supplement"]
    assert places(replace(book(), tables=(), plates=())) == []


def test_figures_of_the_supplement_are_parted_from_the_others_in_their_order() -> None:
    drawings = [(85.0, str(k), str(k)) for k in range(4)]
    numbered = [
        replace(plate, number=number)
        for plate, number in zip(plates(*drawings), ("1", "S1", "2", "S2"), strict=True)
    ]

    own, further = partition(numbered)

    assert [plate.label for plate in own] == ["Figure 1", "Figure 2"]
    assert [plate.label for plate in further] == ["Figure S1", "Figure S2"]


def test_the_checklist_is_a_document_of_its_own() -> None:
    own = replace(book(), text=checklist_text(book().checklist), plates=(), needed=())

    assert [(p.kind, p.text, p.name) for p in own.paragraphs] == [
        ("title", book().checklist.title, ""),
        ("place", "", "checklist"),
    ]
