"""One changed patient moves every place where the number stands, and nothing else."""

import io
from dataclasses import replace
from functools import cache

import pandas as pd
from docx import Document

from released import bundled
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.intake import bundled_cohort
from rtxoutcomes.publish.outputs import outputs
from rtxoutcomes.publish.writing import written
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.results.frame import KEY
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table

# Counts of every value at baseline and at follow-up: drawn from the distributions, not from rows.
FROM_DISTRIBUTIONS = {"transition_values"}


@cache
def after() -> Released:
    """The bundled cohort with one EDSS changed: the last of a patient seen after the fixed time."""
    cohort = bundled_cohort()
    visits = cohort.visits
    assert visits is not None
    rrms = cohort.patients.loc[cohort.patients["diagnosis"] == "RRMS", "patient_id"]
    own = visits[visits["patient_id"].isin(rrms) & visits["edss"].between(2, 4)]
    last = own[own["month"] > 15].groupby("patient_id")["month"].idxmax()
    changed = visits.copy()
    changed.loc[last.iloc[0], "edss"] += 1.0
    return internal(analyse(replace(cohort, visits=changed), read_study("nabiuni2023")))


@cache
def files(which: str) -> dict[str, bytes]:
    return outputs(bundled() if which == "before" else after(), lambda _: None)


@cache
def moved() -> frozenset[int]:
    """Positions of the rows that are not as they were."""
    old, new = bundled().estimates, after().estimates
    assert old[list(KEY)].equals(new[list(KEY)])
    same = (old == new) | (old.isna() & new.isna())
    return frozenset(same.index[~same.all(axis=1)].tolist())


def changed_cells(old: Table, new: Table) -> list[tuple[str, str, tuple[int, ...]]]:
    """Cells that read otherwise, with the rows behind them."""
    return [
        (before, now, sources)
        for line, line_now, behind in zip(old.rows, new.rows, new.sources, strict=True)
        for before, now, sources in zip(line, line_now, behind, strict=True)
        if before != now
    ]


def test_the_change_reaches_the_rows_of_that_patient_s_diagnosis_and_score_only() -> None:
    rows = bundled().estimates.loc[sorted(moved())]

    # A contrast of two other diagnoses rests on the residuals of all.
    own = rows[rows["quantity"] != "adjusted_difference"]
    assert set(own["group"]) == {"RRMS", "all"}
    assert set(rows["endpoint"]) == {"edss"}
    assert {"mean_change", "follow_up_mean", "signed_rank"} <= set(rows["quantity"])
    # The changed visit lies after the fixed time.
    assert rows.loc[rows["analysis"] == "change", "month"].isna().all()
    assert not rows["analysis"].isin(["baseline", "relapse", "time_to_relapse", "safety"]).any()


def test_a_cell_moves_if_and_only_if_a_number_behind_it_does() -> None:
    for old, new in zip(all_tables(bundled()), all_tables(after()), strict=True):
        if old.key in FROM_DISTRIBUTIONS:
            continue
        assert old.header == new.header
        for before, now, sources in changed_cells(old, new):
            assert moved().intersection(sources), (old.key, before, now)


def test_no_place_keeps_the_old_number() -> None:
    rows = bundled().estimates
    named = (rows["endpoint"] == "edss") & (rows["group"] == "RRMS") & (rows["role"] == "reported")
    place = rows.index[named & (rows["quantity"] == "mean_change")][0]
    shown = 0
    for old, new in zip(all_tables(bundled()), all_tables(after()), strict=True):
        pairs = zip(old.rows, new.rows, new.sources, strict=True)
        for line, line_now, behind in pairs:
            for before, now, sources in zip(line, line_now, behind, strict=True):
                # The count of patients is the same; the estimate and its P are not.
                if place in sources and before not in ("42",):
                    assert before != now, (old.key, before)
                    shown += 1
    texts = [written(made, all_tables(made), {}).text.paragraphs for made in (bundled(), after())]
    for old_paragraph, new_paragraph in zip(*texts, strict=True):
        for piece, now in zip(old_paragraph.pieces, new_paragraph.pieces, strict=True):
            assert piece.text == now.text or moved().intersection(now.sources)
            if place in piece.sources and piece.reference.endswith(("summary", "p_adjusted")):
                assert piece.text != now.text
                shown += 1
    assert shown >= 4


def test_of_all_files_those_move_that_hold_the_number_and_every_format_alike() -> None:
    old, new = files("before"), files("after")

    assert set(old) == set(new)
    differ = {name for name in old if old[name] != new[name]}
    whole = {"report.html", "results.csv", "results.json"}
    whole |= {f"manuscript.{form}" for form in ("docx", "md", "tex")}
    assert whole <= differ
    tables = {name.removeprefix("tables/") for name in differ if name.startswith("tables/")}
    keys = {name.rsplit(".", 1)[0] for name in tables}
    assert {f"{key}.{form}" for key in keys for form in ("csv", "md", "tex")} == tables
    assert {"score_change", "score_categories", "transition_values"} <= keys
    assert not keys & {"relapse_outcomes", "time_to_relapse", "safety", "baseline_characteristics"}
    figures = {name for name in differ if name.startswith("figures/")}
    assert figures
    assert not [name for name in figures if "igg" in name or "relapse" in name or "flow" in name]
    assert "curves.csv" not in differ
    assert "manuscript.template.md" not in differ


def test_word_moves_as_the_tables_do() -> None:
    def grids(which: str) -> list[pd.DataFrame]:
        opened = Document(io.BytesIO(files(which)["manuscript.docx"]))
        return [
            pd.DataFrame([[cell.text for cell in row.cells] for row in grid.rows])
            for grid in opened.tables
        ]

    old, new = all_tables(bundled()), all_tables(after())
    for k, (before, now) in enumerate(zip(grids("before"), grids("after"), strict=True)):
        if k < len(old) and old[k].key not in FROM_DISTRIBUTIONS:
            assert int((before != now).to_numpy().sum()) == len(changed_cells(old[k], new[k]))
