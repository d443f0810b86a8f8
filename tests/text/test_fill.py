import pytest

from rtxoutcomes.errors import TextError
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill, used_blocks
from rtxoutcomes.text.references import references
from tables.made_up import released_of, row

RELEASED = released_of(row("change/edss/NMOSD/mean_change", estimate=-0.571))
KNOWN = references(RELEASED, draft(RELEASED).named)
BLOCKS = {"methods": "Said {{ edss.NMOSD.mean_change }}.\n\nTwice."}


def test_numbers_are_filled_and_keep_the_rows_behind_them() -> None:
    text = fill("# T\n\nChange {{ edss.NMOSD.mean_change }}.", "f.md", KNOWN)

    assert text.paragraphs[1].text == "Change −0.57."
    assert text.paragraphs[1].pieces[1].sources == (0,)
    assert text.markdown == "# T\n\nChange −0.57."


def test_a_block_is_paragraphs_of_its_own_wherever_it_stands() -> None:
    text = fill("Before\n{{ block.methods }}\nafter", "f.md", KNOWN, BLOCKS)

    assert [p.text for p in text.paragraphs] == ["Before", "Said −0.57.", "Twice.", "after"]


def test_a_place_stays_a_place() -> None:
    text = fill("a\n\n{{ block.tables }}\n", "f.md", KNOWN)

    assert [(p.kind, p.name) for p in text.paragraphs] == [("paragraph", ""), ("place", "tables")]


def test_an_appendix_of_earlier_texts_is_the_supplement() -> None:
    text = fill("a\n\n{{ block.appendix }}\n", "f.md", KNOWN)

    assert text.paragraphs == fill("a\n\n{{ block.supplement }}\n", "f.md", KNOWN).paragraphs


def test_every_fault_is_reported_at_once_with_its_line() -> None:
    template = "{{ edss.NMOSD.mean_chang }}\n\n{{ open\nclosed }}\n{{ block.method }}\n{{ nope }}"

    with pytest.raises(TextError, match="5 references that cannot be filled") as caught:
        fill(template, "f.md", KNOWN, BLOCKS)

    assert [(f.place, f.reference, f.must.split(";")[0]) for f in caught.value.faults] == [
        ("line 1", "edss.NMOSD.mean_chang", "is not known"),
        ("line 3", "open", "is not closed on its line"),
        ("line 4", "", "was not opened on its line"),
        ("line 5", "block.method", "is no block"),
        ("line 6", "nope", "is not known"),
    ]
    assert "f.md line 1: {{ edss.NMOSD.mean_chang }} is not known (nearest: " in str(caught.value)
    assert caught.value.exit_code == 4


def test_blocks_are_found_where_they_stand() -> None:
    result = "".join(used_blocks("a {{ cite.x }} {{ block.methods }} {{ block.tables }}", BLOCKS))

    assert result.index("cite.x") < result.index("Said")
