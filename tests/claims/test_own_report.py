"""The arithmetic of our own report: what its tables print is attainable from their counts."""

import re
from collections.abc import Iterator
from pathlib import Path

from claims.papers import CHANGE, findings

REPORTS = Path(__file__).resolve().parents[2] / "reports"
TABLES = REPORTS / "tables"
# The sign is missing where the label of the row has it.
FRACTION = re.compile(r"\b([0-9]+)/([0-9]+) \(([0-9.]+)%?\)")
COUNT = re.compile(r"([0-9]+) \(([0-9.]+)%?\)")
MEAN_SD = re.compile(r"([0-9.]+) \(([0-9.]+)\)")
COLUMN_N = re.compile(r"\(n = ([0-9]+)\)")
# In sentences, where counts below ten are words: "two of 99 patients (2%", "Among 42 patients
# with RRMS, eight (19%)".
OF_PATIENTS = re.compile(r"\b(\w+) of ([0-9]+) patients \(([0-9.]+)%")
AMONG = re.compile(r"Among ([0-9]+) patients with \w+, (\w+) \(([0-9.]+)%")
WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# How finely the bundled cohort records each variable.
SCALES = {
    "Age, years": ("0", "120", "1"),
    "Disease duration, years": ("0", "80", "0.1"),
    "Relapses in the year before": ("0", "30", "1"),
    "EDSS, points": ("0", "10", "0.5"),
    "Serum IgG, g/L": ("0.1", "40", "0.01"),
    "Follow-up, months": ("0", "60", "1"),
}
ATTAINED = {"attainable"}


def rows(table: Path) -> list[list[str]]:
    text = table.read_text(encoding="utf-8").replace("\N{MINUS SIGN}", "-")
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def column_counts(table: Path) -> Iterator[tuple[str, str, str]]:
    """Events, n and percentage of each cell whose n is that of its column."""
    head, *body = rows(table)
    heads = [COLUMN_N.search(name) for name in head]
    sizes = [found[1] if found else "" for found in heads]
    for row in body:
        if not row[0].endswith("n (%)"):
            continue
        for size, cell in zip(sizes, row, strict=True):
            found = COUNT.match(cell)
            if size and found:
                yield found[1], size, found[2]


def scale(name: str) -> dict[str, str]:
    return dict(zip(("minimum", "maximum", "step"), SCALES[name], strict=True))


def baseline_means() -> Iterator[tuple[str, str, str, str]]:
    """Variable, n, mean and SD of each cell of the first table."""
    name = ""
    head, _, *body = rows(TABLES / "baseline_characteristics.md")
    sizes = [found[1] if (found := COLUMN_N.search(cell)) else "" for cell in head]
    for row in body:
        if not any(row[1:]):
            name = row[0]
        elif row[0] == "Mean (SD)":
            for size, cell in zip(sizes[1:], row[1:], strict=True):
                if found := MEAN_SD.fullmatch(cell):
                    yield name, size, found[1], found[2]


def change_rows() -> Iterator[tuple[str, list[str]]]:
    name = ""
    for row in rows(TABLES / "score_change.md")[2:]:
        if any(row[1:]):
            yield name, row
        else:
            name = row[0]


def test_every_percentage_is_that_of_its_counts() -> None:
    tables = sorted(TABLES.glob("*.md"))
    texts = [table.read_text(encoding="utf-8") for table in tables]
    every = [found for text in texts for found in FRACTION.findall(text)]
    every += [found for table in tables for found in column_counts(table)]

    assert len(every) > 60
    claims = {(int(events), int(n), percent) for events, n, percent in every}
    for events, n, percent in sorted(claims):
        result = findings({"events": events, "n": n, "percent": percent})
        assert {f.words for f in result.values()} == ATTAINED, (events, n, percent)


def count(word: str) -> int:
    return WORDS.index(word.lower()) if word.lower() in WORDS else int(word)


def test_every_percentage_of_a_sentence_is_that_of_its_counts() -> None:
    names = ("manuscript.md", "supplement.md")
    text = "\n".join((REPORTS / name).read_text(encoding="utf-8") for name in names)
    claims = {(count(events), int(n), percent) for events, n, percent in OF_PATIENTS.findall(text)}
    claims |= {(count(events), int(n), percent) for n, events, percent in AMONG.findall(text)}

    assert len(claims) > 5
    for events, n, percent in sorted(claims):
        result = findings({"events": events, "n": n, "percent": percent})
        assert {f.words for f in result.values()} == ATTAINED, (events, n, percent)


def test_every_baseline_mean_and_sd_is_attainable() -> None:
    every = list(baseline_means())

    assert {name for name, *_ in every} == set(SCALES)
    for name, n, mean, deviation in every:
        claim = {"n": int(n), "mean": mean, "sd": deviation, "scale": scale(name)}
        assert {f.words for f in findings(claim).values()} == ATTAINED, (name, n, mean, deviation)


def test_every_mean_of_a_score_and_every_p_of_a_change_is_attainable() -> None:
    seen = 0
    for heading, row in change_rows():
        variable = heading.partition(":")[0]
        size = COLUMN_N.search(row[0])
        assert size is not None
        n = int(size[1])
        for cell in row[1:3]:
            found = MEAN_SD.fullmatch(cell)
            assert found is not None
            claim = {"n": n, "mean": found[1], "sd": found[2], "scale": scale(variable)}
            assert {f.words for f in findings(claim).values()} == ATTAINED, row
        if variable.startswith("EDSS") and heading.endswith("mean change"):
            claim = {"n": n, "mean": row[3].split()[0], "scale": CHANGE, "test": "paired t"}
            if row[4][:1].isdigit():
                claim["p_value"] = row[4]
                seen += 1
            assert {f.words for f in findings(claim).values()} <= {
                "attainable",
                "reproduced by: paired t",
            }, row

    assert seen == 3
