"""What the Results say of the patients: their number, characteristics, follow-up and its end."""

from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.text.conditions import patients_counted, randomised
from rtxoutcomes.text.draft import Draft, listed
from rtxoutcomes.text.template import true_when

MEAN_SD = (Quantity.MEAN, Quantity.SD)
QUARTILES = (Quantity.MEDIAN, Quantity.LOWER_QUARTILE, Quantity.UPPER_QUARTILE)
DESCRIBED = {
    "age_years": "age was {} years",
    "disease_duration_years": "disease duration was {} years",
}
# Explained at its first use where there is a second.
SPREADS = {1: ("standard deviation",), 2: ("standard deviation [SD]", "SD")}
# Why follow-up ended, as what the patients had done; of one patient, and of more.
ENDS = {
    "ongoing": ("was still being followed", "were still being followed"),
    "completed": ("had completed follow-up", "had completed follow-up"),
    "withdrew": ("had withdrawn", "had withdrawn"),
    "lost": ("had been lost to follow-up", "had been lost to follow-up"),
    "died": ("had died", "had died"),
}


@true_when(patients_counted)
def enrolled(known: Draft) -> str:
    """How many patients there were; after an exclusion, how many were analysed."""
    flow = known.index.answers("flow", "flow")
    row = flow.first(ALL, Quantity.ENROLLED)
    if row is None:
        return ""
    were = "patient was" if row.estimate == 1 else "patients were"
    whole = flow.first(ALL, Quantity.BEFORE_EXCLUSION) is None
    done = ("randomised" if randomised(known) else "enrolled") if whole else "analysed"
    return f"In all, {known.ref(row)} {were} {done}."


def characteristics_known(known: Draft) -> bool:
    """Age, disease duration or sex was recorded."""
    return bool(_characteristics(known))


@true_when(characteristics_known)
def characteristics(known: Draft) -> str:
    """Age, disease duration and sex, as far as they were recorded."""
    text = listed(_characteristics(known))
    return f"{text[:1].upper()}{text[1:]}."


def _characteristics(known: Draft) -> list[str]:
    parts = _medians(known) if known.index.study.report.statistic == "median" else _means(known)
    sex = known.index.answers("baseline", "sex")
    female = sex.first(ALL, Quantity.PROPORTION, level="female")
    if known.has(female, "percent"):
        were = "was" if female.events == 1 else "were"
        words = "{count} of {n} patients" if parts else "of {n} patients, {count}"
        parts.append(known.sentence(female, f"{words} ({{percent}}) {were} female"))
    return parts


def _means(known: Draft) -> list[str]:
    described = {name: _described(known, name, MEAN_SD) for name in DESCRIBED}
    given = {name: rows for name, rows in described.items() if rows}
    spreads = SPREADS.get(len(given), ())
    return [
        f"mean {DESCRIBED[name].format(known.ref(mean))} ({spread} {known.ref(sd)})"
        for (name, (mean, sd)), spread in zip(given.items(), spreads, strict=True)
    ]


def _medians(known: Draft) -> list[str]:
    described = {name: _described(known, name, QUARTILES) for name in DESCRIBED}
    return [
        f"median {DESCRIBED[name].format(known.ref(rows[0]))} "
        f"(quartiles {known.ref(rows[1])} and {known.ref(rows[2])})"
        for name, rows in described.items()
        if rows
    ]


def follow_up_known(known: Draft) -> bool:
    """The length of follow-up was described."""
    return bool(_described(known, "follow_up_months", QUARTILES))


@true_when(follow_up_known)
def follow_up(known: Draft) -> str:
    """Median and quartiles of follow-up; one number where it was equal for most or for all."""
    median, low, high = _described(known, "follow_up_months", QUARTILES)
    if _same_for_all(known):
        return f"All patients were followed for {known.ref(median)} months."
    spread = f" (quartiles {known.ref(low)} and {known.ref(high)})"
    return (
        f"Median follow-up was {known.ref(median)} months"
        f"{'' if low.estimate == high.estimate else spread}."
    )


def _same_for_all(known: Draft) -> bool:
    answers = known.index.answers("follow_up", "follow_up_months")
    least, most = (answers.first(ALL, q) for q in (Quantity.MINIMUM, Quantity.MAXIMUM))
    return known.has(least) and known.has(most) and least.estimate == most.estimate


def ends_recorded(known: Draft) -> bool:
    """Why follow-up ended was recorded."""
    return bool(_ends(known))


@true_when(ends_recorded)
def ends(known: Draft) -> str:
    """Why follow-up ended, the commonest reason first."""
    each = [_ended(known, row, first=not place) for place, row in enumerate(_ends(known))]
    return f"At last contact, {listed(each)}."


def _described(known: Draft, name: str, quantities: tuple[Quantity, ...]) -> list[Number]:
    answers = known.index.answers("baseline", name)
    return known.all_given([answers.first(ALL, quantity) for quantity in quantities])


def _ends(known: Draft) -> list[Number]:
    rows = known.index.answers("flow", "flow").rows
    given = [r for r in rows if r.group == ALL and r.quantity is Quantity.FOLLOW_UP_ENDED]
    return sorted((row for row in given if row.events), key=lambda row: -(row.events or 0))


def _ended(known: Draft, row: Number, *, first: bool) -> str:
    """`83 patients (84%) were still being followed`, `nine (9%) had withdrawn`."""
    one = row.events == 1
    patients = f" {'patient' if one else 'patients'}" if first else ""
    return known.sentence(row, f"{{count}}{patients} ({{percent}}) {ENDS[row.level][not one]}")
