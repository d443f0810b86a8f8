"""What an editor would strike from the texts of six studies: untruths, dialect and grammar."""

import re
from collections.abc import Iterator

import pytest

from rtxoutcomes.text.model import Paragraph, Text
from studies.six import NAMES, figures, released, report

DRUGLESS = ("two_arms", "one_group", "no_scores", "equal_follow_up")
# Refused everywhere; then in the studies of which they are not true.
REFUSED = (
    *("not attempted", "began together", "to speak of", "stands beside", "tell of", "told"),
    *("Not collected", "nothing is adjusted", "share of", "left out", "made up"),
    *("not associated", "did not differ", "no difference", "no effect", "similar"),
    *("consistent with no", "trend", "trends", "borderline", "failed to", "progression"),
    *("reduced", "improved by", "effect of", "led to", "significant", "significantly"),
)
# The name of a confirmed outcome, and no word about an unconfirmed change.
PIRA = "progression independent of relapse activity"
UNTRUE = {
    "first infusion": DRUGLESS,
    "infusion": DRUGLESS,
    "not randomised": ("two_arms",),
    "at random": ("two_arms",),
    "no randomised control": ("two_arms",),
    "All patients received": ("two_arms", "no_relapses", "no_scores", "equal_follow_up"),
    "Follow-up differed": ("equal_follow_up",),
    "quartiles": ("equal_follow_up",),
    "pre-specified": tuple(name for name in NAMES if name != "two_arms"),
    "post hoc": NAMES[1:],
    "relapse": ("one_group", "no_relapses", "no_scores", "equal_follow_up"),
    "diagnosis": ("two_arms", "one_group", "no_scores"),
    "diagnoses": ("two_arms", "one_group", "no_scores"),
    "scores": ("no_scores",),
    "mean change": ("no_scores",),
    "engagement": ("two_arms", "no_relapses", "no_scores", "equal_follow_up"),
    "Adverse events": ("two_arms", "no_relapses", "equal_follow_up"),
    "rituximab": NAMES[1:],
    "P =": ("one_group", "no_relapses", "no_scores"),
}
# What the grammar of a sentence refuses, with an example.
GRAMMAR = {
    r"\b(?:1|[Oo]ne) (?:patients|months|relapses|groups|attacks|exacerbations)\b": "1 patients",
    r"\b(?:a [aeio]\w+|an [^aeiouhEAFHILMNORSX8\W]\w+)": "a event",
    r"  +": "two  blanks",
    r"\.\s*\.": "end. .",
    r" [,.;:)]": "a .",
    r"\( |\)\s*\(": "(a) (b)",
    r"[;:,] (?:The|Among|No|Mean|Median|In|All|Patients|Overall|Adjusted|Proportions)\b": "; The",
    r"\b(?:SPMS|RRMS|NMOSD|EDSS|INCAT)s\b": "EDSSs",
    r"(?:^|(?<=[.!?] ))\d": "1 patient",
    r"\b(\w+) \1\b": "the the",
    r"\{\{|\}\}|\bnan\b|\bNone\b": "{{",
}


def sections(text: Text, *names: str) -> Iterator[Paragraph]:
    for name in names:
        yield from (p for p in text.section(name) if p.kind in ("paragraph", "item"))


def generated(name: str) -> Iterator[str]:
    """Every generated paragraph of the manuscript, without prompts, titles and references."""
    for paragraph in sections(report(name).text, "Abstract", "Methods", "Results", "Discussion"):
        if "[Authors:" not in paragraph.text:
            yield paragraph.text


def everything(name: str) -> Iterator[str]:
    """The manuscript, the supplementary methods, captions of figures and the checklist."""
    yield from generated(name)
    yield from (p.text for p in sections(report(name).supplement, "Supplementary methods"))
    yield from (cell for line in report(name).checklist.to_frame().to_numpy() for cell in line)


def found(words: str, text: str) -> list[str]:
    pattern = re.compile(rf"(?<![\w-]){re.escape(words)}(?![\w-])")
    return [text[max(0, m.start() - 50) : m.end() + 50] for m in pattern.finditer(text)]


@pytest.mark.parametrize("name", NAMES)
def test_no_refused_phrase_is_in_any_text(name: str) -> None:
    texts = [text.replace(PIRA, "") for text in everything(name)]

    assert [hit for words in REFUSED for text in texts for hit in found(words, text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_is_untrue_of_the_study(name: str) -> None:
    untrue = [words for words, studies in UNTRUE.items() if name in studies]
    texts = [
        *generated(name),
        *(p.text for p in sections(report(name).supplement, "Supplementary methods")),
    ]
    title = released(name).study.study.title

    assert [
        hit for words in untrue for text in texts for hit in found(words, text.replace(title, ""))
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_was_not_collected_is_one_limitation_and_nothing_else(name: str) -> None:
    texts = [text for text in generated(name) if "collected" in text]

    assert len(texts) == (name in ("two_arms", "no_relapses", "equal_follow_up"))
    assert all(text.startswith("Data on ") for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_the_grammar_is_that_of_a_sentence(name: str) -> None:
    texts = list(generated(name))

    hits = [
        (pattern, text[max(0, m.start() - 40) : m.end() + 40])
        for pattern in GRAMMAR
        for text in texts
        for m in re.finditer(pattern, text)
    ]

    assert hits == []


@pytest.mark.parametrize(("pattern", "wrong"), list(GRAMMAR.items()))
def test_the_grammar_finds_a_fault(pattern: str, wrong: str) -> None:
    assert re.search(pattern, wrong)


@pytest.mark.parametrize("name", NAMES)
def test_counts_of_patients_below_ten_are_words_outside_brackets(name: str) -> None:
    for text in generated(name):
        outside = re.sub(r"\([^()]*\)", "", text)
        assert re.findall(r"\b\d (?:of|patients?|had|became|through)\b.{30}", outside) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_ends_and_begins_as_one(name: str) -> None:
    for text in generated(name):
        assert text.endswith("."), text
        assert text[0].isupper() or text.startswith(released(name).study.study.drug), text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("parts", [("Abstract",), ("Methods", "Results", "Discussion")])
def test_each_abbreviation_is_explained_once_where_it_is_first_used(
    name: str, parts: tuple[str, ...]
) -> None:
    text = "\n".join(p.text for p in sections(report(name).text, *parts))
    study = released(name).study
    own = {level.abbreviation for level in study.diagnoses if level.abbreviation}
    for short in {"CI", "SD", "HC3", *own}:
        used = re.search(rf"\b{short}s?\b(?![)\]])", text)
        explained = [m.start() for m in re.finditer(rf"[(\[]{short}s?[)\]]", text)]
        assert len(explained) <= 1, short
        assert not used or [m < used.start() for m in explained] == [True], short


@pytest.mark.parametrize("name", NAMES)
def test_the_manuscript_has_the_length_of_one(name: str) -> None:
    text = report(name).text
    words = {
        part: sum(len(p.text.split()) for p in sections(text, part))
        for part in ("Abstract", "Statistical analysis", "Methods", "Results")
    }

    assert words["Statistical analysis"] <= 400
    assert words["Methods"] + words["Results"] <= 1_700
    assert words["Abstract"] <= 300
    assert len(list(sections(text, "References"))) <= 30


@pytest.mark.parametrize("name", NAMES)
def test_engagement_has_at_most_three_sentences(name: str) -> None:
    (text, *others) = [p.text for p in sections(report(name).text, "Engagement")] or [""]

    assert not others
    assert len(re.findall(r"\.(?= |$)", text)) <= 3


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_of_the_text_is_written_twice(name: str) -> None:
    sentences = [
        sentence
        for p in sections(report(name).text, "Methods", "Results", "Discussion")
        for sentence in re.split(r"(?<=\.) (?=[A-Z])", p.text)
        if "[Authors:" not in p.text
    ]

    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize("name", NAMES)
def test_every_numeral_has_its_source(name: str) -> None:
    assert [n for n in report(name).trace if n.kind == "unexplained"] == []


@pytest.mark.parametrize("name", NAMES)
def test_captions_end_as_sentences_and_hold_no_refused_phrase(name: str) -> None:
    for drawn in figures(name):
        assert drawn.caption.endswith("."), drawn.key
        assert [hit for words in REFUSED for hit in found(words, drawn.caption)] == [], drawn.key
