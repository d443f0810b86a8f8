"""What users write with a cohort: sound code, which type checkers accept and which runs.

Each function is one snippet. The lint job checks the types; test_snippets.py runs each.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import rtxoutcomes as rtx

STUDY = rtx.read_study("nabiuni2023")
COHORT = rtx.bundled_cohort()
RESULTS = rtx.analyse(COHORT, STUDY)


def one_endpoint() -> None:
    change = rtx.score_change(COHORT, STUDY, "edss")
    print(change.query("quantity == 'mean_change'")[["group", "estimate", "p_value"]])


def a_study_by_its_name() -> None:
    print(rtx.brief(rtx.relapse_rates(COHORT, "nabiuni2023", group_by="sex")).head())


def one_number() -> None:
    row = RESULTS.get("edss", "NMOSD", "mean_change")
    low: float = row.conf_low
    print(f"{row.estimate:.2f} (from {low:.2f}), n = {row.n}")


def a_number_that_is_not_there() -> None:
    try:
        RESULTS.get("edss", "NMOSD", "mean_chnge")
    except rtx.LookupFault as fault:
        print(str(fault))


def a_number_in_a_sentence() -> None:
    change = rtx.inline(RESULTS, "edss.NMOSD.mean_change.summary")
    patients = change.row.n if change.row is not None else 0
    print(f"EDSS changed by {change} in {patients} patients.")


def a_table_in_word() -> None:
    table = rtx.tables.baseline_characteristics(RESULTS)
    with TemporaryDirectory() as folder:
        table.save(Path(folder) / "table_1.docx")
        table.save(f"{folder}/table_1.csv")
    print(table.to_frame().columns.tolist(), table.footnotes)


def a_figure() -> None:
    figure = rtx.figures.time_to_relapse(RESULTS)
    figure.axes[0].set_title("Time to first relapse")
    with TemporaryDirectory() as folder:
        figure.savefig(Path(folder) / "relapse.png", dpi=50)


def a_style() -> None:
    released = rtx.internal(RESULTS, rtx.read_style("lancet"))
    print(rtx.tables.score_change(released).rows[0], released.mark)


def a_cohort_of_frames() -> None:
    patients = pd.DataFrame(
        {"id": ["SYN-1", "SYN-2"], "diagnosis": ["RRMS", "SPMS"], "months": [14.0, 20.5]}
    )
    names = {"patients": {"id": "patient_id", "months": "follow_up_months"}}
    print(rtx.cohort_from_frames(STUDY, patients=patients, origin="synthetic", columns=names))


def exclusions() -> None:
    ids = COHORT.patients["patient_id"].head(5)
    fewer = COHORT.exclude(ids, reason="withdrew consent")
    older = fewer.subset(fewer.patients["age_years"] > 40, reason="age 40 years or less")
    print(older.subset("sex == 'female'", reason="male").exclusions)


def a_study_with_other_rules() -> None:
    relapse = STUDY.relapse.model_copy(update={"merge_days": 21})
    plan = STUDY.model_copy(update={"relapse": relapse})
    print(plan.relapse.merge_days, plan.score("edss").label, plan.grouped_by("sex").codes)


def a_variable_of_ones_own() -> None:
    plan = rtx.with_variable(STUDY, "age_years", "Age", cuts=[40], role="subgroup")
    results = rtx.analyse(COHORT, plan)
    print(rtx.brief(results.estimates.query("analysis == 'subgroup'")).head())


def tables_that_are_refused() -> None:
    try:
        rtx.cohort_from_frames(STUDY, patients=COHORT.patients.head(2))
    except rtx.TableError as fault:
        for violation in fault.violations:
            print(violation.table, violation.column, violation.must)


def anonymity() -> None:
    print(rtx.k_anonymity(COHORT, STUDY).k)


def subgroups() -> None:
    rows: pd.DataFrame = RESULTS.estimates.query("analysis == 'subgroup'")
    print(len(rows))


def engagement() -> None:
    rows = rtx.engagement_effects(COHORT, STUDY, outcome="edss", exposure="landmark")
    print(rows["estimate"].notna().sum())
