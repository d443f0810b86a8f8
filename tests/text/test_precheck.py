"""A text before there are results."""

import pytest

from rtxoutcomes.errors import TextError, UsageFault
from rtxoutcomes.read.text_file import TextFile
from rtxoutcomes.text import precheck
from rtxoutcomes.text.precheck import check_text
from text.test_docx_template import authors, saved


def markdown(text: str) -> TextFile:
    return TextFile("mine.md", text.encode())


def faults(source: TextFile) -> list[tuple[str, str, str]]:
    with pytest.raises(TextError) as caught:
        check_text(source)
    return [(f.place, f.reference, f.must) for f in caught.value.faults]


@pytest.mark.parametrize(
    "text",
    [
        "No reference at all, and a { brace }.",
        "{{ edss.RRMS.mean_change }} {{block.tables}} {{= 12 }} {{ a.b.c[Pratt].p | 3 }}",
        "<!-- {{ not closed -->\r\nسلام \u200f",
    ],
)
def test_a_text_that_could_be_filled_passes(text: str) -> None:
    check_text(markdown(text))
    check_text(TextFile("mine.docx", saved(authors(text.split("<", maxsplit=1)[0]))))


def test_every_fault_is_named_with_its_place() -> None:
    text = "{{ open\n{{ a[ }} closed }}\n{{ }}"
    form = "is not of the form endpoint.group.term.attribute"

    assert faults(markdown(text)) == [
        ("line 1", "open", "is not closed on its line"),
        ("line 2", "a[", form),
        ("line 2", "", "was not opened on its line"),
        ("line 3", "", form),
    ]
    assert faults(TextFile("mine.docx", saved(authors("fine", "{{ open")))) == [
        ("paragraph 2", "open", "is not closed in its paragraph")
    ]


def test_of_many_faults_the_first_are_named() -> None:
    assert len(faults(markdown("{{ a[ }}\n" * 300))) == precheck.MAX_FAULTS


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a\nb\x00c", r"mine.md line 2: must not hold a control character \(U\+0000\)"),
        ("a\ufffe", "line 1: must not hold a character that Unicode does not define"),
        ("{{ a.b.c }} " * 5_001, "more than 5,000 references"),
        ("{{" * 5_001, "more than 5,000 references"),
        ("a" * 2_000_001, "longer than 2,000,000 characters"),
    ],
)
def test_a_text_that_no_report_could_hold_is_refused(content: str, words: str) -> None:
    with pytest.raises(UsageFault, match=words):
        check_text(markdown(content))


def test_a_text_as_long_as_the_limit_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precheck, "MAX_CHARACTERS", 5)

    check_text(markdown("abcde"))
    with pytest.raises(UsageFault, match="longer than 5 characters"):
        check_text(markdown("abcdef"))


def test_a_text_must_be_what_its_name_says() -> None:
    with pytest.raises(UsageFault, match="must be UTF-8 text"):
        check_text(TextFile("mine.md", b"\xff"))
    with pytest.raises(UsageFault, match="cannot be opened as a Word file"):
        check_text(TextFile("mine.docx", b"no archive"))
