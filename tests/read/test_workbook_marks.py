"""What a workbook records about its cells beyond their values."""

import io
import zipfile

import pytest

from rtxoutcomes.read import workbook_marks as subject
from rtxoutcomes.read.workbook_marks import NotAWorkbook, marks_of

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

    assert marks.cells == {(1, 1): "cell.error", (4, 0): "cell.merged"}
    assert (sorted(marks.rows), sorted(marks.columns)) == ([1], [1, 2])


def test_sheets_without_cells_are_passed_over_and_paths_may_start_at_the_root() -> None:
    chart = '<sheet name="chart" sheetId="2" r:id="rId2"/>'

    assert list(marks_of(archive("", "/xl/worksheets/sheet1.xml", chart))) == ["a & b"]


def test_what_is_no_workbook_or_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for content in (b"PK\x03\x04", archive("", "worksheets/none.xml")):
        with pytest.raises(NotAWorkbook):
            marks_of(content)
    monkeypatch.setattr(subject, "MAX_UNPACKED", 400)
    with pytest.raises(NotAWorkbook):
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
