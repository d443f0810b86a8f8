"""The statistical methods, written from the methods of the results."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rtxoutcomes.presentation.families import NONE_DECLARED, families_of, listed
from rtxoutcomes.presentation.order import is_reported, ordered_endpoints
from rtxoutcomes.presentation.words import figure_key
from rtxoutcomes.results.endpoints import ENDPOINTS, Endpoint
from rtxoutcomes.results.number import Number
from rtxoutcomes.study import Study
from rtxoutcomes.study.report import FigureKind
from rtxoutcomes.tables.by_endpoint import supplementary_tables
from rtxoutcomes.text.change_sentences import family_text
from rtxoutcomes.text.covariates import covariates_in_text
from rtxoutcomes.text.draft import EVENT, EVENTS, Draft, filled_words, noun, ref
from rtxoutcomes.text.draft import listed as listed_words

FILE = Path(__file__).with_name("methods.toml")
COMPARISONS = "Comparisons between {groups} are descriptive: {a_group} is not an exposure."
HOLM = (
    "P values {families} were adjusted by the Holm method, counting every planned test "
    "{{{{ cite.holm1979 }}}}{others}. Confidence intervals were not adjusted for multiplicity and "
    "should not be used in place of hypothesis tests."
)
OTHERS = {"all": "; all others are unadjusted", "declared": "; no other P value is printed"}
EXTENSION = (
    "Exposure was counted before the landmark only; patients who had the event or whose "
    "follow-up had ended by then were excluded. Engagement over the whole follow-up was never an "
    "exposure."
)
FURTHER = (
    "Further estimates, alternative intervals and sensitivity analyses, with their methods, are in "
    "the supplement."
)
INTRODUCED = {
    "reported": "",
    "alternative": "Alternatives: ",
    "sensitivity": "Sensitivity analyses: ",
}


class Method(NamedTuple):
    """The sentences on a method, and its papers.

    `main` is for the manuscript, empty for a method of the supplement alone; `says` for the
    supplement, which says nothing of a method without it.
    """

    says: str = ""
    main: str = ""
    cite: tuple[str, ...] = ()


@cache
def known_methods() -> Mapping[str, Method]:
    """The method of each key of the results."""
    blocks = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        k: Method(b.get("says", ""), b.get("main", ""), tuple(b.get("cite", ())))
        for k, b in blocks.items()
    }


def methods_template(known: Draft) -> str:
    """The methods of the manuscript: a paragraph with references for each endpoint in its text."""
    study, enrolled = known.index.study, known.index.enrolled
    compared = sum(enrolled.get(group, 1) > 0 for group in known.index.groups) > 1
    described = compared and not study.is_randomised
    paragraphs: dict[str, list[str]] = {}
    said: set[str] = set()
    for endpoint in ordered_endpoints(study):
        if endpoint.section:
            sentences = [s for s in _in_main(known, endpoint.key) if s not in said]
            said |= set(sentences)
            sentences += _further(known, endpoint)
            paragraphs.setdefault(endpoint.section, []).extend(sentences)
    closing = [_comparisons(known)] if described else []
    closing += [*_no_test(study), FURTHER]
    return "\n\n".join(" ".join(p) for p in (*paragraphs.values(), closing) if p)


def further_methods_template(
    known: Draft, tables: Sequence[str] = (), figures: Sequence[str] = ()
) -> str:
    """The methods of the supplement: a paragraph for each endpoint, under its name.

    It ends with the tables and figures of the supplement, of those given by their keys, that show
    the endpoint.
    """
    return "\n\n".join(_paragraphs(known, tables, figures))


def _in_main(known: Draft, analysis: str) -> Iterator[str]:
    """The sentences of the manuscript on what an endpoint reports, each method once."""
    for method_key in dict.fromkeys(
        row.method_key
        for row in known.index.of(analysis)
        if row.role == "reported"
        and row.status != "not_attempted"
        and is_reported(known.index.study, analysis, row.endpoint)
    ):
        method = known_methods()[method_key]
        if method.main:
            cited = f" {ref('cite', '+'.join(method.cite))}" if method.cite else ""
            yield f"{_filled(known, method.main)}{cited}."


def _comparisons(known: Draft) -> str:
    group, groups = noun(known, "group"), noun(known, "groups")
    article = "an" if known.index.study.group_noun[:1].lower() in "aeiou" else "a"
    return COMPARISONS.format(groups=groups, a_group=f"{article} {group}")


def _no_test(study: Study) -> Iterator[str]:
    """That nothing is tested, where the study declares no test and asks for none."""
    if not (study.multiplicity.declared or study.report.p_values == "all"):
        yield NONE_DECLARED.replace("95%", "{{ = 95% }}")


def _paragraphs(known: Draft, tables: Sequence[str], figures: Sequence[str]) -> Iterator[str]:
    for endpoint in ENDPOINTS:
        rows = [row for row in known.index.of(endpoint.key) if row.status != "not_attempted"]
        sentences = [s for role in INTRODUCED for s in _of_role(known, rows, role)]
        shown = [ref("table", key) for key in supplementary_tables(endpoint.key) if key in tables]
        own = _figures_of(known.index.study, endpoint.key)
        shown += [ref("figure", key) for key in own if key in figures]
        if shown:
            sentences.append(f"Results: {listed_words(shown)}.")
        if sentences:
            words = filled_words(known, endpoint.words)
            yield f"**{words}.** {' '.join(sentences)}"


def _figures_of(study: Study, endpoint: str) -> Sequence[str]:
    """The keys of the figures of the supplement that may show an endpoint."""
    if endpoint == "participation":
        return ("engagement_over_time",)
    kinds: tuple[FigureKind, ...] = ("change", "paired", "transitions", "oldham", "trajectory")
    scores = study.scores if endpoint == "change" else ()
    return [figure_key(study, score.name, kind) for score in scores for kind in kinds]


def _further(known: Draft, endpoint: Endpoint) -> Iterator[str]:
    """Sentences on an endpoint that no single method has."""
    study = known.index.study
    rows = [
        row
        for row in known.index.of(endpoint.key)
        if row.status != "not_attempted" and is_reported(study, endpoint.key, row.endpoint)
    ]
    if endpoint.key == "engagement" and rows:
        yield EXTENSION
    if families := families_of(study, rows):
        yield HOLM.format(
            families=listed([family_text(study, family) for family in families], "of"),
            others=OTHERS[study.report.p_values],
        )


def _of_role(known: Draft, rows: Iterable[Number], role: str) -> Iterator[str]:
    """Sentences on the rows of a role, each method once; all but those reported as one list."""
    by_key: dict[str, list[Number]] = {}
    for row in rows:
        method = known_methods()[row.method_key]
        in_main = role == "reported" and method.main
        if row.role == role and method.says and not in_main:
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
    # The prose of alternatives and sensitivity analyses is in the supplement.
    says = method.says if rows[0].role == "reported" else method.says.replace(" ({method})", "")
    prose = "; ".join(known.ref(row, "method") for row in by_prose.values())
    return f"{_filled(known, says, prose)}{cited}"


def _filled(known: Draft, says: str, prose: str = "") -> str:
    group, groups = noun(known, "group"), noun(known, "groups")
    covariates = covariates_in_text(known.index.study)
    events = {"event": EVENT, "events": EVENTS}
    return says.format(method=prose, **events, group=group, groups=groups, covariates=covariates)


def _lowered(sentence: str) -> str:
    """A sentence as a member of a list: none begins with a name."""
    return sentence[:1].lower() + sentence[1:]
