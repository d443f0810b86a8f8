"""The Results section of the skeleton: what was found, one paragraph a question."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from rtxoutcomes.presentation.families import declares
from rtxoutcomes.presentation.order import NAMES, ordered_scores, place
from rtxoutcomes.presentation.printed import TOO_FEW
from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.presentation.words import figure_key, quantity_label
from rtxoutcomes.results.endpoints import ENDPOINTS
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Score, Study
from rtxoutcomes.study.outcomes import rank
from rtxoutcomes.text.change_sentences import (
    change_sentence,
    directions,
    family_sentence,
    median_sentence,
    ranked_sentence,
    reported_change,
    tested,
)
from rtxoutcomes.text.conduct import exclusions
from rtxoutcomes.text.contrasts import adjusted_changes, largest_difference
from rtxoutcomes.text.draft import EVENT, Draft, filled_words, listed, noun, outcome_words, ref
from rtxoutcomes.text.engagement import engagement_sentences
from rtxoutcomes.text.quantification import bound_sentence
from rtxoutcomes.text.relapse_sentences import callout, free, occurrence, risks, with_callout
from rtxoutcomes.text.safety_sentences import safety_sentences

Pointers = Mapping[str, str]
# A heading and a sentence below it; sentences of one heading make one paragraph.
Sentence = tuple[str, str]
Writer = Callable[[Draft, Pointers, str], Iterator[Sentence]]


def findings(known: Draft, pointers: Pointers) -> str:
    """Headings and paragraphs, with a sentence or more for each diagnosis; none twice."""
    study, by_heading = known.index.study, dict[str, list[str]]()
    places: dict[str, int] = {}
    for endpoint in ENDPOINTS:
        section = filled_words(known, endpoint.section)
        for write in PARAGRAPHS[endpoint.key] if _is_reported(study, endpoint.key) else ():
            for heading, sentence in write(known, pointers, section):
                by_heading.setdefault(heading, []).append(sentence)
                places.setdefault(heading, place(study, endpoint.key))
        places |= {_of_score(section, s): rank(study.outcomes, s.name) for s in study.scores}
    ordered = sorted(by_heading.items(), key=lambda item: places[item[0]])
    paragraphs = [(title, " ".join(dict.fromkeys(own))) for title, own in ordered]
    text = "\n\n".join(f"### {title}\n\n{paragraph}" for title, paragraph in paragraphs)
    return f"{text}{_uncited(study, pointers, text)}"


def _is_reported(study: Study, key: str) -> bool:
    """Whether the text reports an endpoint of the registry; of scores each answers for itself."""
    return key not in NAMES or study.report.reports(NAMES[key])


def _uncited(study: Study, pointers: Pointers, text: str) -> str:
    """Where the tables and figures of the manuscript are that no sentence pointed to."""
    chosen = [*(study.report.tables or ()), *(f"figure {k}" for k in study.report.figures or ())]
    left = [pointers[key] for key in chosen if key in pointers and pointers[key] not in text]
    return f"\n\n### Further results\n\nFurther results are in {listed(left)}." if left else ""


def _of_score(section: str, score: Score) -> str:
    """The heading of the change of a score."""
    return f"{section} of {ref('in_text', score.name)}"


def _where_given(
    known: Draft, heading: str, row: Number | None, sentence: str, attribute: str = ""
) -> Iterator[Sentence]:
    """The sentence, if the row could be given and has the attribute."""
    if known.has(row, attribute):
        yield heading, known.sentence(row, sentence)


def _in_a_test(known: Draft, heading: str, row: Number | None, what: str) -> Iterator[Sentence]:
    """The P value of a test as a sentence of its own, adjusted where it belongs to a family."""
    if known.has(row, "p"):
        yield heading, f"In {what}, {'; '.join(tested(known, row))}."


def _not_given(known: Draft, row: Number) -> str:
    if row.note == "not_collected":
        return _not_collected(known, row)
    who = known.who(row.group)
    label = quantity_label(known.index.study, replace(row, month=math.nan))
    when = "" if math.isnan(row.month) else f" at {known.ref(row, 'months')} months"
    what = f"{label[:1].lower()}{label[1:]}{when}"
    if row.note in TOO_FEW:
        return f"For {who} (n = {known.ref(row, 'n')}), the {what} is not given: {known.ref(row)}."
    was = "is" if math.isnan(row.estimate) else "was"
    why = f" {known.ref(row, 'note')}" if row.note else ""
    return f"For {who} (n = {known.ref(row, 'n')}), the {what} {was} {known.ref(row)}.{why}"


def _not_collected(known: Draft, row: Number) -> str:
    """That the outcome of a row was not collected, the same for every row of the outcome."""
    words = outcome_words(known.index.study, row.endpoint)
    if row.endpoint == "relapse":
        return f"{ref('study', 'Events')} were not collected."
    return f"{words} {'were' if row.endpoint == 'adverse_events' else 'was'} not collected."


def _enrolled(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    flow = known.index.answers("flow", "flow")
    yield from ((heading, sentence) for sentence in exclusions(known, flow))
    row = flow.first(ALL, Quantity.ENROLLED)
    see = callout(pointers, "figure participant_flow")
    were = "patient was" if known.has(row) and row.estimate == 1 else "patients were"
    done = "enrolled" if flow.first(ALL, Quantity.BEFORE_EXCLUSION) is None else "analysed"
    yield from _where_given(known, heading, row, f"In all, {{}} {were} {done}{see}.")


MEAN_SD = (Quantity.MEAN, Quantity.SD)
QUARTILES = (Quantity.MEDIAN, Quantity.LOWER_QUARTILE, Quantity.UPPER_QUARTILE)
BY_SD, BY_QUARTILES = " (SD {})", " (quartiles {} and {})"
DESCRIBED = {
    "age_years": "age was {} years",
    "disease_duration_years": "disease duration was {} years",
}
# Why follow-up ended, as what the patients had done; of one patient, and of more.
ENDS = {
    "ongoing": ("was still being followed", "were still being followed"),
    "completed": ("had completed follow-up", "had completed follow-up"),
    "withdrew": ("had withdrawn", "had withdrawn"),
    "lost": ("had been lost to follow-up", "had been lost to follow-up"),
    "died": ("had died", "had died"),
}


def _described(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    parts = []
    median = known.index.study.report.statistic == "median"
    for name, words in DESCRIBED.items():
        quantities, spread = (QUARTILES, BY_QUARTILES) if median else (MEAN_SD, BY_SD)
        answers = known.index.answers("baseline", name)
        if rows := known.all_given([answers.first(ALL, quantity) for quantity in quantities]):
            statistic = "median" if median else "mean"
            parts.append(f"{statistic} {words}{spread}".format(*map(known.ref, rows)))
    sex = known.index.answers("baseline", "sex")
    female = sex.first(ALL, Quantity.PROPORTION, level="female")
    if known.has(female, "percent"):
        parts.append(known.sentence(female, "{events} of {n} patients ({percent}) were female"))
    if parts:
        see = callout(pointers, "baseline_characteristics")
        text = listed(parts)
        yield heading, f"{text[:1].upper()}{text[1:]}{see}."
    answers = known.index.answers("baseline", "follow_up_months")
    if rows := known.all_given([answers.first(ALL, quantity) for quantity in QUARTILES]):
        equal = rows[1].estimate == rows[2].estimate
        spread = "" if equal else f" (quartiles {known.ref(rows[1])} and {known.ref(rows[2])})"
        yield heading, f"Median follow-up was {known.ref(rows[0])} months{spread}."


def _ends(known: Draft, _pointers: Pointers, heading: str) -> Iterator[Sentence]:
    rows = known.index.answers("flow", "flow").rows
    ends = [r for r in rows if r.group == ALL and r.quantity is Quantity.FOLLOW_UP_ENDED]
    ends = sorted((row for row in ends if row.events), key=lambda row: -(row.events or 0))
    each = [_ended(known, row, first=not place) for place, row in enumerate(ends)]
    if each:
        yield heading, f"At last contact, {listed(each)}."


def _ended(known: Draft, row: Number, *, first: bool) -> str:
    """`83 patients (84%) were still being followed`, `nine (9%) had withdrawn`."""
    one = row.events == 1
    patients = f" {'patient' if one else 'patients'}" if first else ""
    return known.sentence(row, f"{{count}}{patients} ({{percent}}) {ENDS[row.level][not one]}")


def _relapse(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    crude = known.index.answers("relapse", "relapse")
    sentences = []
    for group in (*known.index.groups, ALL):
        row = crude.first(group, Quantity.PROPORTION)
        if known.has(row):
            sentences.append(occurrence(known, row))
        elif row is not None:
            sentences.append(_not_given(known, row))
    sentences += risks(known)
    for group in known.index.groups:
        for row in known.by_month("relapse", group, Quantity.RISK):
            if row is not None and not known.has(row) and row.note != "not_collected":
                sentences.append(_not_given(known, row))
    see = callout(pointers, "relapse_outcomes")
    yield from ((heading, each) for each in with_callout(sentences, see))
    between = crude.first(ALL, Quantity.BETWEEN_GROUPS)
    yield from _in_a_test(known, heading, between, "an exact test of proportions")


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
        yield from ((heading, each) for each in with_callout(sentences, see))
        yield from ((heading, each) for each in family_sentence(known, answers))
        between = answers.first(ALL, Quantity.BETWEEN_GROUPS)
        what = f"a test of the change between {noun(known, 'groups')}, given the value at baseline"
        yield from _in_a_test(known, heading, between, what)


def _change_in_group(known: Draft, answers: Answers, score: Score, group: str) -> Iterator[str]:
    study = known.index.study
    change = answers.first(group, reported_change(study, answers, score))
    if change is None:
        return
    if bounded := bound_sentence(known, answers, change):
        yield bounded
        return
    if not known.has(change):
        yield _not_given(known, change)
        return
    median = change.quantity is Quantity.HODGES_LEHMANN
    if median:
        yield median_sentence(known, change, answers.first(group, Quantity.SIGNED_RANK), score)
    else:
        yield change_sentence(known, answers, change, score)
    yield from directions(known, answers, score, group)
    if not median and declares(study, score.name, Quantity.SIGNED_RANK):
        yield from ranked_sentence(known, answers, group)


def _time(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    key = "time_to_relapse"
    sentences = list(free(known))
    see = callout(pointers, f"figure {key}")
    if not sentences and see and known.index.collected(key):
        sentences = [f"Kaplan-Meier curves of the time to the first {EVENT} are shown."]
    yield from ((heading, each) for each in with_callout(sentences, see))
    log_rank = known.index.answers(key, key).first(ALL, Quantity.LOG_RANK)
    what = f"a log-rank test of all {noun(known, 'groups')}"
    yield from _in_a_test(known, heading, log_rank, what)


def _engagement(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    yield from ((heading, each) for each in engagement_sentences(known, pointers))


def _safety(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    answers = known.index.answers("safety", "adverse_events")
    row = answers.first(ALL, Quantity.PROPORTION)
    if row is not None and not known.has(row):
        yield heading, _not_given(known, row)
        return
    see = callout(pointers, "safety")
    sentences = list(safety_sentences(known, answers))
    yield from ((heading, each) for each in with_callout(sentences, see))


def _subgroups(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    """Where the results by subgroup are; they are described and not interpreted."""
    if known.index.of("subgroup") and "subgroups" in pointers:
        yield heading, f"Results in each subgroup are in {pointers['subgroups']}."


# What the Results say of each endpoint; nothing of those that the supplement alone reports.
PARAGRAPHS: Mapping[str, tuple[Writer, ...]] = {
    "flow": (_enrolled,),
    "baseline": (_described, _ends),
    "relapse": (_relapse,),
    "time_to_relapse": (_time,),
    "before_after": (),
    "recurrent": (),
    "change": (_change,),
    "transition": (),
    "confirmed": (),
    "trajectory": (),
    "contrast": (largest_difference, adjusted_changes),
    "subgroup": (_subgroups,),
    "follow_up": (),
    "competing": (),
    "participation": (),
    "engagement": (_engagement,),
    "safety": (_safety,),
    "missing": (),
    "sensitivity": (),
}
