"""The first screen of the page: its tiles as templates."""

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
