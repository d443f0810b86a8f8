"""The Results section of the skeleton: what was found, one paragraph an outcome."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from rtxoutcomes.presentation.order import NAMES, ordered_scores, place
from rtxoutcomes.presentation.printed import TOO_FEW
from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.presentation.words import figure_key, quantity_label
from rtxoutcomes.results.endpoints import ENDPOINTS, endpoint_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Score, Study
from rtxoutcomes.study.outcomes import RELAPSE, rank
from rtxoutcomes.text import change_sentences as change
from rtxoutcomes.text import participants
from rtxoutcomes.text.conduct import exclusions
from rtxoutcomes.text.confirmed import changes_found
from rtxoutcomes.text.contrasts import change_differences, differences
from rtxoutcomes.text.draft import Draft, filled_words, listed, noun, ref
from rtxoutcomes.text.engagement import engagement_sentences
from rtxoutcomes.text.quantification import bound
from rtxoutcomes.text.relapse_sentences import (
    callout,
    free,
    occurrence,
    overall,
    risks,
    with_callout,
)
from rtxoutcomes.text.safety_sentences import safety_sentences
from rtxoutcomes.text.template import true_when
from rtxoutcomes.wording import in_running_text

Pointers = Mapping[str, str]
# A heading and a sentence below it; sentences of one heading make one paragraph.
Sentence = tuple[str, str]
Writer = Callable[[Draft, Pointers, str], Iterator[Sentence]]
# The signed rows of the text that a test between groups needs, and what it is called there.
TESTS = {
    "relapse": "an exact test of proportions",
    "change": "a test of the change between {groups}, given the value at baseline",
    "time_to_relapse": "a log-rank test of all {groups}",
}


def findings(known: Draft, pointers: Pointers) -> str:
    """Headings and paragraphs, with a sentence or more for each group; none twice."""
    study, by_heading = known.index.study, dict[str, list[str]]()
    for endpoint in ENDPOINTS:
        section = filled_words(known, endpoint.section)
        for write in PARAGRAPHS[endpoint.key] if _is_reported(study, endpoint.key) else ():
            for heading, sentence in write(known, pointers, section):
                by_heading.setdefault(heading, []).append(sentence)
    places = _places(known)
    ordered = sorted(by_heading.items(), key=lambda item: places[item[0]])
    paragraphs = [(title, " ".join(dict.fromkeys(own))) for title, own in ordered]
    text = "\n\n".join(f"### {title}\n\n{paragraph}" for title, paragraph in paragraphs)
    return f"{text}{_uncited(study, pointers, text)}"


def _places(known: Draft) -> Mapping[str, int]:
    """The rank of each heading: that of the first outcome below it."""
    study, places = known.index.study, dict[str, int]()
    for endpoint in ENDPOINTS:
        section, own = filled_words(known, endpoint.section), place(study, endpoint.key)
        places[section] = min(own, places.get(section, own))
    section = endpoint_of("change").section
    return places | {_of_score(section, s): rank(study.outcomes, s.name) for s in study.scores}


def _is_reported(study: Study, key: str) -> bool:
    """Whether the text reports an endpoint of the registry; of scores each answers for itself."""
    return key not in NAMES or study.report.reports(NAMES[key])


def _uncited(study: Study, pointers: Pointers, text: str) -> str:
    """Where the tables and figures of the manuscript are that no sentence pointed to."""
    chosen = [*(study.report.tables or ()), *(f"figure {k}" for k in study.report.figures or ())]
    left = [pointers[key] for key in chosen if key in pointers and pointers[key] not in text]
    return f"\n\n### Further results\n\nFurther results are in {listed(left)}." if left else ""


def test_printed(known: Draft, row: Number | None, _analysis: str) -> bool:
    """The test between groups is declared, or the study prints every test."""
    return known.has(row, "p")


@true_when(test_printed)
def between_groups(known: Draft, row: Number, analysis: str) -> str:
    """The P value of a test as a sentence of its own, adjusted where it belongs to a family."""
    what = TESTS[analysis].format(groups=noun(known, "groups"))
    return f"In {what}, {'; '.join(change.tested(known, row))}."


def refused(known: Draft, row: Number | None) -> bool:
    """The outcome was collected, and the number could not be given for this group."""
    return row is not None and row.note != "not_collected" and not known.has(row)


@true_when(refused)
def not_given(known: Draft, row: Number) -> str:
    """That a number is not given, and why."""
    label = in_running_text(quantity_label(known.index.study, replace(row, month=math.nan)))
    when = "" if math.isnan(row.month) else f" at {known.months(row)}"
    of = f"For {known.who(row.group)} (n = {known.ref(row, 'n')}), the {label}{when}"
    if row.note in TOO_FEW:
        return f"{of} is not given: {known.ref(row)}."
    was = "is" if math.isnan(row.estimate) else "was"
    why = f" {known.ref(row, 'note')}" if row.note else ""
    return f"{of} {was} {known.ref(row)}.{why}"


def _enrolled(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    see = callout(pointers, "figure participant_flow")
    given = [*exclusions(known), *with_callout(list(participants.enrolled(known)), see)]
    yield from ((heading, each) for each in given)


def _described(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    see = callout(pointers, "baseline_characteristics")
    given = [
        *with_callout(list(participants.characteristics(known)), see),
        *participants.follow_up(known),
        *participants.ends(known),
    ]
    yield from ((heading, each) for each in given)


def _relapse(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    crude = known.index.answers("relapse", "relapse")
    sentences: list[str] = []
    for group in known.index.groups:
        row = crude.first(group, Quantity.PROPORTION)
        sentences += [*occurrence(known, row), *not_given(known, row)]
    sentences += overall(known, crude.first(ALL, Quantity.PROPORTION))
    sentences += risks(known)
    for group in known.index.groups:
        for row in known.by_month("relapse", group, Quantity.RISK):
            sentences += not_given(known, row)
    # The curve is named with the probability of remaining free of the event, where that is given.
    figure = () if list(free(known)) else ("figure time_to_relapse",)
    see = callout(pointers, "relapse_outcomes", *figure)
    yield from ((heading, each) for each in with_callout(sentences, see))
    between = crude.first(ALL, Quantity.BETWEEN_GROUPS)
    yield from ((heading, each) for each in between_groups(known, between, "relapse"))


def _time(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    key = "time_to_relapse"
    see = callout(pointers, f"figure {key}")
    log_rank = known.index.answers(key, key).first(ALL, Quantity.LOG_RANK)
    given = [*with_callout(list(free(known)), see), *between_groups(known, log_rank, key)]
    yield from ((heading, each) for each in given)


def _change(known: Draft, pointers: Pointers, section: str) -> Iterator[Sentence]:
    study = known.index.study
    reported = (score for score in ordered_scores(study) if study.report.reports(score.name))
    for number, score in enumerate(reported):
        heading = _of_score(section, score)
        answers = known.index.answers("change", score.name)
        sentences = [
            sentence
            for group in known.index.groups
            for sentence in _change_in_group(known, answers, score, group)
        ]
        figure = f"figure {figure_key(study, score.name, 'change')}"
        shown = ("score_change", figure) if number == 0 else ("score_change",)
        see = callout(pointers, *shown) if answers.rows and answers.collected else ""
        between = answers.first(ALL, Quantity.BETWEEN_GROUPS)
        given = [
            *with_callout(sentences, see),
            *change.adjusted_within(known, answers),
            *between_groups(known, between, "change"),
        ]
        yield from ((heading, each) for each in given)


def _change_in_group(known: Draft, answers: Answers, score: Score, group: str) -> Iterator[str]:
    study = known.index.study
    row = answers.first(group, change.reported_change(study, answers, score))
    if row is None:
        return
    bounded = list(bound(known, answers, row))
    yield from bounded or [
        *not_given(known, row),
        *change.mean_change(known, answers, row, score),
        *change.median_change(known, answers, row, score),
        *(change.directions(known, answers, score, group) if known.has(row) else ()),
        *change.ranked(known, answers, group),
    ]


def _of_score(section: str, score: Score) -> str:
    """The heading of the change in a score."""
    return f"{section} in {ref('in_text', score.name)}"


def _contrasts(known: Draft, pointers: Pointers, _heading: str) -> Iterator[Sentence]:
    """Differences between groups, under the heading of the outcome that they compare."""
    study = known.index.study
    if study.report.reports(RELAPSE):
        heading = filled_words(known, endpoint_of("relapse").section)
        yield from ((heading, each) for each in differences(known, pointers))
    # What holds of every score is written of the first.
    written: set[str] = set()
    for score in ordered_scores(study):
        if not study.report.reports(score.name):
            continue
        heading = _of_score(endpoint_of("change").section, score)
        given = list(change_differences(known, pointers, score))
        yield from ((heading, each) for each in given if each not in written)
        written.update(given)


def _engagement(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    yield from ((heading, each) for each in engagement_sentences(known, pointers))


def _confirmed(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    see = callout(pointers, "confirmed_change", "figure confirmed_change")
    found = [s for block in known.index.study.changes_in_text for s in changes_found(known, block)]
    yield from ((heading, each) for each in with_callout(found, see))


def _safety(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    answers = known.index.answers("safety", "adverse_events")
    row = answers.first(ALL, Quantity.PROPORTION)
    sentences = [*not_given(known, row), *safety_sentences(known, answers)]
    given = with_callout(sentences, callout(pointers, "safety"))
    yield from ((heading, each) for each in given)


def subgroups_analysed(known: Draft, see: str) -> bool:
    """The study declares subgroups, and a table has their results."""
    return bool(known.index.of("subgroup")) and bool(see)


@true_when(subgroups_analysed)
def subgroup_table(_known: Draft, see: str) -> str:
    """Where the results by subgroup are; they are described and not interpreted."""
    return f"Results in each subgroup are in {see}."


def _subgroups(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    places = (pointers.get(key, "") for key in ("subgroups", "figure subgroups"))
    see = " and ".join(filter(None, places))
    yield from ((heading, each) for each in subgroup_table(known, see))


# What the Results say of each endpoint; nothing of those that the supplement alone reports.
PARAGRAPHS: Mapping[str, tuple[Writer, ...]] = {
    "flow": (_enrolled,),
    "baseline": (_described,),
    "relapse": (_relapse,),
    "time_to_relapse": (_time,),
    "before_after": (),
    "recurrent": (),
    "change": (_change,),
    "transition": (),
    "confirmed": (_confirmed,),
    "trajectory": (),
    "contrast": (_contrasts,),
    "subgroup": (_subgroups,),
    "follow_up": (),
    "competing": (),
    "participation": (),
    "engagement": (_engagement,),
    "safety": (_safety,),
    "missing": (),
    "sensitivity": (),
}
