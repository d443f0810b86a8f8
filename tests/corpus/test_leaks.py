"""Nothing that may not be shown leaves the intake, by any way out of it."""

import json
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic import BUNDLED, TABLES, folder
from clinic import one_table as write_one_table
from corpus.cases import ONE
from rtxoutcomes.cli.program import run
from rtxoutcomes.errors import TableError
from rtxoutcomes.intake import read_cohort


def canary(number: int, kind: str) -> str:
    """A text that breaks what an error may show, and that nothing else holds."""
    return {
        "word": f"Zqk{number:04d}vwx",
        "digits": f"7{number:04d}26481",
        "capitals": f"QZ{number:04d}XWVK",
        "decimal": f"23.{number:04d}264813",
        "phone": f"+98 917 {number:04d} 264",
        "persian": f"کقذ{number:04d}ضظ",
        "name": f"Zqkvwx, Wvk{chr(65 + number % 26)}xq",
    }[kind]


KINDS = ("word", "digits", "capitals", "decimal", "phone", "persian", "name")


def canaries(lines: list[str], kind: str, numbers: Iterator[int], *, keep_ids: bool) -> list[str]:
    shown = [lines[0]]
    for line in lines[1:]:
        cells = line.split(",")
        shown.append(
            ",".join(
                cell if keep_ids and k == 0 else f'"{canary(next(numbers), kind)}"'
                for k, cell in enumerate(cells)
            )
        )
    return shown


def made(place: Path, kind: str, form: str, *, keep_ids: bool) -> Path:
    numbers = iter(range(10_000))
    if form == "one_table":
        return write_one_table(place, canaries(ONE, kind, numbers, keep_ids=keep_ids))

    def change(tables: dict[str, list[str]]) -> None:
        for name, lines in tables.items():
            tables[name] = canaries(lines, kind, numbers, keep_ids=keep_ids)

    return folder(place, change)


def chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [fault]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]


def everything_reported(fault: TableError) -> str:
    parts = []
    for one in chain(fault):
        parts += [str(one), repr(one), repr(vars(one) if hasattr(one, "__dict__") else "")]
        shown = traceback.TracebackException.from_exception(one, capture_locals=True)
        # The frames of this file hold the canaries themselves.
        shown.stack = traceback.StackSummary.from_list(
            [frame for frame in shown.stack if "test_leaks" not in frame.filename]
        )
        parts += list(shown.format())
    return "\n".join(parts)


def pieces(kind: str, form: str) -> list[str]:
    """Parts of the canaries that must not be seen: the whole of each, and its own middle."""
    count = sum(len(line.split(",")) for line in (ONE if form == "one_table" else []))
    count = count or sum(len(line.split(",")) for lines in TABLES.values() for line in lines)
    whole = [canary(k, kind) for k in range(count)]
    middles = {
        "word": ["Zqk", "vwx"],
        "digits": ["26481"],
        "capitals": ["XWVK"],
        "decimal": ["264813", "26481", "2648"],
        "phone": ["+98", "917"],
        "persian": ["کقذ", "ضظ", "\\u06a9\\u0642"],
        "name": ["Zqkvwx", "xq"],
    }
    return whole + middles[kind]


@pytest.mark.parametrize("keep_ids", [True, False], ids=["ids kept", "ids too"])
@pytest.mark.parametrize("form", ["tables", "one_table"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_of_a_canary_is_reported(
    kind: str, form: str, keep_ids: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made(tmp_path / "in", kind, form, keep_ids=keep_ids)
    out = tmp_path / "out"

    with pytest.raises(TableError) as caught:
        read_cohort(path, BUNDLED)
    code = run(["validate", str(path), "--study", "nabiuni2023", "--json", "--out", str(out)])

    stdout, stderr = capsys.readouterr()
    files = [file.read_text(encoding="utf-8") for file in out.iterdir() if file.is_file()]
    assert code == 4
    assert json.loads(stdout)["findings"]
    assert len(files) == 2
    shown = "\n".join([everything_reported(caught.value), stdout, stderr, *files])
    assert [piece for piece in pieces(kind, form) if piece in shown] == []


def test_strange_names_of_columns_keys_and_files_are_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(tables: dict[str, list[str]]) -> None:
        tables["patients"][0] = tables["patients"][0].replace("sex", "Zqkvwx Wvkxq")
        tables["visits"][0] = "P01_Zqkvwx,zqkvwx_wvk,Rex,zqkvwx"
        tables["relapses"][0] = "patient_id,month,zqkvwx,detected_via"
        tables["Zqkvwx_Wvkxq"] = ["a", "1"]

    place = folder(tmp_path / "in", change)
    (place / "cohort.toml").write_text('zqkvwx = "zqkvwx"\norigin = "zqkvwx"\n', encoding="utf-8")

    with pytest.raises(TableError) as caught:
        read_cohort(place, BUNDLED)
    run(
        ["validate", str(place), "--study", "nabiuni2023", "--json", "--out", str(tmp_path / "out")]
    )

    stdout, stderr = capsys.readouterr()
    files = [
        file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir() if file.is_file()
    ]
    shown = "\n".join([everything_reported(caught.value), stdout, stderr, *files]).casefold()
    assert [piece for piece in ("zqkvwx", "wvk", "rex") if piece in shown] == []


def test_what_is_read_does_not_show_itself(tmp_path: Path) -> None:
    from_words = made(tmp_path, "word", "tables", keep_ids=False)

    with pytest.raises(TableError) as caught:
        read_cohort(from_words, BUNDLED)

    frames = traceback.walk_tb(caught.value.__traceback__)
    own = [frame for frame, _ in frames if "rtxoutcomes" in frame.f_code.co_filename]
    assert own
    assert not any("Zqk" in repr(value) for frame in own for value in frame.f_locals.values())
