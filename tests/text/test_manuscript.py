import re

import pytest

from released import bundled
from rtxoutcomes.errors import TextError
from text.filled import filled, own, setting_of, text


def test_tables_and_figures_have_their_numbers() -> None:
    known = own("bundled").known

    assert known.find("table.score_change").text == "Table 3"
    assert known.find("table.flow").text == "Table S2"
    assert known.find("table.time_to_relapse").text == "Table S5"
    assert known.find("figure.edss_change").text == "Figure 3"
    assert known.find("figure.edss_paired").text == "Figure S1"


def test_citations_are_numbered_in_the_order_of_the_template_blocks_included() -> None:
    template = "{{ cite.vonelm2007 }}\n\n{{ block.methods }}\n\n{{ cite.kaplan1958 }}"

    made = filled(setting_of(bundled(), template))

    cited = [n for p in made.paragraphs for n in re.findall(r"\[([\d,]+)\]", p.text)]
    numbers = [int(number) for group in cited for number in group.split(",")]
    assert numbers[0] == 1
    # Named before by the methods, though it is written out after them.
    assert 1 < numbers[-1] < max(numbers)
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))


def test_the_list_holds_what_was_cited_and_nothing_else() -> None:
    references = text("bundled").section("References")

    papers = [p.text for p in references if p.kind == "paragraph"]
    assert [p.split("]")[0] for p in papers] == [f"[{k}" for k in range(1, len(papers) + 1)]
    assert not any("STROBE" in paper for paper in papers)


def test_a_template_of_the_authors_fails_on_what_is_not_there() -> None:
    with pytest.raises(TextError, match=r"mine.md line 2: .* \(nearest: table.safety\)"):
        filled(setting_of(bundled(), "a\n{{ table.safty }}"), "mine.md")
