import pytest

from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.references import References, UnknownReference, references, words
from tables.made_up import released_of, row

SIGNED_RANK = "change/edss/NMOSD/signed_rank"
WAYS = "relapse/relapse/all/rate"
RELEASED = released_of(
    row("change/edss/NMOSD/mean_change", n=14, estimate=-0.571, ci=(-0.9, -0.2), p=0.004),
    row(SIGNED_RANK, p=0.004, method="exact, zeros dropped"),
    row(
        SIGNED_RANK,
        p=0.03,
        method="exact, Pratt zeros",
        method_key=MethodKey.SIGNED_RANK_PRATT,
        role="alternative",
    ),
    row("change/igg/NMOSD/mean_change", estimate=-0.9, method="paired t", role="alternative"),
    row(WAYS, estimate=1.0, method="first", role="alternative"),
    row(WAYS, estimate=2.0, method="second", method_key=MethodKey.GARWOOD, role="alternative"),
    row(WAYS, estimate=3.0, method="first and more", method_key=MethodKey.SD, role="sensitivity"),
    row("relapse/relapse/all/risk", month=7.5, estimate=0.1),
)
OTHERS = {"table.safety": "Table 6", "cite.a": "[1]", "cite.b": "[2]"}


def known() -> References:
    return references(RELEASED, draft(RELEASED).named, OTHERS)


@pytest.mark.parametrize(
    ("reference", "text", "sources"),
    [
        ("edss.NMOSD.mean_change", "−0.57", (0,)),
        ("edss.NMOSD.mean_change.n", "14", (0,)),
        ("edss.NMOSD.mean_change | 3", "−0.571", (0,)),
        ("edss.NMOSD.mean_change.estimate|1", "−0.6", (0,)),
        ("edss.NMOSD.signed_rank.p", "P = 0.004", (1,)),
        ("edss.NMOSD.signed_rank[pratt].p", "P = 0.030", (2,)),
        # The only one of its name, though an alternative.
        ("igg.NMOSD.mean_change", "−0.90", (3,)),
        ("relapse.all.rate[second]", "2.00", (5,)),
        # A whole method is meant before one that holds the same words.
        ("relapse.all.rate[first]", "1.00", (4,)),
        ("relapse.all.rate[and more]", "3.00", (6,)),
        ("relapse.all.risk_7.5_months", "10%", (7,)),
        ("relapse.all.risk_7.5_months.months", "7.5", (7,)),
        ("relapse.all.risk_7.5_months.quantity", "Risk at 7.5 months", (7,)),
        ("relapse.all.risk_7.5_months.term", "Risk at 7.5 months", (7,)),
        ("table.safety", "Table 6", ()),
        ("cite.a+b", "[1,2]", ()),
        ("diagnosis.RRMS", "Relapsing-remitting MS", ()),
        ("activity.whatsapp:message", "message", ()),
        ("study.event", "relapse", ()),
        ("study.title", "A made-up study", ()),
        ("study.mark", "Synthetic data", ()),
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
        ("relapse.all.rate", r"fits several rows; name one by its method: \[first\]; \[second", ""),
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


def test_every_word_of_the_study_may_be_referred_to() -> None:
    found = words(RELEASED)

    assert {key.partition(".")[0] for key in found} == {
        *(
            "study",
            "diagnosis",
            "group",
            "name",
            "in_text",
            "label_in_text",
            "activities",
            "patient",
            "patients",
            "score",
            "unit",
            "channel",
            "activity",
        ),
    }
    assert found["unit.igg"] == "g/L"
    assert found["patients.RRMS"] == f"patients with {found['diagnosis.RRMS']}"
    assert found["channel.skype"] == "Skype"
    assert found["study.family"] == "post hoc"
