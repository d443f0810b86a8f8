from rtxoutcomes.disclose import Released
from rtxoutcomes.results.endpoints import ENDPOINTS
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.findings import PARAGRAPHS, findings
from rtxoutcomes.text.manuscript import setting, skeleton_text
from tables.made_up import absent, relapse_rows, released, released_of, row
from text.filled import text


def filled(made: Released) -> str:
    return skeleton_text(setting(made, all_tables(made), ())).markdown


def test_each_question_has_its_paragraph_with_the_numbers_of_the_tables() -> None:
    told = text("bundled").markdown

    for sentence in (
        "Of patients with Relapsing-remitting MS, 8/42 (19%) had at least one relapse (95% CI 10% "
        "to 33%). The risk at 12 months was 12% (95% CI 4% to 26%). The rate was 0.16 (95% CI "
        "0.07 to 0.32) relapses per person-year (12 in 73.1 person-years).",
        "In Neuromyelitis optica spectrum disorder, the mean change was −0.57 (95% CI −0.93 to "
        "−0.22; P = 0.004), adjusted P = 0.012, from a mean of 3.39 to 2.82 points (n = 14, "
        "missing 0). Of 14, 9 improved, 3 stayed and 2 worsened.",
        "In Secondary progressive MS, the ratio of geometric means was 0.93 (95% CI 0.89 to 0.97; "
        "P < 0.001)",
        "free of relapse were 88% (95% CI 74% to 95%) at 12 months and 78%",
        "Skype session and Relapse: hazard ratio per doubling of (1 + count) 0.88",
        "They are not identifiable as effects of the channels",
        "2/99 (2%) patients had an adverse event (95% CI <1% to 7%).",
    ):
        assert sentence in told


def test_details_are_pointed_at_where_they_are() -> None:
    told = text("bundled").markdown

    assert "Details: Table 3, Figure 3 and Table A4." in told
    assert "Curves and numbers at risk: Figure 2 and Table 4." in told
    assert "Figure" not in filled(released()).split("## Results")[1].split("## Discussion")[0]


def test_a_diagnosis_without_patients_says_why_instead_of_a_number() -> None:
    told = filled(released())

    assert "For NMOSD, proportion is not estimable: The cohort holds no patient" in told


def test_what_was_not_collected_is_said() -> None:
    key = "relapse/relapse/all/proportion"
    made = released_of(row(key, n=0, dropped=9, status="not_attempted", note="not_collected"))

    assert "For all patients, proportion is not attempted: Not collected in this cohort." in filled(
        made
    )


def test_a_question_without_rows_has_no_heading() -> None:
    made = released_of(*relapse_rows())

    told = findings(draft(made), {})

    assert "### Relapse" in told
    for heading in ("Participants", "Change of", "Engagement", "Adverse events", "Time to"):
        assert heading not in told


def test_a_change_whose_group_is_absent_is_told_once() -> None:
    made = released_of(absent("change/edss/NMOSD/mean_change"))

    told = findings(draft(made), {})

    assert told.count("mean change is") == 1
    assert "improved" not in told


def test_every_endpoint_with_a_section_has_a_paragraph_and_no_other() -> None:
    assert list(PARAGRAPHS) == [endpoint.key for endpoint in ENDPOINTS]
    for endpoint in ENDPOINTS:
        assert bool(PARAGRAPHS[endpoint.key]) == bool(endpoint.section)
