from typing import Any

from rtxoutcomes.disclose import Released
from rtxoutcomes.results.endpoints import ENDPOINTS
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.findings import PARAGRAPHS, findings
from rtxoutcomes.text.manuscript import setting
from tables.made_up import (
    absent,
    engagement_rows,
    relapse_rows,
    released,
    released_of,
    row,
)
from text.filled import filled, text

NOT_COLLECTED: dict[str, Any] = {"status": "not_attempted", "note": "not_collected"}


def markdown(made: Released) -> str:
    return filled(setting(made, all_tables(made), {})).markdown


def test_each_question_has_its_paragraph_with_the_numbers_of_the_tables() -> None:
    result = text("bundled").markdown

    for sentence in (
        "Among 42 patients with RRMS, eight (19%) had at least one relapse during a median "
        "follow-up of 18.5 months (12 relapses; 0.16 per person-year; 95% CI 0.07 to 0.31).",
        "Overall, 19 of 99 patients (19%) had at least one relapse",
        "The risk of relapse at 12 months was 12% (95% CI 4 to 26) with RRMS, 14% (95% CI 5 to "
        "28) with SPMS and 7% (95% CI <1 to 34) with NMOSD (Table 2).",
        "Mean EDSS was 3.39 points at baseline and 2.82 points at follow-up in patients with NMOSD "
        "(n = 14; mean change −0.57; 95% CI −0.93 to −0.22; P = 0.004; Holm-adjusted P = 0.012). "
        "EDSS was lower than at baseline in nine patients (64%), unchanged in three (21%) "
        "and higher in two (14%); by the step rule, nine improved and none worsened (unconfirmed; "
        "Table 3, Figure 3). "
        "Holm-adjusted P values are those of the post hoc family of three EDSS tests.",
        "Mean serum IgG was 11.00 g/L at baseline and 10.30 g/L at follow-up in patients with SPMS "
        "(n = 43; ratio of geometric means 0.93; 95% CI 0.89 to 0.97).",
        "The probability of remaining free of relapse at 24 months was 78% (95% CI 46 to 90) with "
        "RRMS and 74% (95% CI 47 to 88) with SPMS; it is not given for patients with NMOSD, of "
        "whom too few were still followed (Figure 2).",
        "was 0.88 (95% CI 0.51 to 1.52) for Skype sessions, 0.90 (95% CI 0.70 to 1.17) for",
        "These are associations: engagement was not assigned and cannot be separated from "
        "treatment.",
        "Adverse events were recorded in two of 99 patients (2%; 95% CI <1 to 7); the rate per "
        "100 person-years was 1.2 (95% CI 0.1 to 4.3). No serious adverse events were recorded "
        "(Table 5).",
        "At last contact, 83 patients (84%) were still being followed, nine (9%) had withdrawn and "
        "seven (7%) had been lost to follow-up.",
    ):
        assert sentence in result


def test_details_are_pointed_at_where_they_are() -> None:
    result = text("bundled").markdown

    assert "In all, 99 patients were enrolled (Figure 1)." in result
    assert "; Table 3, Figure 3)." in result
    assert "are in Table 4 and Figure 4." in result
    assert "Figure" not in markdown(released()).split("## Results")[1].split("## Discussion")[0]


def test_a_diagnosis_without_patients_says_why_instead_of_a_number() -> None:
    result = markdown(released())

    assert "For patients with NMOSD (n = 0), the proportion is not estimable. The cohort" in result


def test_what_was_not_collected_has_no_section_and_one_limitation() -> None:
    made = released_of(
        *(
            row(f"relapse/relapse/{group}/proportion", n=0, **NOT_COLLECTED)
            for group in ("RRMS", "all")
        )
    )

    assert markdown(made).count("were not collected") == 1
    assert "- Data on relapses were not collected." in markdown(made)
    assert "### Relapse" not in markdown(made)


def test_a_question_without_rows_has_no_heading() -> None:
    made = released_of(*relapse_rows())

    result = findings(draft(made), {})

    assert "### {{ study.Event }}" in result
    for heading in ("Participants", "Change in", "Engagement", "Adverse events", "Time to"):
        assert heading not in result


def test_a_change_whose_group_is_absent_is_reported_once() -> None:
    made = released_of(absent("change/edss/NMOSD/mean_change"))

    result = findings(draft(made), {})

    assert result.count("mean change is") == 1
    assert "improved" not in result


def test_every_endpoint_with_a_section_has_a_paragraph_and_no_other() -> None:
    assert list(PARAGRAPHS) == [endpoint.key for endpoint in ENDPOINTS]
    for endpoint in ENDPOINTS:
        assert bool(PARAGRAPHS[endpoint.key]) == bool(endpoint.section)


def followed(lower: float, upper: float) -> str:
    quartiles = {"median": lower, "lower_quartile": lower, "upper_quartile": upper}
    rows = [
        row(f"baseline/follow_up_months/all/{name}", estimate=value)
        for name, value in quartiles.items()
    ]
    return markdown(released_of(*rows))


def test_only_unequal_follow_up_differed_between_patients() -> None:
    assert "Median follow-up was 12.0 months." in followed(12.0, 12.0)
    assert "was 12.0 months (quartiles 12.0 and 18.0)." in followed(12.0, 18.0)


def test_a_change_of_one_patient_is_a_sentence_with_its_number() -> None:
    key = "change/edss/RRMS/mean_change"
    alone = row(key, n=1, estimate=-1.0, status="not_estimable", note="n_one")

    assert (
        "For patients with RRMS (n = 1), the mean change was \N{MINUS SIGN}1.00. "
        "One patient only: neither interval nor test is possible." in markdown(released_of(alone))
    )


def test_one_patient_is_counted_in_the_singular() -> None:
    result = markdown(released_of(row("flow/flow/all/enrolled", n=1, estimate=1.0)))

    assert "study included 1 patient." in result
    assert "In all, 1 patient was enrolled" in result


def test_engagement_has_a_sentence_only_where_there_is_an_estimate() -> None:
    result = findings(draft(released_of(*engagement_rows())), {})

    assert "for {{ channel.skype }} {{ activities.skype:session }}" in result
    assert "{{ activities.whatsapp:message }}" not in result


def test_without_an_estimate_of_engagement_nothing_is_written_of_it() -> None:
    (_, absent_model, _, *_) = engagement_rows()

    assert "### Engagement" not in findings(draft(released_of(absent_model)), {})
