"""Write the cases of `rtxoutcomes selftest` from results of R.

    python .ci/selftest_cases.py REFERENCE

REFERENCE is the folder of reference results beside the checkout; of these only made-up data are
used, since the wheel carries them. Others are in tests/reference, made by the scripts there. No
number is computed here: the expected ones are copied.
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "rtxoutcomes" / "reference_cases" / "cases.json"
OURS = ROOT / "tests" / "reference"
MADE_UP = ("synthetic", "constructed")
PAIRED = ("cohort_RRMS", "cohort_NMOSD", "n50")
Case = dict[str, Any]
Rows = list[dict[str, str]]


class Reference:
    """A case of the folder: its rows, and its checks by name."""

    def __init__(self, folder: Path) -> None:
        self.about = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        if not self.about["source"].startswith(MADE_UP):
            raise SystemExit(f"{folder.name}: its data are not ours to ship")
        with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
            self.rows: Rows = list(csv.DictReader(file))
        self.name = folder.name

    def check(self, task: str, **args: object) -> Mapping[str, Any]:
        for check in self.about["checks"]:
            if check["task"] == task and args.items() <= check["args"].items():
                return check  # type: ignore[no-any-return]
        raise SystemExit(f"{self.name}: no {task}")

    def case(
        self, check: Mapping[str, Any], estimator: str, arguments: object, expected: object
    ) -> Case:
        return {
            "source": f"{self.name}/{check['id']}",
            "estimator": estimator,
            "arguments": arguments,
            "expected": expected,
            "tolerance": [check["tolerance"]["rel"], check["tolerance"]["abs"]],
            "r_version": self.about["r_version"],
            "packages": check["packages"],
            "r_call": check["r_call"],
        }


def numbers(rows: Rows, column: str) -> list[float | None]:
    return [float(row[column]) if row[column] else None for row in rows]


def complete(rows: Rows, *columns: str) -> Rows:
    return [row for row in rows if all(row[column] for column in columns)]


def of_group(rows: Rows, column: str, group: str) -> Rows:
    return [row for row in rows if row[column] == group]


def design(rows: Rows, terms: Sequence[str]) -> list[list[float]]:
    """A column for each term as R names it: the intercept, a number, or a level."""
    return [[_cell(row, term) for term in terms] for row in rows]


def _cell(row: Mapping[str, str], term: str) -> float:
    if term == "(Intercept)":
        return 1.0
    if term in row:
        return float(row[term])
    name = next(name for name in row if term.startswith(name))
    return float(row[name] == term.removeprefix(name))


def proportions(place: Path) -> Iterator[Case]:
    given = Reference(place / "prop_seed_counts")
    groups = {
        group: of_group(given.rows, "diagnosis", group) for group in ("RRMS", "SPMS", "NMOSD")
    }
    counts = {g: (sum(r["relapsed"] == "1" for r in rows), len(rows)) for g, rows in groups.items()}
    ways = {
        "wilson": ("proportion", "wilson."),
        "clopper_pearson": ("proportion", "clopper_pearson."),
        "agresti_coull": ("agresti_coull", ""),
        "jeffreys": ("jeffreys", ""),
    }
    for task, (estimator, path) in ways.items():
        check = given.check(f"proportion.ci.{task}")
        for group, (events, n) in counts.items():
            low, high = check["expected"][group]
            expected = {f"{path}conf_low": low, f"{path}conf_high": high}
            yield given.case(check, estimator, {"events": events, "n": n}, expected)
    table = {"table": [[events, n - events] for events, n in counts.values()]}
    check = given.check("proportion.compare.fisher_freeman_halton")
    yield given.case(check, "freeman_halton", table, {"p_value": check["expected"]["p"]})
    check = given.check("proportion.compare.chisq")
    r = check["expected"]
    expected = {"statistic": r["statistic"], "df": r["df"], "p_value": r["p"]}
    yield given.case(check, "chi_square", table, expected)
    check = given.check("proportion.difference.newcombe")
    for pair, r in check["expected"].items():
        (x, n), (y, m) = (counts[g] for g in pair.split(" vs "))
        expected = {"estimate": r["difference"], "conf_low": r["ci"][0], "conf_high": r["ci"][1]}
        two = {"events_a": x, "n_a": n, "events_b": y, "n_b": m}
        yield given.case(check, "risk_difference_newcombe", two, expected)
    given = Reference(place / "prop_2x2")
    check = given.check("proportion.odds_ratio.conditional")
    names = list(dict.fromkeys(row["group"] for row in given.rows))
    square = [
        [sum(r["event"] == hit for r in of_group(given.rows, "group", g)) for hit in ("1", "0")]
        for g in names
    ]
    r = check["expected"]
    expected = {"estimate": r["estimate"], "conf_low": r["ci"][0], "conf_high": r["ci"][1]}
    yield given.case(check, "fisher_doubled", {"table": square}, expected)


def rates(place: Path) -> Iterator[Case]:
    given = Reference(place / "rate_cohort")
    check = given.check("rate.exact_poisson")
    totals = {}
    for group in ("RRMS", "SPMS", "NMOSD"):
        rows, r = of_group(given.rows, "diagnosis", group), check["expected"][group]
        totals[group] = (r["events"], r["person_years"])
        arguments = {
            "events": [int(row["relapse_count"]) for row in rows],
            "years": numbers(rows, "person_years"),
        }
        expected = {
            "independent.estimate": r["rate"],
            "independent.conf_low": r["ci"][0],
            "independent.conf_high": r["ci"][1],
        }
        yield given.case(check, "rate", arguments, expected)
    check = given.check("rate.ratio.exact")
    for pair, r in check["expected"].items():
        (x, s), (y, t) = (totals[g] for g in pair.split(" vs "))
        two = {"events_a": x, "years_a": s, "events_b": y, "years_b": t}
        expected = {"estimate": r["rate_ratio"], "conf_low": r["ci"][0], "conf_high": r["ci"][1]}
        yield given.case(check, "rate_ratio_exact", two, expected)
        expected = {"p_value": r["p"]}
        yield given.case(check, "rate_ratio_point_probability", two, expected)
    check = given.check("rate.glm_poisson")
    terms = list(check["expected"]["estimate"])
    model: dict[str, Any] = {
        "events": [int(row["relapse_count"]) for row in given.rows],
        "years": numbers(given.rows, "person_years"),
        "design": design(given.rows, terms),
        "terms": terms,
    }
    fields = {"estimate": "estimate", "se": "std_error", "z": "statistic", "p": "p_value"}
    expected = of_terms(check, terms, "terms.{}.log_rate", fields)
    yield given.case(check, "poisson_regression", model | {"covariance": "model"}, expected)
    check = given.check("rate.glm_poisson_robust")
    expected = of_terms(check, terms, "terms.{}.log_rate", {"se_HC3": "std_error"})
    yield given.case(check, "poisson_regression", model | {"covariance": "HC3"}, expected)
    check = given.check("rate.negative_binomial")
    expected = of_terms(
        check, terms, "terms.{}.log_rate", {"estimate": "estimate", "se": "std_error"}
    )
    yield given.case(check, "negative_binomial", model, expected)


def of_terms(
    check: Mapping[str, Any], terms: Sequence[str], path: str, fields: Mapping[str, str]
) -> dict[str, float]:
    """The expected numbers of each term, by the path of the field that answers."""
    return {
        f"{path.format(place)}.{field}": check["expected"][key][term]
        for place, term in enumerate(terms)
        for key, field in fields.items()
    }


def paired(place: Path) -> Iterator[Case]:
    for name in PAIRED:
        given = Reference(place / f"paired_{name}")
        check = given.check("paired.t")
        args = check["args"]
        rows = complete(given.rows, args["before"], args["after"])
        before, after = numbers(rows, args["before"]), numbers(rows, args["after"])
        pairs = zip(before, after, strict=True)
        steps = [round(((b or 0.0) - (a or 0.0)) * 100) for a, b in pairs]
        change = {"change": [step / 100 for step in steps]}
        r, whole = check["expected"], {"change": steps}
        expected = {
            "estimate": r["estimate"],
            "statistic": r["t"],
            "df": r["df"],
            "p_value": r["p"],
            "conf_low": r["ci"][0],
            "conf_high": r["ci"][1],
        }
        yield given.case(check, "mean_change", change, expected)
        like = {"before": args["before"], "after": args["after"]}
        check = given.check("paired.wilcoxon.exact", zero_method="wilcox", **like)
        r = check["expected"]
        expected = {"p_value": r["p"], "statistic": r["statistic_W_plus"]}
        yield given.case(check, "signed_rank", whole, expected)
        check = given.check("paired.wilcoxon.asymptotic", zero_method="wilcox", **like)
        r = check["expected"]
        without = whole | {"continuity": False}
        expected = {"statistic": r["V"], "p_value": r["p_no_continuity"]}
        yield given.case(check, "signed_rank_asymptotic", without, expected)
        check = given.check("paired.hodges_lehmann", **like)
        expected = {"estimate": check["expected"]["including_zeros"]}
        yield given.case(check, "hodges_lehmann", whole | {"step": 0.01}, expected)
        check = given.check("paired.hodges_lehmann.ci_walsh", **like)
        r = check["expected"]["including_zeros"]
        expected = {
            "conf_low": r["ci"][0],
            "conf_high": r["ci"][1],
            "conf_level": r["conf_level_achieved"],
        }
        yield given.case(check, "walsh_interval", whole | {"step": 0.01}, expected)
        check = given.check("paired.sign_test", **like)
        r = check["expected"]
        up, down = sum(s > 0 for s in steps), sum(s < 0 for s in steps)
        counts = {"better": up, "worse": down, "n": len(steps)}
        expected = {"sign.p_value": r["p"], "sign.estimate": r["estimate"]}
        yield given.case(check, "net_proportion_improved", counts, expected)
        check = given.check("paired.rank_biserial", **like)
        expected = {"estimate": check["expected"]["drop_zeros"]}
        yield given.case(check, "rank_biserial", whole, expected)
        check = given.check("paired.cohen_dz", **like)
        r = check["expected"]
        expected = {"estimate": r["dz"], "conf_low": r["dz_ci"][0], "conf_high": r["dz_ci"][1]}
        yield given.case(check, "standardised_mean_change", change, expected)


def survival(place: Path) -> Iterator[Case]:
    given = Reference(place / "km_cohort")
    rows = given.rows
    columns: dict[str, Any] = {
        "months": numbers(rows, "time_to_relapse_months"),
        "event": [row["relapsed"] == "1" for row in rows],
    }
    tables = {
        group: {
            "call": "event_table",
            "months": numbers(own, "time_to_relapse_months"),
            "event": [row["relapsed"] == "1" for row in own],
        }
        for group in ("RRMS", "SPMS")
        for own in [of_group(rows, "diagnosis", group)]
    }
    for kind in ("log-log", "plain"):
        at = given.check("km.survival_at", conf_type=kind)
        quantiles = given.check("km.quantiles", conf_type=kind)
        for group, table in tables.items():
            curve = {"call": "kaplan_meier", "table": table, "conf_type": kind}
            r, place_of_month = at["expected"][group], at["args"]["times"].index(24)
            expected = {
                "estimate": r["survival"][place_of_month],
                "std_error": r["se"][place_of_month],
                "conf_low": r["lower"][place_of_month],
                "conf_high": r["upper"][place_of_month],
            }
            yield given.case(at, "survival_at", {"curve": curve, "month": 24.0}, expected)
            r = quantiles["expected"][group]
            expected = {"estimate": r["quantile"][0], "conf_low": r["lower"][0]}
            yield given.case(quantiles, "quantile", {"curve": curve, "share": 0.25}, expected)
    check = given.check("km.rmst")
    tau = float(check["args"]["tau"])
    for group, table in tables.items():
        r = check["expected"][group]
        expected = {"estimate": r["rmst"], "std_error": r["se"]}
        yield given.case(check, "restricted_mean", {"table": table, "tau": tau}, expected)
    grouped = columns | {"group": [row["diagnosis"] for row in rows]}
    for task, estimator in (("km.logrank", "log_rank"), ("km.peto_peto", "peto_peto")):
        check = given.check(task)
        r = check["expected"]
        expected = {"statistic": r["chisq"], "df": r["df"], "p_value": r["p"]}
        yield given.case(check, estimator, grouped, expected)
    check = given.check("cox.fit", ties="efron")
    terms = list(check["expected"]["estimate"])
    model = columns | {"covariates": design(rows, terms), "terms": terms}
    fields = {"estimate": "estimate", "se": "std_error", "z": "statistic", "p": "p_value"}
    expected = of_terms(check, terms, "coefficients.{}.log_hazard", fields)
    yield given.case(check, "cox", model, expected)
    check = given.check("cox.ph_test", transform="km")
    fields = {"chisq": "statistic", "p": "p_value"}
    expected = of_terms(check, terms, "terms.{}.1", fields)
    yield given.case(check, "proportional_hazards_test", model | {"transform": "km"}, expected)
    given = Reference(place / "competing_synthetic")
    check = given.check("competing.cif")
    for arm, causes in check["expected"].items():
        own = of_group(given.rows, "arm", arm)
        for code, r in causes.items():
            arguments = {
                "months": numbers(own, "months"),
                "cause": [int(row["cause"]) for row in own],
                "wanted": int(code),
                "month": float(check["args"]["times"][1]),
            }
            expected = {
                "estimate": r["cif"][1],
                "std_error": r["se_infinitesimal_jackknife"][1],
            }
            yield given.case(check, "incidence_at", arguments, expected)


def regression(place: Path) -> Iterator[Case]:
    given = Reference(place / "ancova_cohort")
    check = given.check("linear.fit")
    terms = list(check["expected"]["estimate"])
    rows = complete(given.rows, "edss_followup", "edss_baseline", "engagement")
    model: dict[str, Any] = {
        "outcome": numbers(rows, "edss_followup"),
        "design": design(rows, terms),
        "terms": terms,
    }
    fields = {"estimate": "estimate", "se": "std_error", "t": "statistic", "p": "p_value"}
    expected = of_terms(check, terms, "terms.{}.value", fields)
    yield given.case(check, "linear_hc3", model | {"covariance": "classical"}, expected)
    check = given.check("linear.robust")
    fields = {"se_HC3": "std_error", "p_HC3": "p_value"}
    expected = of_terms(check, terms, "terms.{}.value", fields)
    yield given.case(check, "linear_hc3", model | {"covariance": "HC3"}, expected)
    given = Reference(place / "logistic_cohort")
    rows = complete(given.rows, "relapsed", "engagement", "edss_baseline")
    check = given.check("logistic.fit")
    terms = list(check["expected"]["estimate"])
    model = {
        "outcome": [row["relapsed"] == "1" for row in rows],
        "design": design(rows, terms),
        "terms": terms,
    }
    fields = {"estimate": "estimate", "se": "std_error", "z": "statistic", "p": "p_value"}
    expected = of_terms(check, terms, "coefficients.{}.log_odds", fields)
    yield given.case(check, "logistic", model | {"limits": "wald"}, expected)
    check = given.check("logistic.firth")
    fields = {
        "estimate": "estimate",
        "se": "std_error",
        "profile_ci_low": "conf_low",
        "profile_ci_high": "conf_high",
        "p_penalised_lr": "p_value",
    }
    expected = of_terms(check, terms, "coefficients.{}.log_odds", fields)
    yield given.case(check, "firth_logistic", model, expected)


def others(place: Path) -> Iterator[Case]:
    given = Reference(place / "adjust_p")
    check = given.check("multiplicity.adjust")
    known = [(k, row["p"]) for k, row in enumerate(given.rows) if row["p"]]
    family = {"p_values": {f"test {k + 1}": float(p) for k, p in known}}
    for name, method in {"holm": "holm", "hommel": "hommel", "bh": "BH"}.items():
        expected = {f"test {k + 1}": check["expected"][name][k] for k, _ in known}
        yield given.case(check, "adjust", family | {"method": method}, expected)
    given = Reference(place / "table1_cohort")
    check = given.check("table1.continuous", variable="age")
    for group, r in check["expected"].items():
        own = given.rows if group == "ALL" else of_group(given.rows, "diagnosis", group)
        expected = {
            "n": r["n"],
            "mean": r["mean"],
            "sd": r["sd"],
            "median": r["median"],
            "q1": r["q1_q3_type7"][0],
            "q3": r["q1_q3_type7"][1],
        }
        yield given.case(check, "describe", {"values": numbers(own, "age")}, expected)


# Of tests/reference: the file, and the call that its script makes.
SCRIPTS = {
    "melded": "melded confidence limits by uniroot, and fisher.test",
    "relative_risk": "score limits of Koopman and of Miettinen and Nurminen by uniroot",
    "before_after": "exact conditional test of counts before and after, by enumeration",
    "left_censored": "survreg(Surv(log(y1), obs, type = 'left') ~ I(log(y0) - mean(log(y0))))",
    "cox": "penalised likelihood of coxph, maximised by optimize and uniroot",
    "missing": "mice::pool.scalar with the degrees of freedom of Barnard and Rubin",
    "balance": "difference of means over the pooled standard deviation",
}


def own(name: str, estimator: str, arguments: object, expected: object, rel: float) -> Case:
    about = json.loads((OURS / f"{name}.json").read_text(encoding="utf-8"))
    versions = {k: v for k, v in about.items() if isinstance(v, str)}
    r_version = versions.pop("r", "") or versions.pop("r_version")
    return {
        "source": f"tests/reference/{name}.R",
        "estimator": estimator,
        "arguments": arguments,
        "expected": expected,
        "tolerance": [rel, 1e-12],
        "r_version": r_version,
        # A script without a package is base R, whose version is that of R.
        "packages": about.get("packages", versions) or {"base": r_version.split()[2]},
        "r_call": SCRIPTS[name],
    }


def in_the_repository() -> Iterator[Case]:
    read = {
        name: json.loads((OURS / f"{name}.json").read_text(encoding="utf-8")) for name in SCRIPTS
    }
    for r in read["melded"]["tables"][:3]:
        (x, y), (n, m) = r["events"], r["n"]
        two = {"events_a": x, "n_a": n, "events_b": y, "n_b": m}
        expected = {"conf_low": r["limits"][0], "conf_high": r["limits"][1], "p_value": r["p"]}
        yield own("melded", "risk_difference_melded", two, expected, 1e-8)
    for r in read["relative_risk"]["ratios"][:2]:
        (x, y), (n, m) = r["events"], r["n"]
        two = {"events_a": x, "n_a": n, "events_b": y, "n_b": m}
        for key in ("koopman", "miettinen_nurminen"):
            expected = {"conf_low": r[key][0], "conf_high": r[key][1], "estimate": r["estimate"]}
            yield own("relative_risk", f"risk_ratio_{key}", two, expected, 1e-8)
    for name in ("one_ratio", "unequal"):
        r = read["before_after"]["cases"][name]
        given = {
            "before": r["set"]["before"],
            "before_years": r["set"]["s"],
            "after": r["set"]["after"],
            "after_years": r["set"]["t"],
        }
        expected = {
            "estimate": r["estimate"],
            "conf_low": r["low"],
            "conf_high": r["high"],
            "p_value": r["p"],
        }
        yield own("before_after", "before_after_ratio", given, expected, 1e-8)
    for r in read["left_censored"]["tobit"].values():
        given = {"before": r["before"], "after": r["after"], "limits": [r["limit"], r["limit"]]}
        expected = {
            "estimate": r["ratio"],
            "conf_low": r["conf"][0],
            "conf_high": r["conf"][1],
            "p_value": r["p"],
        }
        yield own("left_censored", "left_censored_ratio", given, expected, 1e-7)
    data, r = read["cox"]["data"], read["cox"]["firth"]
    model = {
        "months": data["months"],
        "event": [bool(e) for e in data["event"]],
        "covariates": [[x] for x in data["x"]],
        "terms": ["x"],
        "entry": data["entry"],
        "strata": data["stratum"],
    }
    path = "coefficients.0.log_hazard."
    expected = {f"{path}estimate": r["beta"], f"{path}std_error": r["se"], f"{path}p_value": r["p"]}
    yield own("cox", "firth_cox", model, expected, 1e-6)
    r = read["missing"]["pool"]
    for k in range(3):
        given = {
            "estimates": [row[k] for row in r["estimates"]],
            "std_errors": [row[k] for row in r["errors"]],
            "n": r["n"],
            "complete_df": r["complete_df"],
        }
        names = {"estimate": "estimate", "std_error": "std_error", "df": "df", "p": "p_value"}
        expected = {f"value.{field}": r[key][k] for key, field in names.items()}
        yield own("missing", "rubin_pool", given, expected, 1e-10)
    for r in read["balance"]["means"].values():
        given = {"first": r["a"], "second": r["b"]}
        yield own("balance", "standardised_difference", given, {"estimate": r["smd"]}, 1e-10)


FAMILIES = {
    "proportions": proportions,
    "rates": rates,
    "paired changes": paired,
    "time to an event": survival,
    "regression": regression,
    "descriptions and several tests": others,
}
# The family of an estimator whose reference is in the repository.
OF = {
    "risk_difference_melded": "proportions",
    "risk_ratio_koopman": "proportions",
    "risk_ratio_miettinen_nurminen": "proportions",
    "before_after_ratio": "rates",
    "left_censored_ratio": "paired changes",
    "firth_cox": "time to an event",
    "rubin_pool": "missing data",
    "standardised_difference": "descriptions and several tests",
}


def main(reference: str) -> None:
    place = Path(reference) / "cases"
    cases = [{"family": name, **c} for name, make in FAMILIES.items() for c in make(place)]
    cases += [{"family": OF[c["estimator"]], **c} for c in in_the_repository()]
    lines = [json.dumps(c, separators=(",", ":")) for c in cases]
    text = '{"schema": "rtxoutcomes-selftest-cases/1", "cases": [\n' + ",\n".join(lines) + "\n]}\n"
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(cases)} cases, {len(text):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
