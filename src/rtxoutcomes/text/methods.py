"""The statistical methods, written from the methods of the results."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rtxoutcomes.presentation.families import NONE_DECLARED, families_of, listed
from rtxoutcomes.results.endpoints import ENDPOINTS, Endpoint
from rtxoutcomes.results.number import Number
from rtxoutcomes.study import Study
from rtxoutcomes.text.change_sentences import family_text
from rtxoutcomes.text.draft import Draft, noun, ref

FILE = Path(__file__).with_name("methods.toml")
GENERAL = (
    "Every result carries its number of patients, those excluded from it and its method; where "
    "the data cannot answer a question, the reason is given instead of a number."
)
COMPARISONS = " Comparisons between {groups} are descriptive: {a_group} is not an exposure."
HOLM = (
    "P values {families} are adjusted by the Holm method, counting every planned test "
    "{{{{ cite.holm1979 }}}}{others}. Confidence intervals were not adjusted for multiplicity and "
    "should not be used in place of hypothesis tests."
)
OTHERS = {"all": "; all others are unadjusted", "declared": "; no other P value is printed"}
EXTENSION = (
    "Exposure counts only what happened before a landmark; patients who had the event or whose "
    "follow-up had ended by then are excluded and counted. Totals over the whole follow-up are "
    "never an exposure."
)
INTRODUCED = {
    "reported": "",
    "alternative": "Given in the appendix: ",
    "sensitivity": "Sensitivity analyses: ",
}


class Method(NamedTuple):
    """The sentence on a method, and its papers; nothing is written where `says` is empty."""

    says: str = ""
    cite: tuple[str, ...] = ()


@cache
def known_methods() -> Mapping[str, Method]:
    """The method of each key of the results."""
    blocks = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {k: Method(b.get("says", ""), tuple(b.get("cite", ()))) for k, b in blocks.items()}


def methods_template(known: Draft) -> str:
    """Paragraphs with references: one in general, one for each endpoint that has results."""
    enrolled = known.index.enrolled
    compared = sum(enrolled.get(group, 1) > 0 for group in known.index.groups) > 1
    described = compared and not known.index.study.is_randomised
    general = f"{GENERAL}{_comparisons(known) if described else ''}{_no_test(known.index.study)}"
    return "\n\n".join([general, *_paragraphs(known)])


def _comparisons(known: Draft) -> str:
    group, groups = noun(known, "group"), noun(known, "groups")
    article = "an" if known.index.study.group_noun[:1].lower() in "aeiou" else "a"
    return COMPARISONS.format(groups=groups, a_group=f"{article} {group}")


def _no_test(study: Study) -> str:
    """That nothing is tested, where the study declares no test and asks for none."""
    rules = study.multiplicity
    return (
        ""
        if rules.declared or rules.p_values == "all"
        else f" {NONE_DECLARED.replace('95%', '{{ = 95% }}')}"
    )


def _paragraphs(known: Draft) -> Iterator[str]:
    for endpoint in ENDPOINTS:
        rows = [row for row in known.index.of(endpoint.key) if row.status != "not_attempted"]
        sentences = [s for role in INTRODUCED for s in _of_role(known, rows, role)]
        sentences += _further(known.index.study, endpoint, rows)
        if sentences:
            words = endpoint.words.format(groups=noun(known, "groups"))
            yield f"**{words}.** {' '.join(sentences)}"


def _further(study: Study, endpoint: Endpoint, rows: list[Number]) -> Iterator[str]:
    """Sentences on an endpoint that no single method has."""
    if endpoint.key == "engagement" and rows:
        yield EXTENSION
    if families := families_of(study, rows):
        yield HOLM.format(
            families=listed([family_text(study, family) for family in families], "of"),
            others=OTHERS[study.multiplicity.p_values],
        )


def _of_role(known: Draft, rows: Iterable[Number], role: str) -> Iterator[str]:
    """Sentences on the rows of a role, each method once; all but those reported as one list."""
    by_key: dict[str, list[Number]] = {}
    for row in rows:
        if row.role == role and known_methods()[row.method_key].says:
            by_key.setdefault(row.method_key, []).append(row)
    # Methods that are told apart by their prose alone may share a sentence.
    sentences = list(dict.fromkeys(_sentence(known, same) for same in by_key.values()))
    if sentences and INTRODUCED[role]:
        yield f"{INTRODUCED[role]}{'; '.join(map(_lowered, sentences))}."
    else:
        yield from (f"{sentence}." for sentence in sentences)


def _sentence(known: Draft, rows: list[Number]) -> str:
    """The sentence on rows of one method, with their prose where the sentence asks for it."""
    method = known_methods()[rows[0].method_key]
    cited = f" {ref('cite', '+'.join(method.cite))}" if method.cite else ""
    by_prose = {row.method: row for row in rows}
    # The prose of alternatives and sensitivity analyses is in the appendix.
    says = method.says if rows[0].role == "reported" else method.says.replace(" ({method})", "")
    prose = "; ".join(known.ref(row, "method") for row in by_prose.values())
    group, groups = noun(known, "group"), noun(known, "groups")
    filled = says.format(method=prose, event=ref("study", "event"), group=group, groups=groups)
    return f"{filled}{cited}"


def _lowered(sentence: str) -> str:
    """A sentence as a member of a list: none begins with a name."""
    return sentence[:1].lower() + sentence[1:]
