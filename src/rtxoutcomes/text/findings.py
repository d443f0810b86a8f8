"""The Results section of the skeleton: what was found, one paragraph a question."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from rtxoutcomes.presentation.families import declares
from rtxoutcomes.presentation.printed import TOO_FEW
from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.presentation.words import figure_key, quantity_label
from rtxoutcomes.results.endpoints import ENDPOINTS
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Score
from rtxoutcomes.text.change_sentences import change_sentence, ranked_sentence, tested
from rtxoutcomes.text.conduct import exclusions
from rtxoutcomes.text.contrasts import adjusted_changes, largest_difference
from rtxoutcomes.text.draft import Draft, exposure_words, listed, noun, outcome_words, ref
from rtxoutcomes.text.engagement import above_nominal
from rtxoutcomes.text.quantification import bound_sentence

Pointers = Mapping[str, str]
# A heading and a sentence below it; sentences of one heading make one paragraph.
Sentence = tuple[str, str]
Writer = Callable[[Draft, Pointers, str], Iterator[Sentence]]
EVENT = ref("study", "event")
IN_YEARS = "({events} in {person_years} person-years)"


def findings(known: Draft, pointers: Pointers) -> str:
    """Headings and paragraphs, with a sentence or more for each diagnosis; none twice."""
    by_heading: dict[str, list[str]] = {}
    for endpoint in ENDPOINTS:
        for write in PARAGRAPHS[endpoint.key]:
            for heading, sentence in write(
                known, pointers, endpoint.section.format(groups=noun(known, "groups"))
            ):
                by_heading.setdefault(heading, []).append(sentence)
    return "\n\n".join(
        f"### {title}\n\n{' '.join(dict.fromkeys(own))}" for title, own in by_heading.items()
    )


def _see(pointers: Pointers, *keys: str) -> str:
    return listed([pointers[key] for key in keys if key in pointers])


def _pointing(pointers: Pointers, heading: str, words: str, *keys: str) -> Iterator[Sentence]:
    """Where more is to be seen; nothing where there is no such table or figure."""
    if see := _see(pointers, *keys):
        yield heading, f"{words}: {see}."


def _given(known: Draft, heading: str, row: Number | None, sentence: str) -> Iterator[Sentence]:
    """The sentence, or that the row could not be given, and why; nothing without a row."""
    if row is not None:
        given = known.has(row)
        yield heading, known.sentence(row, sentence) if given else _not_given(known, row)


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
        return f"{words}s were not collected."
    return f"{words} {'were' if row.endpoint == 'adverse_events' else 'was'} not collected."


def _enrolled(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    flow = known.index.answers("flow", "flow")
    yield from ((heading, sentence) for sentence in exclusions(known, flow))
    row = flow.first(ALL, Quantity.ENROLLED)
    pointed = _see(pointers, "figure participant_flow", "flow")
    see = f" ({pointed})" if pointed else ""
    were = "patient was" if known.has(row) and row.estimate == 1 else "patients were"
    done = "enrolled" if flow.first(ALL, Quantity.BEFORE_EXCLUSION) is None else "analysed"
    yield from _where_given(known, heading, row, f"In all, {{}} {were} {done}{see}.")


MEAN_SD = (Quantity.MEAN, Quantity.SD)
QUARTILES = (Quantity.MEDIAN, Quantity.LOWER_QUARTILE, Quantity.UPPER_QUARTILE)
DESCRIBED = {
    "age_years": (MEAN_SD, "Their mean age was {} years (SD {})."),
    "disease_duration_years": (MEAN_SD, "The mean disease duration was {} years (SD {})."),
    "follow_up_months": (
        QUARTILES,
        "The median follow-up was {} months (quartiles {} and {}){differed}.",
    ),
}


def _described(known: Draft, _pointers: Pointers, heading: str) -> Iterator[Sentence]:
    for name, (quantities, sentence) in DESCRIBED.items():
        answers = known.index.answers("baseline", name)
        rows = known.all_given([answers.first(ALL, quantity) for quantity in quantities])
        if rows:
            equal = rows[-2].estimate == rows[-1].estimate
            differed = "" if equal else "; it differed between patients"
            yield heading, sentence.format(*map(known.ref, rows), differed=differed)
    sex = known.index.answers("baseline", "sex")
    female = sex.first(ALL, Quantity.PROPORTION, level="female")
    yield from _where_given(known, heading, female, "{share} were female.", "share")


def _ends(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    rows = known.index.answers("flow", "flow").rows
    ends = [r for r in rows if r.group == ALL and r.quantity is Quantity.FOLLOW_UP_ENDED]
    if ends:
        counts = ", ".join(f"{row.level} {known.ref(row)}" for row in ends)
        yield heading, f"Follow-up ended as: {counts}."
    keys = ("baseline_characteristics", "missing_data")
    yield from _pointing(pointers, heading, "Characteristics and missing values", *keys)


def _relapse(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    crude = known.index.answers("relapse", "relapse")
    for group in (*known.index.groups, ALL):
        proportion = crude.first(group, Quantity.PROPORTION)
        who = known.who(group)
        interval = " ({level} {ci})" if known.has(proportion, "ci") else ""
        had = f"Of {who}, {{share}} had at least one {EVENT}{interval}"
        yield from _given(known, heading, proportion, f"{had}{_followed(known, group)}.")
        if not known.has(proportion):
            continue
        for risk in known.by_month("relapse", group, Quantity.RISK):
            yield from _given(known, heading, risk, "The risk at {months} months was {summary}.")
        rate = f"The rate was {{summary}} {EVENT}s per person-year {IN_YEARS}."
        yield from _given(known, heading, crude.first(group, Quantity.RATE), rate)
    between = crude.first(ALL, Quantity.BETWEEN_GROUPS)
    yield from _in_a_test(known, heading, between, "an exact test of proportions")
    keys = ("relapse_outcomes", "relapse_detection", "further_relapse")
    yield from _pointing(pointers, heading, "Side by side", *keys)


def _followed(known: Draft, group: str) -> str:
    """How long, since a proportion depends on it."""
    row = known.index.answers("time_to_relapse", "time_to_relapse").first(
        group, Quantity.MEDIAN_FOLLOW_UP
    )
    return f" over a median follow-up of {known.ref(row)} months" if known.has(row) else ""


def _change(known: Draft, pointers: Pointers, section: str) -> Iterator[Sentence]:
    for score in known.index.study.scores:
        heading = f"{section} of {ref('score', score.name)}"
        answers = known.index.answers("change", score.name)
        for group in known.index.groups:
            yield from _change_in_group(known, heading, answers, score, group)
        between = answers.first(ALL, Quantity.BETWEEN_GROUPS)
        what = f"a test of the change between {noun(known, 'groups')}, given the value at baseline"
        yield from _in_a_test(known, heading, between, what)
        figure = f"figure {figure_key(known.index.study, score.name, 'change')}"
        more = () if score.scale == "log" else ("transitions",)
        if answers.rows and answers.collected:
            yield from _pointing(pointers, heading, "Details", "score_change", figure, *more)


def _change_in_group(
    known: Draft, heading: str, answers: Answers, score: Score, group: str
) -> Iterator[Sentence]:
    log = score.scale == "log"
    change = answers.first(group, Quantity.GEOMETRIC_MEAN_RATIO if log else Quantity.MEAN_CHANGE)
    if change is None:
        return
    if bounded := bound_sentence(known, answers, change):
        yield heading, bounded
        return
    yield from _given(known, heading, change, change_sentence(known, answers, change, score))
    if not known.has(change):
        return
    directions = (Quantity.LOWER, Quantity.UNCHANGED, Quantity.HIGHER)
    rows = known.all_given([answers.first(group, each) for each in directions], "events")
    if rows:
        lower, unchanged, higher = (known.ref(row, "events") for row in rows)
        of = f"in {lower} of {known.ref(rows[0], 'n')}, unchanged in {unchanged}"
        yield heading, f"{ref('score', score.name)} was lower {of} and higher in {higher}."
    steps = (Quantity.IMPROVED_BY_STEP, Quantity.WORSENED_BY_STEP)
    if both := known.all_given([answers.first(group, each) for each in steps], "events"):
        improved, worsened = (known.ref(row, "events") for row in both)
        rule = f"By the step rule, unconfirmed, {improved} improved and {worsened} worsened."
        yield heading, rule
    if declares(known.index.study, score.name, Quantity.SIGNED_RANK):
        yield from ((heading, said) for said in ranked_sentence(known, answers, group))


def _time(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    key = "time_to_relapse"
    for group in known.index.groups:
        rows = known.by_month(key, group, Quantity.SURVIVAL)
        given = [row for row in rows if known.has(row)]
        if given:
            were = f" were free of {EVENT}"
            free = [
                known.sentence(row, f"{{summary}}{'' if place else were} at {{months}} months")
                for place, row in enumerate(given)
            ]
            who = f"{known.among(group)} (n = {known.ref(given[0], 'n')})"
            yield heading, f"In {who}, {listed(free)}."
    log_rank = known.index.answers(key, key).first(ALL, Quantity.LOG_RANK)
    yield from _in_a_test(
        known, heading, log_rank, f"a log-rank test of all {noun(known, 'groups')}"
    )
    at_risk = "Curves and numbers at risk"
    yield from _pointing(pointers, heading, at_risk, f"figure {key}", key)


def _engagement(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    reported = [row for row in known.index.of("engagement") if row.role == "reported"]
    rows = [row for row in reported if known.has(row)]
    for row in rows:
        outcome = outcome_words(known.index.study, row.endpoint)
        both = f"{exposure_words(row.channel, row.activity)} and {outcome}"
        yield heading, known.sentence(row, f"{both}: {{unit}} {{summary}} (n = {{n}}).")
        yield from ((heading, said) for said in above_nominal(known, row, both))
    if rows:
        yield heading, "These are associations; the exposure was not assigned."
    if any(row.note == "not_identifiable" for row in rows):
        yield heading, "They are not identifiable as effects of the channels (see Limitations)."
    if rows:
        keys = ("engagement", "figure engagement")
        yield from _pointing(pointers, heading, "Every model", *keys)


def _safety(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    answers = known.index.answers("safety", "adverse_events")
    had = "{share} patients had an adverse event ({level} {ci})."
    yield from _given(known, heading, answers.first(ALL, Quantity.PROPORTION), had)
    had = "{share} had a serious adverse event."
    yield from _where_given(known, heading, answers.first(ALL, Quantity.SERIOUS), had, "share")
    rate = f"The rate was {{per_100}} events per hundred person-years {IN_YEARS}."
    yield from _where_given(known, heading, answers.first(ALL, Quantity.RATE), rate)
    yield from _pointing(
        pointers, heading, f"By {noun(known, 'group')}", "safety", "adverse_event_categories"
    )


def _subgroups(known: Draft, pointers: Pointers, heading: str) -> Iterator[Sentence]:
    """Where the results by subgroup are; they are described and not interpreted."""
    if known.index.of("subgroup"):
        yield from _pointing(pointers, heading, "Results in each subgroup", "subgroups")


# What the Results say of each endpoint; nothing of those that the supplement alone reports.
PARAGRAPHS: Mapping[str, tuple[Writer, ...]] = {
    "flow": (_enrolled,),
    "baseline": (_described, _ends),
    "relapse": (_relapse,),
    "before_after": (),
    "recurrent": (),
    "change": (_change,),
    "transition": (),
    "trajectory": (),
    "time_to_relapse": (_time,),
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
