import pytest

from released import bundled
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.references import UnknownReference, references
from rtxoutcomes.text.renamed import renamed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sex.all.level:female", "sex.all.proportion:female"),
        ("sex.all.level:female.share", "sex.all.proportion:female.share"),
        ("follow_up_months.all.q1", "follow_up_months.all.lower_quartile"),
        ("follow_up_months.all.q3.n", "follow_up_months.all.upper_quartile.n"),
        ("age_years.all.smd", "age_years.all.largest_standardised_difference"),
        (
            "age_years.all.smd:SPMS minus RRMS",
            "age_years.SPMS.standardised_difference:vs RRMS",
        ),
        ("edss.RRMS.net_benefit", "edss.RRMS.net_proportion"),
        ("edss.RRMS.sign", "edss.RRMS.sign_test"),
        ("igg.RRMS.ratio.ci", "igg.RRMS.geometric_mean_ratio.ci"),
        ("edss.RRMS.smallest_p", "edss.RRMS.smallest_attainable_p"),
        ("edss.RRMS.tipping_change", "edss.RRMS.limit_nearest_no_change"),
        ("edss.RRMS.standardised_change", "edss.RRMS.standardised_mean_change"),
        (
            "time_to_relapse.RRMS.rmst_12_months",
            "time_to_relapse.RRMS.restricted_mean_12_months",
        ),
        ("time_to_relapse.RRMS.follow_up_median", "time_to_relapse.RRMS.median_follow_up"),
        ("flow.all.end_lost", "flow.all.follow_up_ended:lost"),
        ("flow.all.edss_pairs", "edss.all.complete_pairs"),
        ("flow.RRMS.edss_no_baseline", "edss.RRMS.no_baseline_value"),
        ("igg.RRMS.below_7", "igg.RRMS.below_limit:7"),
        ("edss_fixed_time.RRMS.mean_change", "edss.RRMS.mean_change_12_months"),
        ("edss_baseline.RRMS.mean", "edss.RRMS.mean"),
        (
            "engagement_relapse.all.whatsapp_message",
            "relapse.all.hazard_ratio_3_months:whatsapp:message:landmark",
        ),
        (
            "engagement_edss.all.skype_session.summary",
            "edss.all.change_difference_3_months:skype:session:landmark.summary",
        ),
        (
            "engagement_igg.all.skype_session",
            "igg.all.change_ratio_3_months:skype:session:landmark",
        ),
        ("relapse.all.difference:NMOSD minus SPMS", "relapse.NMOSD.proportion_difference:vs SPMS"),
        ("relapse.all.ratio:NMOSD vs RRMS", "relapse.NMOSD.proportion_ratio:vs RRMS"),
        ("edss.all.adjusted_change:SPMS minus RRMS", "edss.SPMS.adjusted_difference:vs RRMS"),
        ("igg.all.adjusted_change:SPMS vs RRMS", "igg.SPMS.adjusted_ratio:vs RRMS"),
        ("relapse.RRMS.rate_after", "relapse.RRMS.rate_on_treatment"),
        ("relapse.RRMS.mean_attacks_12_months", "relapse.RRMS.mean_events_12_months"),
    ],
)
def test_an_older_reference_is_refused_with_its_name_now(old: str, new: str) -> None:
    known = references(bundled(), draft(bundled()).named)

    with pytest.raises(UnknownReference, match="is not known") as caught:
        known.find(old)

    assert caught.value.nearest == new


def test_a_name_that_is_the_same_now_stays() -> None:
    for name in ("edss.NMOSD.mean_change", "relapse.all.risk_12_months", "sex.all.proportion:male"):
        assert renamed(name) == name
