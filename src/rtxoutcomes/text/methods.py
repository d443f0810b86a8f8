"""The statistical methods, written from the methods of the results."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rtxoutcomes.presentation.families import families_of, listed
from rtxoutcomes.presentation.order import is_reported, ordered_endpoints
from rtxoutcomes.presentation.words import CHANGE, figure_key
from rtxoutcomes.results.endpoints import ENDPOINTS
from rtxoutcomes.results.number import Number
from rtxoutcomes.study import Family, Study
from rtxoutcomes.study.report import FigureKind
from rtxoutcomes.tables.by_endpoint import supplementary_tables
from rtxoutcomes.text.change_sentences import family_text
from rtxoutcomes.text.conditions import NOT_ATTEMPTED, groups_not_randomised, several_groups
from rtxoutcomes.text.confirmed import definition, definitions
from rtxoutcomes.text.covariates import covariates_in_text
from rtxoutcomes.text.draft import EVENT, EVENTS, Draft, filled_words, noun, ref
from rtxoutcomes.text.draft import listed as listed_words
from rtxoutcomes.text.plan import PLAN
from rtxoutcomes.text.template import Template, always, sentences, true_when

FILE = Path(__file__).with_name("methods.toml")
OTHERS = {"all": "; all others are unadjusted", "declared": "; no other P value is printed"}
# Of whom a proportion is, and of what a rate, by endpoint.
PROPORTIONS = {
    "relapse": f"patients with at least one {EVENT}",
    "change": "patients with a value below a clinical limit",
    "safety": "patients with adverse events",
}
COUNTED = {"safety": "adverse events"}
# What a curve is the time to, where that is not the event.
ENDED_BY = {"confirmed": CHANGE}
# An abbreviation is explained where a text first has it.
EXPLAINED = (("heteroskedasticity-consistent (HC3)", "HC3"),)


def intervals_given(known: Draft) -> bool:
    """A reported result has a confidence interval."""
    return any(row.role == "reported" and known.has(row, "ci") for row in known.index.rows)


LEVEL = Template(
    "intervals_of_estimates",
    intervals_given,
    "Estimates are given with confidence intervals (CIs).",
)


def tests_declared(known: Draft) -> bool:
    """Results have P values adjusted within a declared family of tests."""
    return bool(_families(known))


def no_test_declared(known: Draft) -> bool:
    """No test is declared, and the study does not ask for every P value."""
    study = known.index.study
    return not (study.multiplicity.declared or study.report.p_values == "all")


@true_when(tests_declared)
def holm(known: Draft) -> str:
    """Which P values were adjusted."""
    study = known.index.study
    families = listed([family_text(study, family) for family in _families(known)], "of")
    return (
        f"P values {families} were adjusted by the Holm method, counting every declared test "
        f"{ref('cite', 'holm1979')}{OTHERS[study.report.p_values]}. The CIs "
        "were not adjusted for multiplicity and should not be used in place of hypothesis tests."
    )


@true_when(groups_not_randomised)
def comparisons_descriptive(known: Draft) -> str:
    """What a comparison of groups is not."""
    groups = noun(known, "groups")
    return (
        f"Comparisons between {groups} are descriptive, because patients were not allocated to "
        "them at random."
    )


def _families(known: Draft) -> list[Family]:
    study, reported = known.index.study, {e.key for e in ENDPOINTS if e.section}
    rows = [
        row
        for row in known.index.rows
        if row.analysis in reported and is_reported(study, row.analysis, row.endpoint)
    ]
    return families_of(study, rows)


CLOSING = (
    *PLAN,
    holm,
    comparisons_descriptive,
    Template(
        "no_test", no_test_declared, "No hypothesis test was declared, and no P value is printed."
    ),
    Template(
        "further_methods",
        always("Every report has a supplement."),
        "Further estimates, alternative intervals and sensitivity analyses, with their methods, "
        "are in the supplement.",
    ),
)
INTRODUCED = {
    "reported": "",
    "alternative": "Alternatives: ",
    "sensitivity": "Sensitivity analyses: ",
}


class Method(NamedTuple):
    """The sentences on a method, and its papers.

    `main` is for the manuscript, empty for a method of the supplement alone; `says` for the
    supplement, which says nothing of a method without it. `of_one` and `main_of_one` take their
    place where patients are in one group only.
    """

    says: str = ""
    main: str = ""
    of_one: str = ""
    main_of_one: str = ""
    cite: tuple[str, ...] = ()


@cache
def known_methods() -> Mapping[str, Method]:
    """The method of each key of the results."""
    blocks = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {key: Method(**{**b, "cite": tuple(b.get("cite", ()))}) for key, b in blocks.items()}


def methods_template(known: Draft) -> str:
    """The methods of the manuscript: a paragraph with references for each endpoint in its text."""
    paragraphs: dict[str, list[str]] = {"": list(LEVEL(known))}
    said: set[str] = set()
    for endpoint in ordered_endpoints(known.index.study):
        if endpoint.section:
            found = [s for s in _in_main(known, endpoint.key) if s not in said]
            said |= set(found)
            paragraphs.setdefault(endpoint.section, []).extend(found)
    closing = list(sentences(CLOSING, known))
    return _explained_once(
        "\n\n".join(" ".join(own) for own in (*paragraphs.values(), closing) if own)
    )


def _explained_once(text: str) -> str:
    for long, short in EXPLAINED:
        first, found, rest = text.partition(long)
        text = f"{first}{found}{rest.replace(long, short)}"
    return text


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
    for block in known.index.study.changes_in_text if analysis == "confirmed" else ():
        yield from definition(known, block)
    for method_key in dict.fromkeys(
        row.method_key
        for row in known.index.of(analysis)
        if row.role == "reported"
        and row.status != NOT_ATTEMPTED
        and is_reported(known.index.study, analysis, row.endpoint)
    ):
        method = known_methods()[method_key]
        if method.main:
            main = _of_groups(known, method.main, method.main_of_one)
            yield f"{_filled(known, main, analysis)}{_cited(method)}."


def _of_groups(known: Draft, words: str, of_one: str) -> str:
    """The words for several groups, or those for one where they differ."""
    return words if several_groups(known) else of_one or words


def _cited(method: Method) -> str:
    return f" {ref('cite', '+'.join(method.cite))}" if method.cite else ""


def _paragraphs(known: Draft, tables: Sequence[str], figures: Sequence[str]) -> Iterator[str]:
    for endpoint in ENDPOINTS:
        rows = [row for row in known.index.of(endpoint.key) if row.status != NOT_ATTEMPTED]
        own_words = definitions(known) if endpoint.key == "confirmed" else ()
        found = [*dict.fromkeys(own_words)]
        said: set[str] = set()
        found += [s for role in INTRODUCED for s in _of_role(known, rows, role, said)]
        shown = [ref("table", key) for key in supplementary_tables(endpoint.key) if key in tables]
        own = _figures_of(known.index.study, endpoint.key)
        shown += [ref("figure", key) for key in own if key in figures]
        if shown:
            found.append(f"Results: {listed_words(shown)}.")
        if found:
            yield f"**{filled_words(known, endpoint.words)}.** {' '.join(found)}"


def _figures_of(study: Study, endpoint: str) -> Sequence[str]:
    """The keys of the figures of the supplement that may show an endpoint."""
    if endpoint == "participation":
        return ("engagement_over_time",)
    if endpoint == "confirmed":
        return ("confirmed_change", "pira_and_raw")
    kinds: tuple[FigureKind, ...] = ("change", "paired", "transitions", "oldham", "trajectory")
    scores = study.scores if endpoint == "change" else ()
    return [figure_key(study, score.name, kind) for score in scores for kind in kinds]


def _of_role(known: Draft, rows: Iterable[Number], role: str, said: set[str]) -> Iterator[str]:
    """Sentences on the rows of a role, each method once; all but those reported as one list.

    What an earlier role has `said` is not written again.
    """
    by_key: dict[str, list[Number]] = {}
    for row in rows:
        method = known_methods()[row.method_key]
        is_in_text = is_reported(known.index.study, row.analysis, row.endpoint)
        in_main = role == "reported" and method.main and is_in_text
        if row.role == role and method.says and not in_main and method.says not in said:
            by_key.setdefault(row.method_key, []).append(row)
    # Methods that differ in their prose alone may share a sentence.
    found = list(dict.fromkeys(_sentence(known, same) for same in by_key.values()))
    said.update(known_methods()[key].says for key in by_key)
    if found and INTRODUCED[role]:
        yield f"{INTRODUCED[role]}{'; '.join(map(_lowered, found))}."
    else:
        yield from (f"{sentence}." for sentence in found)


def _sentence(known: Draft, rows: list[Number]) -> str:
    """The sentence on rows of one method, with their prose where the sentence asks for it."""
    method = known_methods()[rows[0].method_key]
    by_prose = {row.method: row for row in rows}
    # The prose of alternatives and sensitivity analyses is in the supplement.
    says = _of_groups(known, method.says, method.of_one)
    says = says if rows[0].role == "reported" else says.replace(" ({method})", "")
    prose = "; ".join(known.ref(row, "method") for row in by_prose.values())
    return f"{_filled(known, says, rows[0].analysis, prose)}{_cited(method)}"


def _filled(known: Draft, says: str, analysis: str, prose: str = "") -> str:
    return says.format(
        method=prose,
        event=ENDED_BY.get(analysis, EVENT),
        events=EVENTS,
        group=noun(known, "group"),
        groups=noun(known, "groups"),
        pairs=_pairs(known),
        covariates=covariates_in_text(known.index.study),
        patients=PROPORTIONS.get(analysis, "patients"),
        counted=COUNTED.get(analysis, EVENTS),
    )


def _pairs(known: Draft) -> str:
    """The two groups, or each two of more."""
    groups = noun(known, "groups")
    return f"the two {groups}" if len(known.index.groups) == 2 else f"pairs of {groups}"


def _lowered(sentence: str) -> str:
    """A sentence as a member of a list: none begins with a name."""
    return sentence[:1].lower() + sentence[1:]
