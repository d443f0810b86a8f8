"""The streaming reader of large JSON files."""

import json
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest import json_stream
from rtxoutcomes.ingest.json_stream import Json, JsonStream

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def stream(content: bytes) -> JsonStream:
    return JsonStream(BytesIO(content), "export")


def complete_list(content: bytes) -> list[Json]:
    source = stream(content)
    values = [source.value() for _ in source.elements()]
    source.finish()
    return values


@settings(deadline=None)
@given(st.lists(VALUES), st.integers(1, 9), st.sampled_from([None, 2]))
def test_every_list_is_read_as_it_was_written(
    values: list[Json], chunk: int, indent: int | None
) -> None:
    content = json.dumps(values, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "CHUNK", chunk)
        try:
            parsed = complete_list(content)
        except IngestError:
            # Half a character, as JSON may hold and UTF-8 may not.
            assert b"\xed" in content
            return

    assert parsed == values


@settings(deadline=None)
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), VALUES))
def test_every_object_is_read_as_it_was_written(values: dict[str, Json]) -> None:
    source = stream(json.dumps(values).encode())

    assert {key: source.value() for key in source.members()} == values
    source.finish()


def test_the_line_is_that_of_the_file() -> None:
    source = stream(b'\xef\xbb\xbf{\n"a":\n[1,\n2]}')

    lines = [source.line for _ in source.members() for _ in source.elements() if source.value()]

    assert lines == [3, 4]
    assert source.begins("x") is False


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"[1 2]",
        b"[1,]",
        b"{}",
        b"[1] x",
        b"[NaN]",
        b"[Infinity]",
        b"[" * 300_000,
        b"[" + b"9" * 20_000 + b"]",
        b'["a',
        b'["' + b"a" * 20_000_000 + b'"]',
        b"[\xff]",
        b"[1]\xe2\x80",
    ],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(IngestError, match=r"line 1: (is not the JSON|must be UTF-8)"):
        complete_list(content)


@pytest.mark.parametrize(
    "content", [b'{"a":1,"a":2}', b"{1:2}", b'{"a" 1}', b'{"a":1 "b":2}', b"[]"]
)
def test_what_is_no_object_is_refused(content: bytes) -> None:
    source = stream(content)

    with pytest.raises(IngestError, match="is not the JSON"):
        for _ in source.members():
            source.value()


def test_a_fault_further_down_names_its_line() -> None:
    with pytest.raises(IngestError, match="line 5"):
        complete_list(b"[1,\n2,\n3,\n4,\nx]")
    with pytest.raises(IngestError, match="line 3: must be UTF-8"):
        complete_list(b"[1,\n2,\n\xff]")


@given(st.binary() | st.text('[]{}",:1 \nabc\\').map(str.encode))
def test_no_bytes_break_the_stream(content: bytes) -> None:
    try:
        source = stream(content)
        for _ in source.members():
            source.value()
        source.finish()
    except IngestError:
        pass
