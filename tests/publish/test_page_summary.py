"""The first screen of the page: its tiles as templates."""

import math
from collections.abc import Mapping
from dataclasses import replace

from cohorts import study
from released import bundled, nothing, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.publish.page_summary import Tile, follow_up, tiles
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.references import References, references


def plain(template: str, known: References) -> str:
    """A template of one paragraph as it is read."""
    return "".join(paragraph.text for paragraph in fill(template, "page", known).paragraphs)


def read(released: Released) -> dict[str, str]:
    """Each tile as it is read: its title -> all its text."""
    known = draft(released)
    words = references(released, known.named)

    def text(tile: Tile) -> str:
        cells = (part for line in tile.lines for part in (line.name, *line.values))
        parts = (tile.main, tile.words, *tile.columns, *cells)
        return " | ".join(filter(None, (plain(part, words) for part in parts)))

    return {plain(tile.title, words): text(tile) for tile in tiles(known)}


def test_the_tiles_of_the_bundled_study_hold_its_main_results() -> None:
    found = read(bundled())

    assert list(found) == [
        *("Relapse", "Rate of relapse", "EDSS: change", "Serum IgG: change", "Adverse events")
    ]
    assert found["Relapse"].startswith(
        "19 of 99 patients (19%) | had at least one relapse. | n/N (%) | Risk at 12 months (95% CI)"
    )
    assert "RRMS | 8/42 (19%) | 12% (4 to 26)" in found["Relapse"]
    assert found["Rate of relapse"].startswith("0.16 per person-year | 95% CI 0.10 to 0.25.")
    assert "NMOSD | 14 | \u22120.57 (\u22120.93 to \u22120.22)" in found["EDSS: change"]
    assert "Below 0 is better." in found["EDSS: change"]
    assert "better" not in found["Serum IgG: change"]
    assert "SPMS | 43 | 0.93 (0.89 to 0.97)" in found["Serum IgG: change"]
    assert found["Adverse events"] == (
        "2 of 99 patients (2%) | had at least one adverse event (95% CI <1 to 7). Events per 100 "
        "person-years: 1.2 (95% CI 0.1 to 4.3). Serious: 0 of 99 (0%)."
    )


def test_a_group_at_the_head_of_a_line_keeps_its_capital() -> None:
    plan = bundled().study
    first, *others = plan.diagnoses
    long = first.model_copy(update={"label": "Relapsing MS", "abbreviation": "Relapsing MS"})
    renamed = replace(bundled(), study=plan.model_copy(update={"diagnoses": (long, *others)}))

    assert "Relapsing MS | 8/42 (19%)" in read(renamed)["Relapse"]


def test_what_was_not_collected_has_no_tile() -> None:
    assert read(nothing()) == {}


def test_a_group_with_too_few_at_risk_says_so_in_its_place() -> None:
    assert "1/4 (25%) | fewer than 5 at risk" in read(small())["Relapse"]


def test_follow_up_is_given_with_its_quartiles() -> None:
    known = draft(bundled())

    words = plain(follow_up(known), references(bundled(), known.named))

    assert words == "Median follow-up was 18.0 months (quartiles 15.0 and 23.5)."


def test_the_event_is_called_as_the_study_calls_it() -> None:
    plan = study(relapse={"label": "Exacerbation"}, randomness={"permutations": 199})
    renamed = replace(small(), study=plan)

    found = read(renamed)

    assert "had at least one exacerbation" in found["Exacerbation"]
    assert not [text for text in (*found, *found.values()) if "elapse" in text]


def test_the_column_of_events_is_called_as_the_study_calls_them() -> None:
    assert "Relapses | Rate (95% CI)" in read(bundled())["Rate of relapse"]


def altered(
    endpoint: str, quantity: str, values: Mapping[str, str | float], group: str = ""
) -> Released:
    """The bundled results with other values in the rows of an endpoint."""
    released = bundled()
    frame = released.estimates.copy()
    rows = (frame["endpoint"] == endpoint) & (frame["quantity"] == quantity)
    rows &= (frame["group"] == group) | (group == "")
    for name, value in values.items():
        frame[name] = frame[name].mask(rows, value)
    return replace(released, estimates=frame)


def test_a_group_without_an_estimate_stays_in_its_tile_with_the_reason() -> None:
    lost: dict[str, str | float] = dict.fromkeys(
        ("estimate", "conf_low", "conf_high", "p_value"), math.nan
    )
    why: dict[str, str | float] = {"status": "not_estimable", "note": "n_zero", "n": 0}

    found = read(altered("igg", "geometric_mean_ratio", {**why, **lost}, "NMOSD"))

    assert found["Serum IgG: change"].endswith(
        "NMOSD | 0 | not estimable. No patient could be analysed."
    )


def test_a_missing_upper_limit_is_explained() -> None:
    bound: dict[str, str | float] = {"status": "bound_only", "note": "count_unknown"}
    bound["conf_high"] = math.nan

    found = read(altered("relapse", "rate", bound))["Rate of relapse"]

    assert "95% CI 0.10 to no limit. Of some patients it is known only that they had an" in found
    assert "a lower bound and no upper limit can be given. | Relapses" in found


def test_a_label_keeps_its_capital_at_the_beginning_of_a_line() -> None:
    label = {"code": "RRMS", "label": "Relapsing-remitting MS"}
    plan = study(diagnoses=[label, *study().model_dump()["diagnoses"][1:]])

    found = read(replace(bundled(), study=plan))

    assert "Relapsing-remitting MS | 42 |" in found["EDSS: change"]
