"""Lists of participants in a call."""

import pytest

from rtxoutcomes.ingest.skype.call import Call, read_call


def part(identity: str, inner: str = "<name>x</name><duration>61.5</duration>") -> str:
    return f'<part identity="{identity}">{inner}</part>'


def test_an_ended_call_has_the_length_of_each_stay() -> None:
    content = f'<partlist alt="" callId="c1" type="ended">{part("live:a")}{part("b")}</partlist>'

    assert read_call(content) == Call("ended", "c1", {"live:a": 61.5, "b": 61.5})


def test_two_devices_are_one_person_and_nobody_stays_without_a_duration() -> None:
    longer = part("a", "<duration>90</duration>")
    content = f'<partlist type="started">{part("a")}{longer}{part("b", "")}</partlist>'

    assert read_call(content) == Call("started", "", {"a": 90.0, "b": 0.0})


BOMB = (
    '<!DOCTYPE partlist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<partlist type="ended"><part identity="&b;"/></partlist>'
)
FILE = (
    '<!DOCTYPE partlist [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    '<partlist type="ended"><part identity="&a;"/></partlist>'
)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "hello",
        BOMB,
        FILE,
        '<?xml version="1.0"?><partlist type="ended"/>',
        '<partlist type="ended">&nbsp;</partlist>',
        "<partlist/>",
        '<other type="ended"/>',
        '<partlist type="ended"><person identity="a"/></partlist>',
        '<partlist type="ended"><part/></partlist>',
        f'<partlist type="ended">{part("a", "<duration>-3</duration>")}</partlist>',
        f'<partlist type="ended">{part("a", "<duration>inf</duration>")}</partlist>',
        f'<partlist type="ended">{part("a", "<duration/><duration/>")}</partlist>',
        f'<partlist type="ended">{"<a>" * 100_000}',
        f'<partlist type="ended">{part("a") * 1_001}</partlist>',
        f'<partlist type="ended">{" " * 1024 * 1024}</partlist>',
    ],
)
def test_anything_else_is_no_call(content: str) -> None:
    assert read_call(content) is None
