"""Firth Cox models by the package firthmodels, on made-up times without ties and without strata.

It needs an environment of its own with firthmodels 0.8.2 (and with it scikit-learn):
python tests/reference/firthmodels_cox.py, from the root of the repository.
"""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from firthmodels import FirthCoxPH  # type: ignore[import-not-found]

OUT = Path("tests/reference/firthmodels_cox.json")


def fitted(x: np.ndarray, months: np.ndarray, event: np.ndarray) -> dict[str, list[Any]]:
    model = FirthCoxPH(backend="numpy", gtol=1e-9, xtol=1e-9, max_iter=500, max_halfstep=50)
    model.fit(x, (event, months)).lrt()
    limits = model.conf_int(method="pl", tol=1e-9, max_iter=500)
    return {
        "x": x.tolist(),
        "months": months.tolist(),
        "event": event.tolist(),
        "beta": model.coef_.tolist(),
        "low": limits[:, 0].tolist(),
        "high": limits[:, 1].tolist(),
        "p": model.lrt_pvalues_.tolist(),
    }


def main() -> None:
    rng = np.random.default_rng(20240215)
    cases = {}
    for name, n, size, rate in (("few", 30, 2, 0.3), ("one", 60, 1, 0.25), ("many", 400, 2, 0.8)):
        x = np.round(rng.normal(size=(n, size)), 3)
        # Distinct to the last digit: firthmodels takes Breslow's way with ties.
        months = np.round(rng.exponential(20 * np.exp(-0.4 * x[:, 0])) + np.arange(n) * 1e-5, 8)
        cases[name] = fitted(x, months, rng.random(n) < rate)
    x = np.repeat([[1.0], [0.0]], 8, axis=0)
    cases["separated"] = fitted(x, np.arange(1.0, 17.0), np.arange(16) < 5)
    result = {"firthmodels": version("firthmodels"), "numpy": np.__version__, "cases": cases}
    text = json.dumps(result, allow_nan=False)
    OUT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
