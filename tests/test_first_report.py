"""The pages of docs/start: each from a clinic's files to the first report, exactly as it says.

The files in tests/cases are made up. What is right is counted from the raw files here, by hand.
"""

import csv
import re
import shlex
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

import rtxoutcomes as rtx
from doc_blocks import Block, blocks
from rtxoutcomes.cli.app import app

pytest.importorskip("python_calamine", reason="the extra excel is not installed")
from python_calamine import load_workbook

CLINIC = Path(__file__).parent / "cases" / "clinic"
PAGES = Path(__file__).resolve().parents[1] / "docs" / "start"
ALL = sorted(page.stem for page in PAGES.glob("*.md"))
MOST_COMMANDS, MOST_LINES, MOST_WORDS = 5, 10, 600
Walk = Callable[[str], Path]


@dataclass(frozen=True, slots=True)
class Effort:
    """What a page asks of a person: different commands, and lines typed into files."""

    commands: int
    lines: int


def effort(page: str) -> Effort:
    found = blocks(PAGES / f"{page}.md")
    commands = [line for b in found if b.language == "sh" for line in b.body.splitlines()]
    lines = [line for b in found if b.typed for line in b.body.splitlines()]
    return Effort(len(dict.fromkeys(commands)), len(lines))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The folder in which a page was followed, once."""
    places: dict[str, Path] = {}

    def walk(page: str) -> Path:
        if page not in places:
            places[page] = tmp_path_factory.mktemp("start") / page
            if page == "word":
                # This page begins with the cohort of another.
                shutil.copytree(walk("one-sheet"), places[page])
            places[page].mkdir(exist_ok=True)
            follow(page, places[page])
        return places[page]

    return walk


def follow(page: str, place: Path) -> None:
    """Do what a page says, and compare what is printed with what it shows."""
    found = blocks(PAGES / f"{page}.md")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        for block, after in zip_longest(found, found[1:]):
            prepare(block)
            if block.language == "sh" and not block.skip:
                printed = "".join(map(run, block.body.splitlines()))
                assert after is None or after.language != "text" or printed == after.body
            if block.filled:
                written = [p.text for p in Document(block.filled).paragraphs]
                assert set(block.body.splitlines()) <= set(written)


def prepare(block: Block) -> None:
    """The files that are there before a block is run, and what a person types."""
    if block.copy:
        case, name = block.copy.rsplit(" ", 1)
        source = CLINIC / case
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, Path(name))
    if block.file:
        Path(block.file).write_text(block.body, encoding="utf-8")
    if block.word:
        document = Document()
        for line in block.body.splitlines():
            document.add_paragraph(line)
        document.save(block.word)
    if block.typed:
        type_into(Path(block.typed), block.body.splitlines())


def type_into(path: Path, lines: list[str]) -> None:
    """Each line in place of the first open one of its key; a block of its own at the end."""
    text = path.read_text(encoding="utf-8")
    if lines[0].startswith("["):
        text += "\n".join(["", *lines, ""])
        lines = []
    for line in lines:
        key = line.partition(" = ")[0]
        text, count = re.subn(rf'^{re.escape(key)} = "[?\[].*$', line, text, count=1, flags=re.M)
        assert count == 1, line
    path.write_text(text, encoding="utf-8")


def run(line: str) -> str:
    """A command within this process."""
    program, *words = shlex.split(line)
    assert program == "rtxoutcomes"
    return CliRunner().invoke(app, words, catch_exceptions=False).stdout


def relapsed(cohort: Path, group: str) -> tuple[int, int]:
    """Patients with a relapse, and patients, by the results."""
    study = rtx.study_of(cohort)
    rows = rtx.relapse_proportions(rtx.read_cohort(cohort, study), study)
    (row,) = rows.query(f"method_key == 'wilson' and group == '{group}'").to_dict("records")
    return int(row["events"]), int(row["n"])


@pytest.mark.parametrize("page", ALL)
def test_a_page_is_short_and_says_how_much_is_typed(page: str) -> None:
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    asked = effort(page)
    said = re.search(r"([0-9]+) commands?(?:, ([0-9]+) lines)?", text.replace("\n", " "))

    assert len(text.split()) < MOST_WORDS
    assert asked.commands <= (3 if page == "one-sheet" else MOST_COMMANDS)
    assert asked.lines <= MOST_LINES
    assert said is not None
    assert (int(said[1]), int(said[2] or 0)) == (asked.commands, asked.lines)


@pytest.mark.parametrize("page", ALL)
def test_the_pictures_of_a_page_are_there(page: str) -> None:
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", text)

    assert pictures
    assert all(words and (PAGES / name).is_file() for words, name in pictures)


def test_one_sheet_of_a_neurologist(walked: Walk) -> None:
    place = walked("one-sheet")

    assert (place / "study" / "report" / "report.html").is_file()
    sheet = load_workbook(place / "patients.xlsx").get_sheet_by_index(0).to_python()
    people = [row for row in sheet[1:] if isinstance(row[0], float)]
    rrms = [row for row in people if row[2] in ("RRMS", "rrms", "RR")]
    # Yes at months 3 and 7, and the answer to "?".
    attacked = [row for row in rrms if row[9] in ("Y", "Yes", "?")]
    found = relapsed(place / "study" / "cohort", "RRMS")
    assert found == (len(attacked), len(rrms)) == (3, 15)
    nmosd = [row for row in people if row[2] in ("NMO", "NMOSD")]
    # A decimal comma with a space behind it, and the answer to 4.3.
    edss = {"3,5 ": 3.5, 4.3: 4.5}
    changes = [float(str(edss.get(row[6], row[6]))) - float(str(row[5])) for row in nmosd]
    study = rtx.study_of(place / "study" / "cohort")
    rows = rtx.score_change(rtx.read_cohort(place / "study" / "cohort", study), study, "edss")
    (change,) = rows.query("method_key == 'paired_t' and group == 'NMOSD' and month.isna()")[
        "estimate"
    ]
    assert change == pytest.approx(sum(changes) / len(changes), rel=1e-9)


def test_dated_tables_and_a_chat_of_a_nurse(walked: Walk) -> None:
    place = walked("dated-tables")

    assert (place / "study" / "report" / "report.html").is_file()
    with (place / "raw" / "relapses.csv").open(encoding="utf-8") as file:
        attacked = {row["شماره پرونده"] for row in csv.DictReader(file)}
    assert relapsed(place / "study" / "cohort", "all") == (len(attacked), 12) == (4, 12)
    plan = tomllib.loads((place / "study" / "map.toml").read_text(encoding="utf-8"))
    tables = ["patients", "infusions", "relapses", "visits"]
    assert [block["table"] for block in plan["tables"]] == tables
    with (place / "study" / "cohort" / "engagement.csv").open(encoding="utf-8") as file:
        counted = [(row["activity"], row["count"]) for row in csv.DictReader(file)]
    assert sorted(counted) == [("message", "1"), ("message", "1"), ("question", "1")]


def test_another_centre_with_other_diagnoses_and_scores(walked: Walk) -> None:
    place = walked("another-drug")

    page = (place / "report" / "report.html").read_text(encoding="utf-8")
    assert all(word in page for word in ("ocrelizumab", "MOGAD", "Nine-Hole Peg Test", "SDMT"))
    with (place / "coh" / "relapses.csv").open(encoding="utf-8") as file:
        attacked = {row["patient_id"] for row in csv.DictReader(file)}
    assert relapsed(place / "coh", "all") == (len(attacked), 40)


def test_an_export_of_redcap(walked: Walk) -> None:
    place = walked("redcap")

    assert (place / "study" / "report" / "report.html").is_file()
    with (place / "export.csv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    people = {row["record_id"] for row in listed if row["dx"]}
    attacked = {row["record_id"] for row in listed if row["relapse_date"]}
    assert relapsed(place / "study" / "cohort", "all") == (len(attacked), len(people))


def test_the_paper_is_written_in_word(walked: Walk) -> None:
    place = walked("word")

    text = "\n".join(
        p.text for p in Document(str(place / "study/report/manuscript.docx")).paragraphs
    )
    assert "{{" not in text
    assert "EDSS changed by" in text
