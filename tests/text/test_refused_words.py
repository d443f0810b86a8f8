"""Words that turn absence of evidence into evidence, or an association into a cause.

They are looked for in what is generated: the text up to its references, and the titles and
footnotes of tables. What authors write is theirs.
"""

import re

import pytest

from rtxoutcomes.tables.manuscript import all_tables
from text.filled import COHORTS, text

REFUSED = (
    *("not associated", "did not differ", "no difference", "no effect", "similar"),
    *("consistent with no", "trend", "trends", "borderline", "failed to", "progression"),
)
# All cohorts here are of single-arm studies, in which nothing can be called an effect.
CAUSAL = ("reduced", "improved by", "effect of", "thanks to", "led to")
WORDS = re.compile(rf"\b(?:{'|'.join((*REFUSED, *CAUSAL))})\b", re.IGNORECASE)


def context(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - 60) : found.end() + 60]


@pytest.mark.parametrize("sentence", ["The groups were similar.", "IgG was reduced", "A TREND to"])
def test_the_words_are_found(sentence: str) -> None:
    assert WORDS.search(sentence)


@pytest.mark.parametrize("sentence", ["Secondary progressive MS", "similarly", "the effects were"])
def test_other_words_are_not(sentence: str) -> None:
    assert not WORDS.search(sentence)


@pytest.mark.parametrize("name", list(COHORTS))
def test_no_generated_sentence_holds_one(name: str) -> None:
    generated = text(name).markdown.partition("\n## References")[0]

    assert [context(found) for found in WORDS.finditer(generated)] == []


@pytest.mark.parametrize("name", list(COHORTS))
def test_no_title_or_footnote_of_a_table_holds_one(name: str) -> None:
    tables = all_tables(COHORTS[name]())
    sentences = [words for table in tables for words in (table.title, *table.footnotes)]

    assert len(tables) >= 5
    assert [context(found) for words in sentences for found in WORDS.finditer(words)] == []
