"""What a workbook records about its cells beyond their values."""

import io
import tracemalloc
import zipfile
import zlib

import pytest

from rtxoutcomes.read import workbook_marks as subject
from rtxoutcomes.read import workbook_parts
from rtxoutcomes.read.workbook_marks import marks_of
from rtxoutcomes.read.workbook_parts import NotAWorkbook, TooLarge

BOOK = '<workbook><sheets><sheet name="a &amp; b" sheetId="1" r:id="rId1"/>{}</sheets></workbook>'
RELATIONS = (
    '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="{}"/>'
    '<Relationship Id="rId2" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
)


def archive(
    xml: str, target: str = "worksheets/sheet1.xml", more: str = "", *, sound: bool = True
) -> bytes:
    """The parts of a workbook of one sheet that say what stands where."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", BOOK.format(more))
        made.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(target))
        made.writestr("xl/worksheets/sheet1.xml", f"<sheetData/>{xml}" if sound else xml)
    return buffer.getvalue()


def test_a_formula_is_one_whatever_its_writer_calls_the_elements() -> None:
    plain = '<row r="7"><c r="C7" s="1"><f>A1*2</f><v>2</v></c><c r="D7"><v>1</v></c></row>'
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:")
    shared = '<c r="AA10" t="str"><f t="shared" si="0"/><v>2</v></c>'

    for xml, expected in ((plain, {(6, 2)}), (prefixed, {(6, 2)}), (shared, {(9, 26)})):
        marks = marks_of(archive(xml))["a & b"]

        assert marks.cells == dict.fromkeys(expected, "cell.formula")


def test_errors_merged_and_hidden_parts_are_found() -> None:
    xml = (
        '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4" hidden="0"/></cols>'
        '<row r="2" hidden="true"/><row r="3" hidden="0"/><row hidden="1"/>'
        "<c r='B2' t='e'><v>#N/A</v></c><c r=\"B3\" t=\"s\"><v>0</v></c><c t='e'/>"
        '<mergeCell ref="A5:B6"/>'
    )

    marks = marks_of(archive(xml))["a & b"]

    assert marks.cells == {
        (1, 1): "cell.error",
        (3, 2): "cell.error",
        (4, 0): "cell.merged",
    }
    assert (sorted(marks.rows), sorted(marks.columns)) == ([1, 3], [1, 2])


def test_sheets_without_cells_are_passed_over_and_paths_may_start_at_the_root() -> None:
    chart = '<sheet name="chart" sheetId="2" r:id="rId2"/>'

    assert list(marks_of(archive("", "/xl/worksheets/sheet1.xml", chart))) == ["a & b"]


def test_what_is_no_workbook_or_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for content in (b"PK\x03\x04", archive("", "worksheets/none.xml")):
        with pytest.raises(NotAWorkbook):
            marks_of(content)
    monkeypatch.setattr(workbook_parts, "MAX_UNPACKED", 400)
    with pytest.raises(TooLarge):
        marks_of(archive("<row/>" * 100))


def test_a_stray_cell_spans_all_the_cells_before_it() -> None:
    xml = '<c r="A1"/><c r="XFD2"/><c r=\'B1048576\'/>'

    assert marks_of(archive(xml))["a & b"].spanned == 16_384 * 1_048_576
    assert marks_of(archive(""))["a & b"].spanned == 0


def test_a_part_in_which_nothing_could_be_found_is_refused() -> None:
    with pytest.raises(NotAWorkbook):
        marks_of(archive("<row/>", sound=False))


def test_an_archive_whose_list_points_outside_the_file_is_refused() -> None:
    content = bytearray(archive("<row/>"))
    # The place of the first entry, in the last list of the archive: far before its beginning.
    entry = content.index(b"PK\x01\x02")
    content[entry + 42 : entry + 46] = (2**32 - 1).to_bytes(4, "little")

    with pytest.raises(NotAWorkbook):
        marks_of(bytes(content))


@pytest.mark.parametrize(
    "fault", [ValueError("negative seek value"), IndexError(), OverflowError()]
)
def test_whatever_a_broken_archive_raises_is_one_refusal(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_content: object) -> None:
        raise fault

    monkeypatch.setattr(zipfile, "ZipFile", broken)

    with pytest.raises(NotAWorkbook):
        marks_of(b"")


def unlabelled(rows: str) -> set[tuple[int, int]]:
    return set(marks_of(archive(f"<sheetData>{rows}</sheetData>"))["a & b"].cells)


def test_cells_without_a_place_follow_the_one_before() -> None:
    """ECMA-376, part 1, 18.3.1.4: `r` is optional. Power BI and Dynamics leave it out."""
    formula = "<c><f>1</f><v>1</v></c>"

    assert unlabelled(f"<row><c/><c><v>1</v></c>{formula}</row>") == {(0, 2)}
    assert unlabelled(f"<row/><row><c/>{formula}</row><row>{formula}</row>") == {(1, 1), (2, 0)}
    assert unlabelled(f'<row r="5"/><row><c r="C6"/>{formula}</row>') == {(5, 3)}
    assert unlabelled(f"<row><c t='n'/><c t='e'><v>#N/A</v></c>{formula}</row>") == {(0, 1), (0, 2)}


def test_a_formula_after_a_space_or_in_any_row_is_found() -> None:
    assert unlabelled('<row r="1"><c r="A1">\n <f>1</f></c></row>') == {(0, 0)}
    assert unlabelled('<row r="1"><c r="A1"><v>1</v></c><c r="B1" ><f/></c></row>') == {(0, 1)}


def test_the_first_column_may_be_hidden() -> None:
    columns = '<cols><col min="1" max="1" hidden="1"/></cols><row r="2"/>'

    assert marks_of(archive(columns))["a & b"].columns == {0}


def test_hidden_rows_and_spans_are_counted_without_places() -> None:
    rows = "<row><c/></row><row hidden='1'><c/><c/><c/></row><row/>"

    marks = marks_of(archive(f"<sheetData>{rows}</sheetData>"))["a & b"]

    assert (sorted(marks.rows), marks.spanned) == ([1], 6)


def test_marks_are_the_same_however_the_part_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(
        f'<row r="{k}"><c r="A{k}"/><c><f>1</f></c></row><row hidden="1"><c t="e"/></row>'
        for k in range(1, 40, 2)
    )
    content = archive(f"<sheetData>{rows}</sheetData><mergeCell ref='B2:C3'/>")
    expected = marks_of(content)["a & b"]
    assert len(expected.cells) == 41
    for size in (1, 7, 64, 1000):
        monkeypatch.setattr(workbook_parts, "PIECE", size)

        assert marks_of(content)["a & b"] == expected


def test_rows_and_cells_beyond_the_limit_stop_the_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MAX_CELLS", 10)
    content = archive(f"<sheetData>{'<row><c/><c/></row>' * 50}</sheetData>")

    # 6 rows of 2 cells are the first to exceed 10.
    assert marks_of(content)["a & b"].spanned == 12
    monkeypatch.setattr(subject, "MAX_CELLS", 1_000)
    monkeypatch.setattr(subject, "MAX_ROWS", 49)
    assert marks_of(content)["a & b"].spanned > 1_000


def test_what_lies_between_rows_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MAX_BETWEEN", 100)
    monkeypatch.setattr(workbook_parts, "PIECE", 50)

    with pytest.raises(TooLarge):
        marks_of(archive(f"<sheetData><row/>{'<c/>' * 60}</sheetData>"))


def test_sizes_are_counted_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size that an archive states is 22 bytes into its entry in the central list."""
    content = bytearray(archive("<row/>" * 1_000))
    entry = content.index(b"xl/worksheets/sheet1.xml", content.index(b"PK\x01\x02")) - 46
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    monkeypatch.setattr(workbook_parts, "MAX_UNPACKED", 3_000)

    with pytest.raises(TooLarge):
        marks_of(bytes(content))


def bomb(mebibytes: int) -> bytes:
    """A part of zeros that states a size of 1 MiB; one deflated block, repeated."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflate.compress(bytes(1024 * 1024)) + deflate.flush(zlib.Z_FULL_FLUSH)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as made:
        made.writestr("xl/worksheets/sheet1.xml", block * mebibytes)
    content = bytearray(buffer.getvalue())
    for signature, method, size in ((b"PK\x01\x02", 10, 24), (b"PK\x03\x04", 8, 22)):
        entry = content.index(signature)
        content[entry + method : entry + method + 2] = (8).to_bytes(2, "little")
        content[entry + size : entry + size + 4] = (1024 * 1024).to_bytes(4, "little")
    return bytes(content)


def test_a_workbook_that_unpacks_to_400_mib_is_refused_in_few_reads_and_little_memory() -> None:
    content = bomb(400)
    assert len(content) < 1024 * 1024

    tracemalloc.start()
    with pytest.raises(TooLarge):
        marks_of(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 20 * 1024 * 1024


def test_two_parts_of_one_name_are_refused() -> None:
    buffer = io.BytesIO(archive("<row/>"))
    with zipfile.ZipFile(buffer, "a") as made:
        made.writestr("XL/worksheets/Sheet1.xml", "<sheetData/>")

    with pytest.raises(NotAWorkbook):
        marks_of(buffer.getvalue())


def test_an_archive_of_very_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "MAX_PARTS", 2)

    with pytest.raises(NotAWorkbook):
        marks_of(archive("<row/>"))


@pytest.mark.parametrize(("limit", "stopped"), [(11, True), (12, False)])
def test_a_sheet_of_exactly_the_limit_is_looked_at(
    limit: int, stopped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "MAX_CELLS", limit)
    rows = "<row><c/><c><f>1</f></c></row>" * 6

    marks = marks_of(archive(f"<sheetData>{rows}</sheetData>"))["a & b"]

    assert (marks.cells == {}) == stopped
    monkeypatch.setattr(subject, "MAX_CELLS", 100)
    monkeypatch.setattr(subject, "MAX_ROWS", limit // 2)
    assert (marks_of(archive(f"<sheetData>{rows}</sheetData>"))["a & b"].cells == {}) == stopped
