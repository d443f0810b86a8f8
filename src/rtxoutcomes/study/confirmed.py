"""Confirmed worsening or improvement of a score: one definition, as data."""

from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Literal

from pydantic import Field

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import LONGEST_MONTHS, Few, MonthBefore, Some
from rtxoutcomes.study.faults import RESERVED_SCORES, RESERVED_VARIABLES
from rtxoutcomes.study.names import repeated, unknown
from rtxoutcomes.study.score import Name, Score
from rtxoutcomes.study.variables import LevelCode
from rtxoutcomes.wording import Label

NedaMonth = Annotated[float, Field(gt=0, le=LONGEST_MONTHS)]
WholeDays = Annotated[int, Field(ge=0, le=20_000)]
ReferenceRule = Literal["fixed", "roving", "roving_worsening"]
Independence = Literal["mueller2023", "mueller2023_strict", "cagol2022", "kappos2020"]


class Confirmed(Part):
    """A confirmed change of a score, with steps as declared by `worsening` of the score.

    `label` is what tables call it. `diagnoses` are those to which the definition applies, without
    the key all. A change is confirmed at the first visit `confirm_days` or more after its onset, if
    it holds at all visits up to that one, and if `sustained` at all later ones. A visit less than
    `exclude_days_after_relapse` after the onset of a relapse is neither reference nor
    confirmation. `reference`: the baseline (`fixed`), or the value at the confirmation of the last
    change (`roving`) or of the last worsening (`roving_worsening`); with a fixed one only the first
    change is an event. `improvement_step`: an improvement is the way back of a worsening
    (`reversible`), or the step declared for the reference (`at_reference`). `pira` is the
    definition of progression independent of relapse activity; relapses were recorded from
    `relapses_collected_from_months` on. Of a worsening, `neda_months` are those up to which the
    report gives no evidence of disease activity: no relapse and no such worsening (NEDA-2), and no
    new lesion on a scan (NEDA-3).
    """

    name: Name
    label: Label
    score: Name
    kind: Literal["worsening", "improvement"] = "worsening"
    diagnoses: Some[LevelCode] = ()
    confirm_days: WholeDays = 84
    exclude_days_after_relapse: WholeDays = 30
    reference: ReferenceRule = "fixed"
    sustained: bool = False
    improvement_step: Literal["reversible", "at_reference"] = "reversible"
    pira: Independence = "mueller2023"
    relapses_collected_from_months: MonthBefore = 0.0
    neda_months: Few[NedaMonth] = ()


def confirmed_faults(
    blocks: Sequence[Confirmed],
    scores: Sequence[Score],
    codes: Collection[str],
    variables: Iterable[str],
) -> list[str]:
    """Scores without steps, diagnoses that there are not, and names that something else has."""
    steps = {score.name: bool(score.worsening) for score in scores}
    others = {*RESERVED_SCORES, *RESERVED_VARIABLES, *variables, *steps}
    faults = repeated("confirmed", [block.name for block in blocks])
    for block in blocks:
        place = f"confirmed.{block.name}"
        if block.name in others:
            faults.append(f"{place}: is the name of another endpoint or column")
        faults += unknown(f"{place}.score", "a score", [block.score], steps)
        if not steps.get(block.score, True):
            faults.append(f"{place}.score: {block.score} has no `worsening`, which gives the steps")
        faults += unknown(f"{place}.diagnoses", "a diagnosis", block.diagnoses, codes)
        faults += repeated(f"{place}.diagnoses", block.diagnoses)
        faults += repeated(f"{place}.neda_months", [f"{m:g}" for m in block.neda_months])
        if block.neda_months and block.kind != "worsening":
            faults.append(f"{place}.neda_months: needs a worsening; {block.kind} is no activity")
    return faults
