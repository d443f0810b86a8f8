"""Names of a study file mean nothing: scores, channels and activities may be called anything."""

from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest

from analysis.small import full
from cohorts import STUDY, study
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.disclose import Released, internal
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.manuscript import setting
from rtxoutcomes.text.references import references
from rtxoutcomes.text.trace import trace
from text.filled import filled

SCORES_OF_STUDY: Any = STUDY["scores"]
EDSS, IGG = SCORES_OF_STUDY
PLAIN: dict[str, Any] = {"fixed_time_months": None, "worsening": {}}
# Each was, or could be, mistaken for another part of a reference.
LINEAR = ("x", "relapse_score", "follow_up", "survival_group", "cite", "block", "study", "mean")
SCORES = [
    *(EDSS | PLAIN | {"name": name, "label": f"Label {k}"} for k, name in enumerate(LINEAR)),
    EDSS | {"name": "x_fixed_time", "label": "Another"},
    IGG | {"name": "y_baseline", "label": "A third"},
]
COLUMNS = {name: f"column_{name}" for name in [score["name"] for score in SCORES]}


@cache
def strange() -> Released:
    cohort = full()
    visits = cohort.visits
    assert visits is not None
    values = {
        COLUMNS[score["name"]]: visits["igg_g_per_l" if "scale" in score else "edss"]
        for score in SCORES
    }
    engagement = cohort.engagement
    assert engagement is not None
    plan = study(
        scores=[score | {"column": COLUMNS[score["name"]]} for score in SCORES],
        channels=[{"name": "landmark_level", "activities": ["adjusted", "vs"]}],
        randomness={"permutations": 199},
    )
    changed = replace(
        cohort,
        visits=pd.concat([visits, pd.DataFrame(values)], axis=1),
        engagement=engagement.assign(channel="landmark_level", activity="adjusted"),
    )
    return internal(analyse(changed, plan))


def test_every_row_of_such_a_study_has_a_reference_that_means_it() -> None:
    known = draft(strange())
    words = references(strange(), known.named)

    rows = [row for row in known.index.rows if known.reference(row)]

    assert len(rows) == len(known.index.rows)
    for row in rows:
        found = words.find(known.reference(row, "n"))
        assert (found.text, found.sources) == (str(row.n), (row.place,))


@pytest.mark.parametrize("name", ["x", "x_fixed_time", "follow_up", "cite", "block"])
def test_the_skeleton_of_such_a_study_is_filled_with_every_numeral_explained(name: str) -> None:
    made = setting(strange(), (), {})
    text = filled(made)

    assert f"{{{{ {name}.A.mean_change.ci }}}}" in text.template
    numerals = trace(made.draft, text, strange().style)
    assert [n for n in numerals if n.kind == "unexplained"] == []
