"""A number for a sentence of an author's own document."""

import doctest
import re
from pathlib import Path

import pytest

from released import bundled, results_of, small
from rtxoutcomes.disclose import internal
from rtxoutcomes.errors import DisclosureError, LookupFault
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.text import inline as subject
from rtxoutcomes.text.inline import inline
from test_disclose import results as of_patients
from text.filled import own, text

REPORTS = Path(__file__).resolve().parents[2] / "reports"
REFERENCE = re.compile(r"\{\{ (.+?) \}\}")
# What belongs to a whole text: its parts, and pointers to its tables, figures and papers.
OF_A_TEXT = re.compile(r"(block|table|figure|cite)\.[^.]+")


def references_in(template: str) -> list[str]:
    return [r for r in dict.fromkeys(REFERENCE.findall(template)) if not OF_A_TEXT.fullmatch(r)]


def test_each_number_of_the_written_report_stands_in_its_manuscript() -> None:
    manuscript = (REPORTS / "manuscript.md").read_text(encoding="utf-8")
    template = (REPORTS / "manuscript.template.md").read_text(encoding="utf-8")

    found = references_in(template)

    assert len(found) > 100
    for reference in found:
        assert inline(bundled(), reference)._repr_markdown_() in manuscript, reference


def test_a_template_filled_number_by_number_is_the_manuscript() -> None:
    template, known = own("bundled").template, own("bundled").known
    others = [r for r in REFERENCE.findall(template) if OF_A_TEXT.fullmatch(r)]
    pointers = {r: known.others.get(r, "") for r in others}
    ending = template.index("### Limitations")

    def value(match: re.Match[str]) -> str:
        one = match[1]
        return pointers[one] if one in pointers else inline(bundled(), one)._repr_markdown_()

    start = template.index("## Results")
    written = REFERENCE.sub(value, template[start:ending])
    assert written in text("bundled").markdown


def test_a_number_prints_alike_wherever_text_is_asked_for() -> None:
    change = inline(bundled(), "edss.NMOSD.mean_change.summary")

    assert str(change) == repr(change) == f"{change}" == change.text
    assert f"{change:>50}" == change.text.rjust(50)
    assert change.text.startswith("−0.57 (95% CI −0.93 to −0.22")
    assert change.row is not None
    assert (change.row.n, change.row.name) == (14, "edss.NMOSD.mean_change")


def test_there_is_no_form_that_myst_would_set_as_a_formula() -> None:
    assert not hasattr(inline(bundled(), "edss.NMOSD.mean_change"), "_repr_latex_")


def test_a_word_of_the_study_has_no_row() -> None:
    drug = inline(bundled(), "study.drug")

    assert (drug.text, drug.row) == (bundled().study.study.drug, None)


def test_marks_of_markdown_in_a_value_are_protected() -> None:
    assert inline(bundled(), "= a_b*")._repr_markdown_() == r"a\_b\*"


def test_the_style_is_that_of_the_released_results() -> None:
    lancet = internal(results_of(bundled()), read_style("lancet"))

    assert "·" in inline(lancet, "edss.NMOSD.mean_change").text


def test_what_a_manuscript_withholds_is_withheld() -> None:
    rows = [row for row in index(bundled()).rows if row.status == "withheld"]

    for row in rows:
        found = inline(bundled(), row.key)
        assert "fewer than" in found.text or "too few" in found.text
        assert found.row is not None
        assert found.row.estimate != found.row.estimate
    assert rows


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("edss.NMOSD.mean_chang", r"is not known \(nearest: edss.NMOSD.mean_change\)$"),
        ("edss.NMOSD.mean_change.low_", "has no attribute 'low_'"),
        ("relapse.RRMS.rate.adjusted", "has no attribute"),
        ("edss.NMOSD.signed_rank", "is the P value of a test that no declared family has"),
        ("edss.NMOSD.signed_rank.p", "is the P value of a test that no declared family has"),
        ("table.safety", "is not known"),
    ],
)
def test_what_stands_for_nothing_is_refused_in_the_words_of_a_template(
    reference: str, words: str
) -> None:
    with pytest.raises(LookupFault, match=words) as fault:
        inline(bundled(), reference)

    assert str(fault.value).startswith(f"{{{{ {reference} }}}} ")


def test_results_of_patients_are_to_be_marked_first() -> None:
    with pytest.raises(DisclosureError, match=r"inline: .* pass rtx\.internal\(results\)$"):
        inline(of_patients("patient"), "study.drug")
    with pytest.raises(TypeError, match=r"inline: pass what rtx\.analyse"):
        inline("edss.NMOSD.mean_change", "edss")  # type: ignore[arg-type]

    assert inline(internal(of_patients("patient")), "study.origin").text == "patient"


@pytest.mark.parametrize("made", [bundled, small])
def test_the_key_of_a_row_is_a_reference_to_it(made: type) -> None:
    for row in index(made()).rows[::25]:
        found = inline(made(), row.key)
        assert found.row is not None
        assert found.row.key == row.key


def test_the_example_is_true() -> None:
    globs = {"results": results_of(bundled())}

    assert doctest.testmod(subject, extraglobs=globs) == (0, 3)
