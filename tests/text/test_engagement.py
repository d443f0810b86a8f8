"""Sentences on the models of engagement and on groups of patients."""

from typing import Any

from rtxoutcomes.disclose import Released
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.limitations import limitations_template
from rtxoutcomes.text.manuscript import setting
from rtxoutcomes.text.references import references
from tables.made_up import PLAN, released_of, row, session
from text.filled import filled

DECLARED_P = PLAN.model_copy(
    update={"report": PLAN.report.model_copy(update={"p_values": "declared"})}
)


def markdown(made: Released) -> str:
    return filled(setting(made, all_tables(made), {})).markdown


def limits_of(released: Released) -> str:
    known = draft(released)
    template = limitations_template(known)
    return fill(template, "limitations", references(released, known.named)).markdown


def test_a_primary_model_with_a_type_one_error_above_nominal_is_named_with_its_other_test() -> None:
    key = "engagement/relapse/all/"
    effect = session(f"{key}hazard_ratio", estimate=0.8, ci=(0.5, 1.3), unit="ratio")
    aside: dict[str, Any] = {"role": "alternative", "n": 2000}
    test = session(f"{key}permutation_test", p=0.21, **aside)
    rejected: dict[str, Any] = {"estimate": 0.085, "ci": (0.0732, 0.0981)} | aside
    marked = session(f"{key}permutation_rejections", note="above_nominal_level", **rejected)
    plain = session(f"{key}permutation_rejections", **rejected)

    written = markdown(released_of(effect, test, marked))

    assert (
        "The type I error of the model of Skype sessions and relapse was above nominal: it "
        "rejected at 5% in 8.5% (95% CI 7.3 to 9.8) of permutations of engagement; a "
        "permutation test of this model gave P = 0.21."
    ) in written
    undeclared = markdown(released_of(effect, test, marked, study=DECLARED_P))
    assert "above nominal" in undeclared
    assert "permutation test" not in undeclared
    assert "above nominal" not in markdown(released_of(effect, test, plain))


def test_groups_that_were_recorded_are_counted() -> None:
    key = "engagement/relapse/all/"
    effect = row(f"{key}hazard_ratio", estimate=0.9, channel="skype")
    groups = row(f"{key}engagement_groups", estimate=4.0, channel="skype", role="alternative")
    by_group = row(
        f"{key}permutation_rejections",
        estimate=0.05,
        channel="skype",
        role="alternative",
        method_key=MethodKey.ENGAGEMENT_GROUP_PERMUTATION,
    )

    one_by_one, whole = (
        limits_of(released_of(effect, groups)),
        limits_of(released_of(effect, groups, by_group)),
    )

    said = "patients took part in 4 groups, and standard errors assume independent patients"
    assert f"{said}." in one_by_one
    assert f"{said}, while the permutations of engagement exchanged whole groups." in whole
    some = row(
        f"{key}engagement_groups", estimate=4.0, dropped=7, channel="skype", role="alternative"
    )
    assert f"{said}; no group was recorded for 7 of the patients at risk at the landmark." in (
        limits_of(released_of(effect, some))
    )
    refused = row(f"{key}hazard_ratio", status="not_attempted", note="not_collected")
    assert "took part together" not in limits_of(released_of(refused))
    assert "reporting; standard errors assume" in limits_of(released_of(effect))


def test_months_that_were_never_read_are_a_limitation_with_their_activity() -> None:
    key = "participation/participation/{}/months_not_read"
    session: Any = {"channel": "skype", "activity": "session"}
    unread = [
        row(key.format(group), n=40, events=events, estimate=float(events), **session)
        for group, events in (("RRMS", 3), ("all", 12))
    ]

    assert (
        "- Exports did not cover every month of follow-up for Skype sessions in 12 of 40 patients; "
        "models exclude patients without the months that they need."
    ) in limits_of(released_of(*unread))
    assert "Exports" not in limits_of(released_of(unread[0]))
