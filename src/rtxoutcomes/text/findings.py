"""The Results section of the skeleton: what was found, one paragraph a question."""

from collections.abc import Iterator, Mapping

from rtxoutcomes.results import ALL
from rtxoutcomes.tables.exposure import STEM
from rtxoutcomes.tables.select import Number
from rtxoutcomes.text.draft import Draft, exposure_words, listed, ref

Pointers = Mapping[str, str]


def findings(known: Draft, pointers: Pointers) -> str:
    """Headings and paragraphs, a paragraph for each diagnosis where there is one."""
    parts = [
        ("Participants", _participants(known, pointers)),
        ("Relapse", _relapse(known, pointers)),
        *(
            (f"Change of {ref('score', score)}", _change(known, pointers, score))
            for score in known.scores()
        ),
        ("Time to first relapse", _time(known, pointers)),
        ("Engagement", _engagement(known, pointers)),
        ("Adverse events", _safety(known, pointers)),
    ]
    told = [(title, " ".join(sentences)) for title, sentences in parts]
    return "\n\n".join(f"### {title}\n\n{text}" for title, text in told if text)


def _see(pointers: Pointers, *keys: str) -> str:
    shown = [pointers[key] for key in keys if key in pointers]
    return listed(shown)


def _given(known: Draft, name: str, sentence: str) -> Iterator[str]:
    """The sentence, or that the row could not be given, and why; nothing without a row."""
    row = known.row(name)
    if row is None:
        return
    if row.status in ("ok", "bound_only"):
        yield sentence
    else:
        yield _not_given(row)


def _not_given(row: Number) -> str:
    who = "all patients" if row.group == ALL else ref("diagnosis", row.group)
    what = row.term.replace("_", " ").replace(":", " ")
    return f"For {who}, {what} is {ref(row.name)}: {ref(row.name, 'note')}"


def _participants(known: Draft, pointers: Pointers) -> Iterator[str]:
    if known.has(f"flow.{ALL}.enrolled"):
        seen = _see(pointers, "figure participant_flow", "flow")
        see = f" ({seen})" if seen else ""
        yield f"In all, {ref('flow', ALL, 'enrolled')} patients were enrolled{see}."
    described = {
        "age_years": "Their mean age was {mean} years (SD {sd}).",
        "disease_duration_years": "The mean disease duration was {mean} years (SD {sd}).",
        "follow_up_months": (
            "The median follow-up was {median} months (quartiles {q1} and {q3}); it differed "
            "between patients."
        ),
    }
    for name, sentence in described.items():
        terms = [t for t in ("mean", "sd", "median", "q1", "q3") if f"{{{t}}}" in sentence]
        if all(known.has(f"{name}.{ALL}.{term}") for term in terms):
            yield sentence.format(**{term: ref(name, ALL, term) for term in terms})
    if known.has(f"sex.{ALL}.level:female", "share"):
        yield f"{ref('sex', ALL, 'level:female', 'share')} were female."
    ends = [
        f"{row.term.removeprefix('end_')} {ref(row.name)}"
        for row in known.of("flow")
        if row.group == ALL and row.term.startswith("end_")
    ]
    if ends:
        yield f"Follow-up ended as: {', '.join(ends)}."
    if see := _see(pointers, "baseline_characteristics", "missing_data"):
        yield f"Characteristics and missing values: {see}."


def _relapse(known: Draft, pointers: Pointers) -> Iterator[str]:
    risks = dict.fromkeys(r.term for r in known.of("relapse") if r.term.startswith("risk_"))
    for group in (*known.groups, ALL):
        name = f"relapse.{group}."
        who = "Of all patients" if group == ALL else f"Of patients with {ref('diagnosis', group)}"
        yield from _given(
            known,
            name + "proportion",
            f"{who}, {ref(name + 'proportion', 'share')} had at least one attack "
            f"({ref(name + 'proportion', 'level')} {ref(name + 'proportion', 'ci')}).",
        )
        if not known.has(name + "proportion"):
            continue
        for risk in risks:
            yield from _given(
                known,
                name + risk,
                f"The risk at {ref(name + risk, 'months')} months was "
                f"{ref(name + risk, 'summary')}.",
            )
        sentence = _rate_sentence(name + "rate", "attacks", "summary", "person-year")
        yield from _given(known, name + "rate", sentence)
    if known.has(f"relapse.{ALL}.between_groups", "p"):
        yield (
            "Proportions of the diagnoses were compared without adjustment: "
            f"{ref('relapse', ALL, 'between_groups', 'p')}."
        )
    if see := _see(pointers, "relapse_outcomes", "further_relapse"):
        yield f"Side by side: {see}."


def _rate_sentence(name: str, what: str, attribute: str, unit: str) -> str:
    return (
        f"The rate was {ref(name, attribute)} {what} per {unit} ({ref(name, 'events')} in "
        f"{ref(name, 'person_years')} person-years)."
    )


def _change(known: Draft, pointers: Pointers, score: str) -> Iterator[str]:
    log = known.about.get(f"scale.{score}") == "log"
    term = "ratio" if log else "mean_change"
    for group in known.groups:
        name = f"{score}.{group}."
        yield from _given(known, name + term, _change_sentence(known, name, term, group, score))
        if not known.has(name + term):
            continue
        if known.has(name + "improved", "events"):
            yield (
                f"Of {ref(name + 'improved', 'n')}, {ref(name + 'improved', 'events')} improved, "
                f"{ref(name + 'unchanged', 'events')} stayed and "
                f"{ref(name + 'worsened', 'events')} worsened."
            )
        if known.has(name + "signed_rank", "p"):
            yield f"The signed-rank test gave {ref(name + 'signed_rank', 'p')}."
    if known.has(f"{score}.{ALL}.between_groups", "p"):
        yield (
            "Whether the change differs between diagnoses, given the value at baseline: "
            f"{ref(score, ALL, 'between_groups', 'p')}."
        )
    more = () if log else ("transitions",)
    if see := _see(pointers, "score_change", f"figure {score}_change", *more):
        yield f"Details: {see}."


def _change_sentence(known: Draft, name: str, term: str, group: str, score: str) -> str:
    own = name + term
    adjusted = f", adjusted {ref(own, 'p_adjusted')}" if known.has(own, "p_adjusted") else ""
    means = ""
    if known.has(name + "baseline_mean") and known.has(name + "follow_up_mean"):
        before, after = ref(name + "baseline_mean"), ref(name + "follow_up_mean")
        means = f", from a mean of {before} to {after} {ref('unit', score)}"
    what = "the ratio of geometric means was" if term == "ratio" else "the mean change was"
    return (
        f"In {ref('diagnosis', group)}, {what} {ref(own, 'summary')}{adjusted}{means} "
        f"(n = {ref(own, 'n')}, left out {ref(own, 'dropped')})."
    )


def _time(known: Draft, pointers: Pointers) -> Iterator[str]:
    terms = dict.fromkeys(
        r.term for r in known.of("time_to_relapse") if r.term.startswith("survival_")
    )
    for group in known.groups:
        name = f"time_to_relapse.{group}."
        shown = [
            f"{ref(name + t, 'summary')} at {ref(name + t, 'months')} months"
            for t in terms
            if known.has(name + t)
        ]
        if shown:
            yield f"In {ref('diagnosis', group)}, free of relapse were {listed(shown)}."
    if known.has(f"time_to_relapse.{ALL}.log_rank", "p"):
        yield (
            "The curves of the diagnoses were compared without adjustment: "
            f"{ref('time_to_relapse', ALL, 'log_rank', 'p')}."
        )
    if see := _see(pointers, "figure time_to_relapse", "time_to_relapse"):
        yield f"Curves and numbers at risk: {see}."


def _engagement(known: Draft, pointers: Pointers) -> Iterator[str]:
    rows = [r for r in known.of("engagement") if r.role == "reported" and known.has(r.name)]
    for row in rows:
        outcome = row.endpoint.removeprefix(STEM)
        label = ref("score", outcome) if outcome in known.scores() else ref("study", "relapse")
        yield (
            f"{exposure_words(known, row.term)} and {label}: {ref(row.name, 'unit')} "
            f"{ref(row.name, 'summary')} (n = {ref(row.name, 'n')})."
        )
    if rows:
        yield "These are associations; the exposure was not assigned."
    if any(row.note == "not_identifiable" for row in rows):
        yield "They are not identifiable as effects of the channels (see Limitations)."
    see = _see(pointers, "engagement", "figure engagement")
    if see and rows:
        yield f"Every model: {see}."


def _safety(known: Draft, pointers: Pointers) -> Iterator[str]:
    name = f"adverse_events.{ALL}."
    yield from _given(
        known,
        name + "proportion",
        f"{ref(name + 'proportion', 'share')} patients had an adverse event "
        f"({ref(name + 'proportion', 'level')} {ref(name + 'proportion', 'ci')}).",
    )
    if known.has(name + "serious", "share"):
        yield f"A serious one had {ref(name + 'serious', 'share')}."
    if known.has(name + "rate"):
        yield _rate_sentence(name + "rate", "events", "per_100", "hundred person-years")
    if see := _see(pointers, "safety"):
        yield f"By diagnosis: {see}."
