"""Sentences on the change of a score in one diagnosis."""

from dataclasses import replace

from rtxoutcomes.disclose import Released
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.study.blocks import Family, Multiplicity
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.relapse import relapse_outcomes
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.findings import findings
from rtxoutcomes.text.manuscript import setting
from tables.made_up import released_of, row
from text.filled import filled

KEY = "change/edss/RRMS/"


def with_family(released: Released, *tests: str) -> Released:
    rules = Multiplicity(family=tests, chosen="post hoc")
    return replace(released, study=released.study.model_copy(update={"multiplicity": rules}))


def said(released: Released) -> str:
    return findings(draft(released), {})


def test_without_means_the_change_stands_with_its_interval_alone() -> None:
    change = row(f"{KEY}mean_change", n=9, estimate=-1.0, ci=(-2.0, -0.5))

    assert (
        "The mean change in {{ in_text.edss }} in patients with {{ name.RRMS }} (n = "
        "{{ edss.RRMS.mean_change.n }}) was {{ edss.RRMS.mean_change }} "
        "({{ edss.RRMS.mean_change.level }} "
        "{{ edss.RRMS.mean_change.ci }})."
    ) in said(released_of(change))


def test_missing_patients_are_mentioned_only_where_there_are_any() -> None:
    change = row(f"{KEY}mean_change", n=9, dropped=2, estimate=-1.0, ci=(-2.0, -0.5))

    assert "; {{ edss.RRMS.mean_change.dropped }} missing)" in said(released_of(change))


def test_the_adjusted_p_names_its_family() -> None:
    change = row(f"{KEY}mean_change", n=9, estimate=-1.0, ci=(-2.0, -0.5), p=0.01)
    made = with_family(released_of(replace(change, p_adjusted=0.01)), "edss.RRMS.t")

    assert (
        "{{ edss.RRMS.mean_change.p }}; Holm-adjusted {{ edss.RRMS.mean_change.p_adjusted }}). "
        "Holm-adjusted P values are those of the post hoc family of one EDSS test."
    ) in said(made)


def test_of_several_families_each_is_named_in_the_words_of_the_authors() -> None:
    """A name may hold digits and signs of Markdown, and is printed as it stands."""
    change = row(f"{KEY}mean_change", n=9, estimate=-1.0, ci=(-2.0, -0.5), p=0.01)
    relapse = row("relapse/relapse/all/between_groups", p=0.03, measure=Measure.TEST)
    rules = Multiplicity(
        family=("edss.RRMS.t",),
        families=(Family(name="part *2*", tests=("relapse.all.between_groups",)),),
    )
    had = row("relapse/relapse/RRMS/proportion", events=8, estimate=8 / 42)
    rows = (replace(change, p_adjusted=0.01), replace(relapse, p_adjusted=0.03), had)
    made = released_of(*rows)
    made = replace(made, study=made.study.model_copy(update={"multiplicity": rules}))

    text = filled(setting(made, all_tables(made), {}))

    second = 'Holm-adjusted P = 0.030 in the family "part *2*" of one test'
    whole = "\n".join(paragraph.text for paragraph in text.paragraphs)
    assert "those of the family of one EDSS test." in whole
    assert 'of the family "part *2*" of one test' in whole
    assert second in " ".join(relapse_outcomes(made).footnotes)


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
