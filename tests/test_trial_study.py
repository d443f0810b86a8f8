"""A randomised trial whose study file names its outcomes and arranges its manuscript."""

from collections.abc import Iterator

import pytest

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.gallery import all_figures, figure_numbers
from rtxoutcomes.figures.style import house_style
from rtxoutcomes.publish.writing import Written
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from trial import FIGURES, trial_released, trial_text

PRIMARY = "the change of monthly headache frequency from baseline to month 6"


@pytest.fixture(scope="module")
def released() -> Released:
    return trial_released()


@pytest.fixture(scope="module")
def manuscript(released: Released) -> Written:
    return trial_text(released)


def headings(text: Written, section: str = "Results") -> list[str]:
    return [p.text for p in text.text.section(section) if p.kind == "heading"]


def paragraph(text: Written, heading: str) -> str:
    return " ".join(p.text for p in text.text.section(heading) if p.kind == "paragraph")


def main_tables(released: Released) -> list[Table]:
    return [table for table in all_tables(released) if not table.number.startswith("S")]


def shown(tables: tuple[Table, ...]) -> set[int]:
    return {place for t in tables for line in t.sources for cell in line for place in cell}


def test_methods_name_the_outcomes_by_their_roles_and_give_the_estimand(
    manuscript: Written,
) -> None:
    text = paragraph(manuscript, "Outcomes")

    assert f"The primary outcome was {PRIMARY}. The estimand was defined as follows: " in text
    assert "population, all patients assigned to an arm; variable, headache days in month 6" in text
    assert "; intercurrent events, leaving the programme (days count whether or not it was" in text
    assert "The secondary outcome was admission to hospital." in text
    assert "The exploratory outcome was the change in HIT from baseline." in text


def test_results_begin_with_the_primary_outcome_and_its_comparison(manuscript: Written) -> None:
    assert headings(manuscript)[:4] == [
        "Participants",
        "Change in monthly headache frequency",
        "Admission to hospital",
        "Change in HIT",
    ]
    primary = paragraph(manuscript, "Results").partition(" had at least one admission")[0]
    assert "Adjusted for baseline, the difference in the change in monthly headache" in primary


def test_the_main_result_of_the_abstract_is_the_primary_outcome(manuscript: Written) -> None:
    abstract = paragraph(manuscript, "Abstract").partition("Results.")[2].strip()
    _, first, second, third = abstract.split(". ")[:4]

    assert first.startswith("The mean change in monthly headache frequency was ")
    assert second.startswith("Adjusted for baseline, the difference in the change in monthly")
    assert third.startswith("Overall, ")


def test_tables_figures_and_blocks_of_tables_have_the_order_of_the_outcomes(
    released: Released,
) -> None:
    tables = main_tables(released)
    change = next(table for table in tables if table.key == "score_change")
    sections = [row[0] for row in change.rows if not any(row[1:])]

    assert [table.key for table in tables] == [
        "baseline_characteristics",
        "score_change",
        "relapse_outcomes",
    ]
    assert [text.split(",")[0] for text in sections] == [
        "Headache frequency",
        "Headache Impact Test",
    ]
    main = [k for k, n in figure_numbers(released.study, FIGURES).items() if n.isdigit()]
    assert main == ["participant_flow", "headache_frequency_change", "time_to_relapse"]


def test_the_checklist_names_the_primary_outcome(manuscript: Written) -> None:
    rows = {row[0]: " ".join(row) for row in manuscript.checklist.rows}

    for item in ("7", "C6a", "C12a"):
        assert f"Primary outcome: {PRIMARY}" in rows[item]
    assert "only months since randomisation" in rows["5"]


def test_every_numeral_of_the_text_is_traced(manuscript: Written) -> None:
    assert not [numeral for numeral in manuscript.trace if numeral.kind == "unexplained"]


def test_where_no_outcome_is_declared_none_is_called_primary_or_pre_specified() -> None:
    tests = {"family": ["days.all.between_groups"]}
    bare = trial_released(outcomes=(), multiplicity=tests)
    made = trial_text(bare)
    words = " ".join([made.text.markdown, made.supplement.markdown, *_words(bare)])
    items = " ".join(" ".join(row[3:]) for row in made.checklist.rows)

    assert words.count("primary") == 1
    assert "No primary outcome was declared." in words
    assert "pre-specified" not in words
    assert "Primary" not in items
    # Then the order is that of the study file, and no result comes first as if it were primary.
    assert headings(made)[1] == "Admission to hospital"


def test_every_word_hangs_on_the_study_file(released: Released, manuscript: Written) -> None:
    with house_style():
        drawn = [
            text
            for figure in all_figures(released)
            for text in (figure.caption, figure.alt, *_axes(figure.figure))
        ]
    titles = [table.title for table in all_tables(released)]
    checklist = " ".join(" ".join(row) for row in manuscript.checklist.rows)
    texts = [manuscript.text.markdown, manuscript.supplement.markdown, checklist]
    everything = " ".join([*texts, *titles, *drawn, *_words(released)])

    for word in ("infusion", "elapse", "ttack"):
        assert word not in everything, word
    assert "iagnos" not in paragraph(manuscript, "Results")
    assert "Times are months since randomisation." in everything
    assert "Months since randomisation" in drawn
    assert "admissions to hospital per person-year" in everything
    assert "admission to hospitals" not in everything
    assert "the change in monthly headache frequency (days) and the Headache Impact Test (HIT;" in (
        everything
    )


def _axes(figure: object) -> Iterator[str]:
    for axes in figure.axes:  # type: ignore[attr-defined]
        yield axes.get_xlabel()
        yield from (text.get_text() for text in axes.texts)


def _words(released: Released) -> Iterator[str]:
    for table in all_tables(released):
        yield " ".join([*table.header, *table.footnotes, *(" ".join(row) for row in table.rows)])


def test_the_study_file_names_the_tables_of_the_manuscript_in_their_order() -> None:
    made = trial_released(report={"tables": ["score_categories", "baseline_characteristics"]})
    tables = all_tables(made)

    assert [table.key for table in main_tables(made)] == [
        "score_categories",
        "baseline_characteristics",
    ]
    assert shown(tables) == shown(all_tables(trial_released()))
    assert {"score_change", "relapse_outcomes"} <= {t.key for t in tables if t.number[0] == "S"}
    text = trial_text(made)
    assert "Further results are in Table 1." in text.text.markdown
    assert not [numeral for numeral in text.trace if numeral.kind == "unexplained"]


def test_the_study_file_names_the_figures_of_the_manuscript_in_their_order() -> None:
    chosen = ["headache_frequency_paired", "participant_flow"]
    made = trial_released(report={"figures": chosen})
    numbers = figure_numbers(made.study, FIGURES)

    assert [numbers[key] for key in chosen] == ["1", "2"]
    assert {n for k, n in numbers.items() if k not in chosen} == {"S1", "S2", "S3", "S4"}
    text = trial_text(made).text.markdown
    assert "Further results are in Figure 1." in text
    assert "were randomised (Figure 2)" in text


def test_the_text_reports_the_endpoints_that_the_study_file_names() -> None:
    made = trial_text(trial_released(report={"endpoints": ["days", "relapse"]}))

    assert headings(made) == [
        "Participants",
        "Change in monthly headache frequency",
        "Admission to hospital",
    ]
    methods = paragraph(made, "Methods")
    assert "Other outcomes are reported in the supplement." in methods
    assert "HIT" not in paragraph(made, "Results") + paragraph(made, "Abstract")
    # Numbers are left out of the text alone.
    assert shown(all_tables(trial_released())) == shown(
        all_tables(trial_released(report={"endpoints": ["days", "relapse"]}))
    )


def test_a_manuscript_has_the_sections_that_the_study_file_names() -> None:
    made = trial_text(trial_released(report={"sections": ["results", "methods"]}))
    top = [p.text for p in made.text.paragraphs if p.kind == "heading" and p.level == 2]

    assert top == ["Results", "Methods", "References"]
    only = trial_text(trial_released(report={"sections": ["results"]}))
    assert [p.text for p in only.text.paragraphs if p.kind == "heading" and p.level == 2] == [
        "Results"
    ]


def test_one_statistic_describes_continuous_characteristics() -> None:
    lines = {
        statistic: {
            row[0]
            for row in main_tables(trial_released(report=report))[0].rows
            if row[0].startswith(("Mean", "Median"))
        }
        for statistic, report in (
            ("both", {}),
            ("mean", {"statistic": "mean"}),
            ("median", {"statistic": "median"}),
        )
    }

    assert lines == {
        "both": {"Mean (SD)", "Median (quartiles)"},
        "mean": {"Mean (SD)"},
        "median": {"Median (quartiles)"},
    }


def test_changes_are_medians_where_the_study_file_asks_for_them() -> None:
    made = trial_released(report={"statistic": "median"})
    text = trial_text(made)
    change = next(table for table in main_tables(made) if table.key == "score_change")
    results = paragraph(text, "Results")

    assert "Median age was " in results
    assert "Mean " not in results
    assert "Hodges-Lehmann estimate of the median change in monthly headache frequency" in results
    assert "mean change" not in paragraph(text, "Abstract")
    assert "Baseline, mean (SD)" not in change.header
    assert not [numeral for numeral in text.trace if numeral.kind == "unexplained"]
    assert shown(all_tables(made)) == shown(all_tables(trial_released()))


def test_values_have_the_decimals_that_the_study_file_asks_for() -> None:
    made = trial_released(report={"decimals": {"days": 1, "age_years": 0}})
    text = trial_text(made)
    results = paragraph(text, "Results")
    assert "Mean age was 38 years (standard deviation 9)" in results
    (frequency,) = [
        sentence for sentence in results.split(". ") if "in the change in monthly" in sentence
    ]
    assert frequency.split(" was ")[1].split(" days")[0].count(".") == 1
    assert not [numeral for numeral in text.trace if numeral.kind == "unexplained"]


def test_an_outcome_that_was_not_collected_is_named() -> None:
    made = trial_text(
        trial_released(outcomes=[{"role": "primary", "label": "quality of life at 6 months"}])
    )

    assert "The primary outcome was quality of life at 6 months." in paragraph(made, "Outcomes")
    assert not [numeral for numeral in made.trace if numeral.kind == "unexplained"]
