"""Sentences on the change of a score in one diagnosis."""

from dataclasses import replace

from rtxoutcomes.disclose import Released
from rtxoutcomes.study.blocks import Multiplicity
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.findings import findings
from tables.made_up import released_of, row

KEY = "change/edss/RRMS/"


def with_family(released: Released, *tests: str) -> Released:
    rules = Multiplicity(family=tests, chosen="post hoc")
    return replace(released, study=released.study.model_copy(update={"multiplicity": rules}))


def said(released: Released) -> str:
    return findings(draft(released), {})


def test_without_means_the_change_stands_with_its_interval_alone() -> None:
    change = row(f"{KEY}mean_change", n=9, estimate=-1.0, ci=(-2.0, -0.5))

    assert (
        "In {{ diagnosis.RRMS }} (n = {{ edss.RRMS.mean_change.n }}), the mean change was "
        "{{ edss.RRMS.mean_change }} ({{ edss.RRMS.mean_change.level }} "
        "{{ edss.RRMS.mean_change.ci }})."
    ) in said(released_of(change))


def test_missing_patients_are_mentioned_only_where_there_are_any() -> None:
    change = row(f"{KEY}mean_change", n=9, dropped=2, estimate=-1.0, ci=(-2.0, -0.5))

    assert "; {{ edss.RRMS.mean_change.dropped }} missing)" in said(released_of(change))


def test_the_adjusted_p_names_its_family() -> None:
    change = row(f"{KEY}mean_change", n=9, estimate=-1.0, ci=(-2.0, -0.5), p=0.01)
    made = with_family(released_of(replace(change, p_adjusted=0.01)), "edss.RRMS.t")

    assert (
        "{{ edss.RRMS.mean_change.p }}; Holm-adjusted {{ edss.RRMS.mean_change.p_adjusted }} in "
        "the post hoc family of one EDSS test)"
    ) in said(made)


def test_a_signed_rank_test_that_was_chosen_stands_with_the_set_that_it_inverts() -> None:
    rows = (
        row(f"{KEY}mean_change", n=9, estimate=-1.0, ci=(-2.0, -0.5), p=0.01),
        row(f"{KEY}hodges_lehmann", n=9, estimate=-1.0, ci=(-2.0, -0.5)),
        replace(row(f"{KEY}signed_rank", n=9, p=0.02), p_adjusted=0.02),
    )
    made = with_family(released_of(*rows), "edss.RRMS.signed_rank")

    written = said(made)

    assert "The Hodges-Lehmann estimate of change was {{ edss.RRMS.hodges_lehmann }} (" in written
    assert "{{ edss.RRMS.hodges_lehmann.ci }}; {{ edss.RRMS.signed_rank.p }}; Holm" in written
    # The t test is in no family now.
    assert "mean_change.p }}" not in written
    assert "signed_rank" not in said(released_of(*rows))
