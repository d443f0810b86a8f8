"""The analysis plan as a document."""

from typing import Any

from cohorts import STUDY, study
from plans import FAMILY, recorded
from released import bundled
from rtxoutcomes.text.plan_document import plan_document
from rtxoutcomes.text.plan_tables import other_tables

ESTIMAND = {
    "population": "all patients treated",
    "variable": "EDSS at the last visit",
    "summary": "mean",
    "intercurrent_events": {"death": "excluded"},
}


def test_the_document_has_every_part_of_the_bundled_plan() -> None:
    text = plan_document(bundled().study, "0.7.0")

    for words in (
        "# Statistical analysis plan: Low-dose rituximab",
        "it holds no data. SHA-256 of the plan: ",
        "This plan has not been recorded; `rtxoutcomes plan lock` records it.",
        "| Treatment | low-dose rituximab |",
        "No outcome was declared primary.",
        "| EDSS, points | 0 to 10 | −3 to 0.5 | 6 to end | change | 0: 1.5;",
        "| Onsets counted as one relapse | fewer than 30 days apart |",
        "| Exposures, never summed | Skype session; WhatsApp message; WhatsApp question |",
        "| Change of EDSS | mean change, paired t |",
        "post hoc family of three EDSS tests (edss.RRMS.t, edss.SPMS.t, edss.NMOSD.t)",
        "| Washout, days | 30, 90 |",
        "| `relapse.merge_days` | `30` |",
        "**Table 5. Adverse events**",
    ):
        assert words in text


def test_a_declared_allocation_is_in_the_document_and_an_undeclared_one_is_not_stated() -> None:
    plan = bundled().study
    own = plan.study.model_copy(update={"allocation": "non-random"})

    declared = plan_document(plan.model_copy(update={"study": own}), "0.7.0")

    assert "| Allocation | non-random |" in declared
    silent = plan.study.model_copy(update={"allocation": None})
    text = plan_document(plan.model_copy(update={"study": silent}), "0.7.0")
    assert "| Allocation | not stated |" in text


def test_declared_outcomes_have_their_roles_and_estimands() -> None:
    outcomes = [
        {"endpoint": "relapse", "role": "secondary"},
        {"endpoint": "edss", "role": "primary", "estimand": ESTIMAND},
    ]
    score = {**STUDY["scores"][0], "higher_is": "worse"}  # type: ignore[index]
    variables: list[dict[str, Any]] = [
        {"name": "aqp4", "label": "AQP4", "levels": ["no", "yes"], "role": ["covariate"]},
        {"name": "height_cm", "label": "Height | cm", "minimum": 50, "maximum": 250},
    ]
    stated = {"assessor_blinded": True, "minimum_follow_up_months": 12}
    identity = {**STUDY["study"], **stated}  # type: ignore[dict-item]
    plan = study(
        outcomes=outcomes,
        scores=[score],
        channels=[],
        variables=[v | {"kind": k} for v, k in zip(variables, ("category", "number"), strict=True)],
        report={"statistic": "median", "tables": ["score_change", "safety", "subgroups"]},
        study=identity,
    )

    text = plan_document(plan, "0.7.0")

    primary, secondary = text.index("- Primary: "), text.index("- Secondary: ")
    assert primary < secondary
    assert "  - Estimand, intercurrent events: death: excluded" in text
    assert "Hodges-Lehmann estimate, exact signed-rank test" in text
    assert "| Assessors of outcomes blinded | yes |" in text
    assert "| Follow-up required for inclusion | 12 months |" in text
    assert "| Variable: AQP4 | covariate |" in text
    # A bar within a cell would end it.
    assert "| Variable: Height \\| cm | description |" in text
    assert "No hypothesis test was declared" in text
    assert "## Engagement" not in text
    assert "| **EDSS: median change** |  |  |  |" in text
    assert other_tables(plan) == ["subgroups"]
    assert "Further tables of the manuscript: subgroups." in text


def test_without_scores_and_channels_nothing_is_said_of_them() -> None:
    plan = study(scores=[], channels=[], multiplicity={"families": [FAMILY]})

    text = plan_document(plan, "0.7.0")

    assert "## Scores" not in text
    assert "Change of scores" not in text
    assert "Early engagement" not in text
    assert "No other P value is printed." in text


def test_the_document_says_whether_it_is_the_recorded_plan() -> None:
    stated = recorded(study(), registry="OSF", number="abc")

    same = plan_document(study().with_plan(stated), "0.7.0")
    other = plan_document(study(relapse={"merge_days": 31}).with_plan(stated), "0.7.0")
    local = plan_document(study().with_plan(recorded(study())), "0.7.0")

    assert "(OSF, abc, as stated by the authors); this document matches it." in same
    assert "Not part of the recorded plan: the definition of a relapse (changed)." in other
    assert "recorded locally, and the date cannot be verified; this document" in local
