import pytest

from rtxoutcomes.tables.select import rows_at
from rtxoutcomes.text.references import References, UnknownReference, references
from tables.made_up import released_of, row

RELEASED = released_of(
    row("change/edss/NMOSD/mean_change", n=14, estimate=-0.571, ci=(-0.9, -0.2), p=0.004),
    row("change/edss/NMOSD/signed_rank", p=0.004, method="exact, zeros dropped"),
    row("change/edss/NMOSD/signed_rank", p=0.03, method="exact, Pratt zeros", role="beside"),
    row("change/igg/NMOSD/mean_change", estimate=-0.9, method="paired t", role="beside"),
    row("x/two/all/ways", estimate=1.0, method="first", role="beside"),
    row("x/two/all/ways", estimate=2.0, method="second", role="beside"),
    row("relapse/relapse/all/risk_7.5_months", estimate=0.1),
)
OTHERS = {"table.safety": "Table 6", "cite.a": "[1]", "cite.b": "[2]"}


def known() -> References:
    return references(RELEASED, rows_at(RELEASED, range(len(RELEASED.estimates))), OTHERS)


@pytest.mark.parametrize(
    ("reference", "text", "sources"),
    [
        ("edss.NMOSD.mean_change", "−0.57", (0,)),
        ("edss.NMOSD.mean_change.n", "14", (0,)),
        ("edss.NMOSD.mean_change | 3", "−0.571", (0,)),
        ("edss.NMOSD.mean_change.estimate|1", "−0.6", (0,)),
        ("edss.NMOSD.signed_rank.p", "P = 0.004", (1,)),
        ("edss.NMOSD.signed_rank[pratt].p", "P = 0.030", (2,)),
        # Alone under its name, though it only stands beside.
        ("igg.NMOSD.mean_change", "−0.90", (3,)),
        ("two.all.ways[second]", "2.00", (5,)),
        ("relapse.all.risk_7.5_months", "10%", (6,)),
        ("relapse.all.risk_7.5_months.months", "7.5", (6,)),
        ("table.safety", "Table 6", ()),
        ("cite.a+b", "[1,2]", ()),
        ("diagnosis.RRMS", "Relapsing-remitting MS", ()),
        ("study.title", "A made-up study", ()),
        ("study.mark", "Synthetic data: made-up patients", ()),
        ("= 500 mg", "500 mg", ()),
    ],
)
def test_a_reference_is_its_text_and_the_rows_behind_it(
    reference: str, text: str, sources: tuple[int, ...]
) -> None:
    found = known().find(reference)

    assert (found.text, found.sources) == (text, sources)


@pytest.mark.parametrize(
    ("reference", "must", "nearest"),
    [
        ("edss.NMOSD.mean_chang", "is not known", "edss.NMOSD.mean_change"),
        ("edss.NMOSD.mean_change.cii", "has no attribute 'cii'", "edss.NMOSD.mean_change.ci"),
        ("edss.NMOSD.mean_change.zzzz", "has no attribute 'zzzz'", ""),
        ("edss.NMOSD.mean_change.events", "has no events; it has .ci", "edss.NMOSD.mean_change.ci"),
        ("edss.NMOSD.signed_rank", "has no estimate; it has .p", "edss.NMOSD.signed_rank.p"),
        ("edss.NMOSD.signed_rank[Welch].p", "has no method with 'Welch'; it has exact", ""),
        ("edss.NMOSD.signed_rank[Pratt].q", "has no attribute 'q'", ""),
        ("two.all.ways", r"fits several rows; name one by its method: \[first\]; \[second\]", ""),
        ("tabel.safety", "is not known", "table.safety"),
        ("cite.a+c", "is no paper", "cite.a"),
        ("", "is not of the form", ""),
        ("a[b", "is not of the form", ""),
    ],
)
def test_what_stands_for_nothing_says_why_and_what_is_near(
    reference: str, must: str, nearest: str
) -> None:
    with pytest.raises(UnknownReference, match=must) as caught:
        known().find(reference)

    assert caught.value.nearest == nearest
