"""The whole report on three public data sets, against R's numbers for them.

The data stand beside the checkout and never in it; where they are absent each test is skipped.
`realdata.json` was made by `realdata.R`, which derives everything from the raw tables itself.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import rtxoutcomes as rtx
from realdata.real_cohorts import anorexia, msoutcomes, rhdnase
from shared_reference.loader import SHARED

HERE = Path(__file__).parent
DATA = SHARED / "data"
# Both sides use double precision; files hold 12 significant digits, R's lists 15.
RTOL = 1e-9
FIXED_TIME = "_12_months"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the folder with public data sets is not beside the checkout"
)


@pytest.fixture(scope="module")
def r() -> dict[str, Any]:
    result: dict[str, Any] = json.loads((HERE / "realdata.json").read_text(encoding="utf-8"))
    return result


def report(tmp: Path, name: str, make: Callable[[Path, Path], Path]) -> pd.DataFrame:
    """Write the whole report and read its results back."""
    study = rtx.read_study(str(HERE / f"{name}.toml"))
    (tmp / "in").mkdir()
    cohort = rtx.read_cohort(make(DATA, tmp / "in"), study)
    files = rtx.write_report(cohort, study, tmp / "out")
    assert "report.html" in files
    assert "Public data" in (tmp / "out" / "report.html").read_text(encoding="utf-8")
    return pd.read_csv(tmp / "out" / "results.csv")


def row(frame: pd.DataFrame, endpoint: str, group: str, term: str, nth: int = 0) -> pd.Series:
    key = (frame["endpoint"] == endpoint) & (frame["group"] == group) & (frame["term"] == term)
    return frame[key].iloc[nth]


def close(got: float, expected: float) -> None:
    assert got == pytest.approx(expected, rel=RTOL, abs=1e-12)


def test_weight_change_in_three_groups_is_r_s(tmp_path: Path, r: dict[str, Any]) -> None:
    frame = report(tmp_path, "anorexia", anorexia)

    for group, expected in r["anorexia"].items():
        mean = row(frame, "weight", group, "mean_change")
        ranks = row(frame, "weight", group, "signed_rank")
        assert mean["n"] == expected["n"]
        close(mean["estimate"], expected["mean"])
        close(mean["conf_low"], expected["low"])
        close(mean["conf_high"], expected["high"])
        close(mean["p_value"], expected["p_t"])
        close(mean["p_adjusted"], r["holm"][group])
        close(ranks["p_value"], expected["p_signed_rank"])
    relapse = row(frame, "relapse", "CBT", "proportion")
    assert (relapse["status"], relapse["note"]) == ("not_attempted", "not_collected")


def test_edss_by_visit_is_r_s(tmp_path: Path, r: dict[str, Any]) -> None:
    frame = report(tmp_path, "msoutcomes", msoutcomes)

    for suffix, key in (("", "last"), (FIXED_TIME, "fixed")):
        expected = r["msoutcomes"][key]
        mean = row(frame, "edss", "MS", f"mean_change{suffix}")
        assert (mean["n"], mean["dropped"]) == (expected["n"], expected["dropped"])
        close(mean["estimate"], expected["mean"])
        close(mean["conf_low"], expected["low"])
        close(mean["conf_high"], expected["high"])
        close(mean["p_value"], expected["p_t"])
        close(
            row(frame, "edss", "MS", f"signed_rank{suffix}")["p_value"], expected["p_signed_rank"]
        )


def test_time_to_exacerbation_is_r_s(tmp_path: Path, r: dict[str, Any]) -> None:
    frame = report(tmp_path, "rhdnase", rhdnase)

    expected = r["rhdnase"]
    for k, group in enumerate(("placebo", "rhDNase")):
        for j, month in enumerate((3, 5)):
            result = row(frame, "time_to_relapse", group, f"survival_{month}_months", nth=1)
            close(result["estimate"], expected["survival"][2 * k + j])
            close(result["conf_low"], expected["low"][2 * k + j])
            close(result["conf_high"], expected["high"][2 * k + j])
        area = row(frame, "time_to_relapse", group, "restricted_mean_5_months")
        close(area["estimate"], expected["rmst"][k])
        close(area["std_error"], expected["rmst_se"][k])
        rates = expected["rates"][str(k)]
        proportion = row(frame, "relapse", group, "proportion")
        assert (proportion["n"], proportion["events"]) == (rates["n"], rates["relapsed"])
        plain = row(frame, "relapse", group, "rate", nth=1)
        assert plain["events"] == rates["attacks"]
        close(plain["estimate"], rates["rate"])
        close(plain["conf_low"], rates["low"])
        close(plain["conf_high"], rates["high"])
    rank = row(frame, "time_to_relapse", "all", "log_rank")
    close(rank["statistic"], expected["chisq"])
    close(rank["p_value"], expected["p_log_rank"])
