from rtxoutcomes.text.model import Paragraph, Piece, Text


def text() -> Text:
    def said(words: str, *sources: int) -> tuple[Piece, ...]:
        return (Piece(words, sources=sources),)

    return Text(
        (
            Paragraph("title", said("T"), 1),
            Paragraph("heading", said("Methods"), 2),
            Paragraph("heading", said("Design"), 3),
            Paragraph("paragraph", (Piece("n = "), Piece("42", "x", (7,)))),
            Paragraph("heading", said("Results"), 2),
            Paragraph("paragraph", said("Done", 3)),
        ),
        "",
        "",
    )


def test_a_section_ends_at_the_next_heading_of_its_level() -> None:
    assert [p.text for p in text().section("Methods")] == ["Design", "n = 42"]
    assert [p.text for p in text().section("Design")] == ["n = 42"]
    assert [p.text for p in text().section("Results")] == ["Done"]
    assert text().section("Nowhere") == ()


def test_a_text_knows_the_rows_behind_it() -> None:
    assert text().sources == {3, 7}
