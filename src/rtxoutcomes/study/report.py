"""What the main manuscript holds; all else is in the supplement and in results.csv."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, PlainSerializer

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import Some
from rtxoutcomes.study.names import repeated, unknown
from rtxoutcomes.study.outcomes import OF_EVERY_STUDY, Outcome
from rtxoutcomes.study.score import Name, Score
from rtxoutcomes.study.variables import Variable
from rtxoutcomes.wording import Label

# No kind holds an underscore, so that the figures of two scores never share a key.
FigureKind = Literal["change", "paired", "transitions", "oldham", "trajectory"]
Section = Literal["abstract", "introduction", "methods", "results", "discussion", "declarations"]
Decimals = Annotated[int, Field(ge=0, le=6)]
TABLES = (
    *("baseline_characteristics", "relapse_outcomes", "score_change", "engagement", "safety"),
    *("flow", "missing_data", "relapse_detection", "time_to_relapse", "score_categories"),
    *("transitions", "transition_values", "subgroups", "participation", "engagement_models"),
    *("permutation_checks", "adverse_event_categories", "event_contrasts", "change_contrasts"),
    *("confirmed_change", "not_identifiable", "sensitivity_ranges"),
)
FIGURES = (
    *("participant_flow", "time_to_relapse", "engagement", "engagement_over_time"),
    *("specification_curve", "confirmed_change", "pira_and_raw", "subgroups"),
)
ENGAGEMENT = "engagement"
# Numbers of every patient that Table 1 describes.
CONTINUOUS = ("age_years", "disease_duration_years", "relapses_prior_year", "follow_up_months")


@dataclass(frozen=True, slots=True)
class Font:
    """A font file with letters that the fonts of the package lack.

    `path` is relative to the study file. `sha256` is that of the file, and `place` its path on
    this machine, once the study was read.
    """

    path: Label
    sha256: Annotated[str, Field(max_length=64)] = ""
    place: Annotated[str, Field(max_length=4096)] = ""


def _font(given: object) -> object:
    if not isinstance(given, str | Font | None) or given == "":
        raise ValueError("must be the path of a font file, in quotes")
    return Font(given) if isinstance(given, str) else given


def _without_place(font: Font | None) -> dict[str, str] | None:
    """The same on every machine, since manifests hold its hash."""
    return None if font is None else {"path": font.path, "sha256": font.sha256}


class Report(Part):
    """What the main manuscript holds.

    `tables` and `figures` are those of the main manuscript in their order, all others go to the
    supplement; without the key they are chosen by the endpoints. `endpoints` are those that its
    text reports. `sections` are its sections in their order. `statistic` is that of continuous
    characteristics and of changes; without the key both are in Table 1, and changes are means.
    `decimals` are those of the values of a score or a characteristic. `p_values`: "declared"
    prints the tests of the declared families only, "all" every test. `font` is a font file for
    letters of figures and the PDF that the fonts of the package lack, relative to the study file.
    """

    tables: Some[Label] | None = None
    figures: Some[Label] | None = None
    endpoints: Some[Label] | None = None
    sections: Annotated[Some[Section], Field(min_length=1)] | None = None
    statistic: Literal["mean", "median"] | None = None
    decimals: Annotated[dict[Name, Decimals], Field(max_length=100)] = Field(default_factory=dict)
    p_values: Literal["declared", "all"] = "declared"
    font: Annotated[Font | None, BeforeValidator(_font), PlainSerializer(_without_place)] = None

    def reports(self, endpoint: str) -> bool:
        """Whether the text of the manuscript reports an endpoint."""
        return self.endpoints is None or endpoint in self.endpoints


def figure_stems(scores: Sequence[Score]) -> Mapping[str, str]:
    """How the figures of each score begin, as their files do: `serum_igg` for `igg`.

    From the labels, so that no key of a study file is printed.
    """
    names = ["_".join(re.findall(r"[a-z0-9]+", score.label.lower())) for score in scores]
    if "" in names or len(set(names)) < len(names):
        names = [f"score_{place}_{name}".rstrip("_") for place, name in enumerate(names, start=1)]
    return dict(zip((score.name for score in scores), names, strict=True))


def report_faults(
    report: Report,
    outcomes: Sequence[Outcome],
    scores: Sequence[Score],
    variables: Sequence[Variable],
    changes: Sequence[str] = (),
) -> list[str]:
    """Names that nothing of the study has, and declared outcomes that the text would not report.

    `changes` are the names of the confirmed changes.
    """
    names = [score.name for score in scores]
    stems = figure_stems(scores).values()
    figures = [*FIGURES, *(f"{stem}_{kind}" for stem in stems for kind in get_args(FigureKind))]
    numbers = [variable.name for variable in variables if variable.kind == "number"]
    known: Mapping[str, tuple[str, Collection[str], Collection[str]]] = {
        "tables": ("a table", report.tables or (), TABLES),
        "figures": ("a figure", report.figures or (), figures),
        "endpoints": (
            "an endpoint",
            report.endpoints or (),
            (*names, *changes, *OF_EVERY_STUDY, ENGAGEMENT),
        ),
        "decimals": ("a score or number", report.decimals, [*names, *numbers, *CONTINUOUS]),
    }
    faults = []
    for key, (kind, given, every) in known.items():
        faults += unknown(f"report.{key}", kind, given, every)
        faults += repeated(f"report.{key}", list(given))
    faults += repeated("report.sections", list(report.sections or ()))
    return [*faults, *_unreported(report, outcomes)]


def _unreported(report: Report, outcomes: Sequence[Outcome]) -> list[str]:
    """Primary and secondary outcomes must be reported, whatever was found."""
    return [
        f"report.endpoints: must have {outcome.endpoint!r}, a {outcome.role} outcome"
        for outcome in outcomes
        if outcome.endpoint is not None
        and outcome.role != "exploratory"
        and not report.reports(outcome.endpoint)
    ]
