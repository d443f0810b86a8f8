import pytest

from rtxoutcomes.text.markdown import PLACE, paragraphs, segments, stray_braces, to_markdown
from rtxoutcomes.text.model import Paragraph, Piece


def read(*pieces: Piece | str) -> list[Paragraph]:
    return list(paragraphs([Piece(p) if isinstance(p, str) else p for p in pieces]))


def test_references_are_cut_out_with_their_lines() -> None:
    cut = list(segments("a {{ x }}\n{{y}}b\n\nc", "f.md"))

    assert [(s.text, s.line, s.is_reference) for s in cut] == [
        ("a ", 1, False),
        ("x", 1, True),
        ("\n", 1, False),
        ("y", 2, True),
        ("b\n", 2, False),
        ("\n", 3, False),
        ("c", 4, False),
    ]


def test_comments_fall_away_and_keep_the_count_of_lines() -> None:
    cut = list(segments("<!-- a {{ x }}\n b -->\n{{ y }}", "f.md"))

    assert [(s.text, s.line) for s in cut] == [("\n", 1), ("\n", 2), ("y", 3)]


def test_titles_headings_items_and_paragraphs_are_told_apart() -> None:
    made = read("# T\n## H ##\ntext\nmore\n\n- one\n- two\n3. three\n\nlast")

    assert [(p.kind, p.level, p.text) for p in made] == [
        ("title", 1, "T"),
        ("heading", 2, "H"),
        ("paragraph", 0, "text more"),
        ("item", 0, "one"),
        ("item", 0, "two"),
        ("item", 0, "three"),
        ("paragraph", 0, "last"),
    ]


def test_emphasis_holds_values_too() -> None:
    (made,) = read("a **b ", Piece("1.5", "x", (3,)), "** and *c* 2 * 3 * 4")

    assert [(p.text, p.emphasis, p.sources) for p in made.pieces] == [
        ("a ", "", ()),
        ("b ", "bold", ()),
        ("1.5", "bold", (3,)),
        (" and ", "", ()),
        ("c", "italic", ()),
        (" 2 * 3 * 4", "", ()),
    ]


def test_nothing_in_a_value_is_taken_for_markdown() -> None:
    (made,) = read(Piece("# *x* - ", "label"), " text \\* \\#")

    assert (made.kind, made.text) == ("paragraph", "# *x* -  text * #")


def test_a_place_alone_is_a_place_and_within_a_line_nothing() -> None:
    tables = Piece("", f"{PLACE}tables")

    assert read("a\n\n", tables, "\n\nb")[1] == Paragraph("place", name="tables")
    assert read("see ", tables)[0].text == "see "


def test_the_filled_text_is_markdown_again() -> None:
    pieces = [Piece("# T\n"), Piece("a*b", "label"), Piece("\n"), Piece("", f"{PLACE}tables")]

    assert to_markdown(pieces) == "# T\na\\*b\n*[Tables: one file each in the folder tables]*"


def test_private_characters_of_a_template_do_no_harm() -> None:
    (cut,) = segments("\ue0000\ue001", "f.md")

    assert cut.text == "0"


def test_stars_and_comments_that_are_not_closed_are_text() -> None:
    assert [p.text for p in read("*a *b c", "\n\n**a *b* c")] == ["*a *b c", "**a b c"]
    assert "".join(s.text for s in segments("<!-- a", "f.md")) == "<!-- a"


@pytest.mark.parametrize("unit", ["<!--", "{{", "}}", "*a ", "**", "# ", "#  \t", "{{a", "\\*"])
def test_a_text_of_a_million_marks_is_read_once(unit: str) -> None:
    # Each of these took hours when a search began anew at every mark.
    text = unit * (1_000_000 // len(unit)) + "x"

    assert sum(len(s.text) for s in segments(text, "f.md")) > 0
    assert len(read(text)) == 1


def test_braces_between_references_are_named_by_what_follows_them() -> None:
    assert list(stray_braces("a {{ b")) == [("b", "is not closed")]
    assert list(stray_braces("a }} b")) == [("b", "was not opened")]
    assert list(stray_braces("a { b }")) == []
