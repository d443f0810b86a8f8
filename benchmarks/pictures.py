"""Pictures of the pages in docs/start: what a person at a clinic sees. Nobody in them exists.

Needs chromium, soffice and pdftoppm. The reports are those that tests/test_first_report.py makes:

    PYTHONPATH=tests python benchmarks/pictures.py FOLDER

follows each page in FOLDER, and writes docs/start/pictures/.
"""

import csv
import shutil
import subprocess
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

from PIL import Image, ImageChops
from python_calamine import load_workbook

from test_first_report import follow

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "start" / "pictures"
WIDTH, COLOURS = 1100, 48
_STYLE = """
body { margin: 12px; font: 14px sans-serif; display: inline-block; }
div { display: inline-block; vertical-align: top; margin-right: 20px; }
table { border-collapse: collapse; }
td { border: 1px solid #bbb; padding: 3px 8px; white-space: nowrap; }
tr:first-child td { background: #e8eef4; font-weight: bold; }
p { margin: 2px 0; color: #555; }
"""
Rows = Sequence[Sequence[object]]


def main(folder: Path) -> None:
    """Follow the pages, and take the pictures."""
    places = {page: folder / page for page in ("one-sheet", "another-drug")}
    for page, place in places.items():
        place.mkdir(parents=True)
        follow(page, place)
    shutil.copytree(places["one-sheet"], folder / "word")
    follow("word", folder / "word")
    sheets(folder)
    screen(places["one-sheet"] / "study/report/report.html", "report", folder, 900)
    screen(places["another-drug"] / "report/report.html", "change", folder, 620)
    word(folder / "word/study/report/manuscript.docx", folder)


def sheets(folder: Path) -> None:
    """The sheet, and the export of REDCap, as a spreadsheet shows them."""
    cases = ROOT / "tests" / "cases" / "clinic"
    sheet = load_workbook(cases / "one_sheet/final2.xlsx").get_sheet_by_index(0).to_python()
    screen(grid([("patients.xlsx", sheet[:9])], "sheet", folder), "sheet", folder, 290)
    with next((cases / "redcap").glob("*.csv")).open(encoding="utf-8") as file:
        export = [[*row[:2], *row[5:14]] for row in csv.reader(file)][:9]
    screen(grid([("export.csv", export)], "redcap", folder), "redcap", folder, 290)
    raw = cases / "dated_tables" / "raw"
    tables = []
    for name in ("visits", "infusions", "relapses"):
        with (raw / f"{name}.csv").open(encoding="utf-8-sig") as file:
            tables.append((f"{name}.csv", without_names([*csv.reader(file)][:4])))
    screen(grid(tables, "tables", folder), "tables", folder, 200)


def without_names(rows: list[list[str]]) -> list[list[str]]:
    """Rows without columns that hold names or remarks about persons."""
    kept = [k for k, header in enumerate(rows[0]) if header not in ("Name", "Comment")]
    return [[row[k] for k in kept] for row in rows]


def grid(tables: Sequence[tuple[str, Rows]], name: str, folder: Path) -> Path:
    """A page with tables as a spreadsheet shows them."""
    parts = []
    for title, rows in tables:
        lines = ("".join(f"<td>{escape(shown(cell))}</td>" for cell in row) for row in rows)
        cells = "".join(f"<tr>{line}</tr>" for line in lines)
        parts.append(f"<div><p>{title}</p><table>{cells}</table></div>")
    page = folder / f"{name}.html"
    head = f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>'
    page.write_text(head + "".join(parts), encoding="utf-8")
    return page


def shown(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def screen(page: Path, name: str, folder: Path, height: int) -> None:
    """The top of a page as the browser shows it."""
    target = folder / f"{name}.png"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    size = [f"--window-size={WIDTH},{height}", f"--screenshot={target}"]
    subprocess.run(["chromium", *options, *size, page.as_uri()], check=True, capture_output=True)
    small(target, name)


def word(document: Path, folder: Path) -> None:
    """The first page of a Word file."""
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), profile]
    subprocess.run([*convert, str(document)], check=True, capture_output=True)
    pages = ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile"]
    pdf = folder / f"{document.stem}.pdf"
    subprocess.run([*pages, str(pdf), str(folder / "manuscript")], check=True)
    small(folder / "manuscript.png", "manuscript")


def small(picture: Path, name: str) -> None:
    """A picture with few colours, without the empty edge."""
    image = Image.open(picture).convert("RGB")
    left, top, right, bottom = ImageChops.invert(image).getbbox() or (0, 0, *image.size)
    edge = (max(left - 8, 0), max(top - 8, 0), right + 8, bottom + 8)
    image.crop(edge).quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
