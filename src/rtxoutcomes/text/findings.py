"""The Results section of the skeleton: what was found, one paragraph a question."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from rtxoutcomes.presentation.rows import Answers
from rtxoutcomes.presentation.words import figure_key, quantity_label
from rtxoutcomes.results.endpoints import ENDPOINTS
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Score
from rtxoutcomes.text.draft import Draft, exposure_words, listed, outcome_words, ref

Pointers = Mapping[str, str]
# A heading and a sentence below it; sentences of one heading make one paragraph.
Said = tuple[str, str]
Writer = Callable[[Draft, Pointers, str], Iterator[Said]]
EVENT = ref("study", "event")


def findings(known: Draft, pointers: Pointers) -> str:
    """Headings and paragraphs, with a sentence or more for each diagnosis."""
    by_heading: dict[str, list[str]] = {}
    for endpoint in ENDPOINTS:
        for write in PARAGRAPHS[endpoint.key]:
            for heading, sentence in write(known, pointers, endpoint.section):
                by_heading.setdefault(heading, []).append(sentence)
    return "\n\n".join(f"### {title}\n\n{' '.join(own)}" for title, own in by_heading.items())


def _see(pointers: Pointers, *keys: str) -> str:
    return listed([pointers[key] for key in keys if key in pointers])


def _given(known: Draft, row: Number | None, sentence: str) -> Iterator[str]:
    """The sentence, or that the row could not be given, and why; nothing without a row."""
    if row is None:
        return
    yield sentence if known.has(row) else _not_given(known, row)


def _not_given(known: Draft, row: Number) -> str:
    who = "all patients" if row.group == ALL else ref("diagnosis", row.group)
    label = quantity_label(known.study, row)
    what = label[:1].lower() + label[1:]
    return f"For {who}, {what} is {known.ref(row)}: {known.ref(row, 'note')}"


def _enrolled(known: Draft, pointers: Pointers, heading: str) -> Iterator[Said]:
    row = known.index.answers("flow", "flow").first(ALL, Quantity.ENROLLED)
    if known.has(row):
        pointed = _see(pointers, "figure participant_flow", "flow")
        see = f" ({pointed})" if pointed else ""
        yield heading, f"In all, {known.ref(row)} patients were enrolled{see}."


DESCRIBED: tuple[tuple[str, str, tuple[Quantity, ...]], ...] = (
    ("age_years", "Their mean age was {} years (SD {}).", (Quantity.MEAN, Quantity.SD)),
    (
        "disease_duration_years",
        "The mean disease duration was {} years (SD {}).",
        (Quantity.MEAN, Quantity.SD),
    ),
    (
        "follow_up_months",
        "The median follow-up was {} months (quartiles {} and {}); it differed between patients.",
        (Quantity.MEDIAN, Quantity.LOWER_QUARTILE, Quantity.UPPER_QUARTILE),
    ),
)


def _described(known: Draft, _pointers: Pointers, heading: str) -> Iterator[Said]:
    for name, sentence, quantities in DESCRIBED:
        answers = known.index.answers("baseline", name)
        rows = [answers.first(ALL, quantity) for quantity in quantities]
        given = [row for row in rows if known.has(row)]
        if len(given) == len(rows):
            yield heading, sentence.format(*(known.ref(row) for row in given))
    sex = known.index.answers("baseline", "sex")
    female = sex.first(ALL, Quantity.PROPORTION, level="female")
    if known.has(female, "share"):
        yield heading, f"{known.ref(female, 'share')} were female."


def _ends(known: Draft, pointers: Pointers, heading: str) -> Iterator[Said]:
    rows = known.index.answers("flow", "flow").rows
    ends = [
        f"{row.level} {known.ref(row)}"
        for row in rows
        if row.group == ALL and row.quantity is Quantity.FOLLOW_UP_ENDED
    ]
    if ends:
        yield heading, f"Follow-up ended as: {', '.join(ends)}."
    if see := _see(pointers, "baseline_characteristics", "missing_data"):
        yield heading, f"Characteristics and missing values: {see}."


def _relapse(known: Draft, pointers: Pointers, heading: str) -> Iterator[Said]:
    months = known.index.months("relapse", "relapse", Quantity.RISK)
    crude = known.index.answers("relapse", "relapse")
    for group in (*known.index.groups, ALL):
        proportion = crude.first(group, Quantity.PROPORTION)
        sentences = [*_proportion(known, proportion)]
        if known.has(proportion):
            for month in months:
                risk = known.index.answers("relapse", "relapse", month).first(group, Quantity.RISK)
                sentences += _risk(known, risk)
            sentences += _rate(known, crude.first(group, Quantity.RATE))
        yield from ((heading, sentence) for sentence in sentences)
    between = crude.first(ALL, Quantity.BETWEEN_GROUPS)
    if known.has(between, "p"):
        compared = "Proportions of the diagnoses were compared without adjustment: "
        yield heading, f"{compared}{known.ref(between, 'p')}."
    if see := _see(pointers, "relapse_outcomes", "further_relapse"):
        yield heading, f"Side by side: {see}."


def _proportion(known: Draft, row: Number | None) -> Iterator[str]:
    if row is None:
        return
    who = "all patients" if row.group == ALL else f"patients with {ref('diagnosis', row.group)}"
    sentence = (
        f"Of {who}, {known.ref(row, 'share')} had at least one {EVENT} "
        f"({known.ref(row, 'level')} {known.ref(row, 'ci')})."
    )
    yield from _given(known, row, sentence)


def _risk(known: Draft, row: Number | None) -> Iterator[str]:
    if row is not None:
        at = f"The risk at {known.ref(row, 'months')} months was"
        yield from _given(known, row, f"{at} {known.ref(row, 'summary')}.")


def _rate(known: Draft, row: Number | None) -> Iterator[str]:
    if row is not None:
        rate = f"The rate was {known.ref(row, 'summary')} {EVENT}s per person-year"
        yield from _given(known, row, f"{rate} ({_events_in_years(known, row)}).")


def _events_in_years(known: Draft, row: Number) -> str:
    return f"{known.ref(row, 'events')} in {known.ref(row, 'person_years')} person-years"


def _change(known: Draft, pointers: Pointers, section: str) -> Iterator[Said]:
    for score in known.study.scores:
        heading = f"{section} of {ref('score', score.name)}"
        answers = known.index.answers("change", score.name)
        for group in known.index.groups:
            said = _change_in_group(known, answers, score, group)
            yield from ((heading, sentence) for sentence in said)
        between = answers.first(ALL, Quantity.BETWEEN_GROUPS)
        if known.has(between, "p"):
            differs = "Whether the change differs between diagnoses, given the value at baseline: "
            yield heading, f"{differs}{known.ref(between, 'p')}."
        more = () if score.scale == "log" else ("transitions",)
        see = _see(
            pointers,
            "score_change",
            f"figure {figure_key(known.study, score.name, 'change')}",
            *more,
        )
        if see and answers.rows:
            yield heading, f"Details: {see}."


def _change_in_group(known: Draft, answers: Answers, score: Score, group: str) -> Iterator[str]:
    log = score.scale == "log"
    change = answers.first(group, Quantity.GEOMETRIC_MEAN_RATIO if log else Quantity.MEAN_CHANGE)
    if change is None:
        return
    yield from _given(known, change, _change_sentence(known, answers, change, score))
    if not known.has(change):
        return
    directions = (Quantity.IMPROVED, Quantity.UNCHANGED, Quantity.WORSENED)
    rows = [answers.first(group, quantity) for quantity in directions]
    given = [row for row in rows if known.has(row, "events")]
    if len(given) == len(rows):
        improved, unchanged, worsened = (known.ref(row, "events") for row in given)
        yield (
            f"Of {known.ref(given[0], 'n')}, {improved} improved, {unchanged} stayed and "
            f"{worsened} worsened."
        )
    signed_rank = answers.first(group, Quantity.SIGNED_RANK)
    if known.has(signed_rank, "p"):
        yield f"The signed-rank test gave {known.ref(signed_rank, 'p')}."


def _change_sentence(known: Draft, answers: Answers, change: Number, score: Score) -> str:
    adjusted = ""
    if known.has(change, "p_adjusted"):
        adjusted = f", adjusted {known.ref(change, 'p_adjusted')}"
    before = answers.first(change.group, Quantity.BASELINE_MEAN)
    after = answers.first(change.group, Quantity.FOLLOW_UP_MEAN)
    means = ""
    if known.has(before) and known.has(after):
        unit = ref("unit", score.name)
        means = f", from a mean of {known.ref(before)} to {known.ref(after)} {unit}"
    log = score.scale == "log"
    what = "the ratio of geometric means was" if log else "the mean change was"
    return (
        f"In {ref('diagnosis', change.group)}, {what} {known.ref(change, 'summary')}{adjusted}"
        f"{means} (n = {known.ref(change, 'n')}, missing {known.ref(change, 'dropped')})."
    )


def _time(known: Draft, pointers: Pointers, heading: str) -> Iterator[Said]:
    key = "time_to_relapse"
    months = known.index.months(key, key, Quantity.SURVIVAL)
    for group in known.index.groups:
        rows = [known.index.answers(key, key, m).first(group, Quantity.SURVIVAL) for m in months]
        free = [
            f"{known.ref(row, 'summary')} at {known.ref(row, 'months')} months"
            for row in rows
            if known.has(row)
        ]
        if free:
            yield heading, f"In {ref('diagnosis', group)}, free of {EVENT} were {listed(free)}."
    log_rank = known.index.answers(key, key).first(ALL, Quantity.LOG_RANK)
    if known.has(log_rank, "p"):
        compared = "The curves of the diagnoses were compared without adjustment: "
        yield heading, f"{compared}{known.ref(log_rank, 'p')}."
    if see := _see(pointers, f"figure {key}", key):
        yield heading, f"Curves and numbers at risk: {see}."


def _engagement(known: Draft, pointers: Pointers, heading: str) -> Iterator[Said]:
    reported = [row for row in known.index.of("engagement") if row.role == "reported"]
    rows = [row for row in reported if known.has(row)]
    for row in rows:
        outcome = outcome_words(known.study, row.endpoint)
        yield (
            heading,
            f"{exposure_words(row.channel, row.activity)} and {outcome}: "
            f"{known.ref(row, 'unit')} {known.ref(row, 'summary')} (n = {known.ref(row, 'n')}).",
        )
    if rows:
        yield heading, "These are associations; the exposure was not assigned."
    if any(row.note == "not_identifiable" for row in rows):
        yield heading, "They are not identifiable as effects of the channels (see Limitations)."
    see = _see(pointers, "engagement", "figure engagement")
    if see and rows:
        yield heading, f"Every model: {see}."


def _safety(known: Draft, pointers: Pointers, heading: str) -> Iterator[Said]:
    answers = known.index.answers("safety", "adverse_events")
    proportion = answers.first(ALL, Quantity.PROPORTION)
    if proportion is not None:
        sentence = (
            f"{known.ref(proportion, 'share')} patients had an adverse event "
            f"({known.ref(proportion, 'level')} {known.ref(proportion, 'ci')})."
        )
        yield from ((heading, said) for said in _given(known, proportion, sentence))
    serious = answers.first(ALL, Quantity.SERIOUS)
    if known.has(serious, "share"):
        yield heading, f"{known.ref(serious, 'share')} had a serious adverse event."
    rate = answers.first(ALL, Quantity.RATE)
    if known.has(rate):
        per_100 = f"The rate was {known.ref(rate, 'per_100')} events per hundred person-years"
        yield heading, f"{per_100} ({_events_in_years(known, rate)})."
    if see := _see(pointers, "safety"):
        yield heading, f"By diagnosis: {see}."


# What the Results say of each endpoint; nothing of those that the supplement alone reports.
PARAGRAPHS: Mapping[str, tuple[Writer, ...]] = MappingProxyType(
    {
        "flow": (_enrolled,),
        "baseline": (_described, _ends),
        "relapse": (_relapse,),
        "before_after": (),
        "recurrent": (),
        "change": (_change,),
        "transition": (),
        "trajectory": (),
        "time_to_relapse": (_time,),
        "contrast": (),
        "follow_up": (),
        "competing": (),
        "participation": (),
        "engagement": (_engagement,),
        "safety": (_safety,),
        "missing": (),
        "sensitivity": (),
    }
)
