"""What stands for what an export leaves out."""

import pytest

from rtxoutcomes.ingest.log import Kind
from rtxoutcomes.ingest.whatsapp.placeholders import placeholders, said

WORDS = placeholders()


@pytest.mark.parametrize(
    ("text", "bracket", "kind"),
    [
        ("<Media omitted>", False, Kind.MEDIA),
        ("<Medien ausgeschlossen>", False, Kind.MEDIA),
        ("<رسانه حذف شد>", False, Kind.MEDIA),
        ("IMG-20220301-WA0012.jpg (file attached)", False, Kind.MEDIA),
        ("IMG-20220301-WA0012.jpg (quelque chose)", False, Kind.MEDIA),
        ("\u200elab sheet.pdf (archivo adjunto)", False, Kind.MEDIA),
        ("\u200eimage omitted", True, Kind.MEDIA),
        ("\u200e<attached: 00000012-PHOTO-2022-03-01.jpg>", True, Kind.MEDIA),
        ("\u200e<anexado: 00000012-PHOTO.jpg>", True, Kind.MEDIA),
        ("lab.pdf • \u200e2 pages \u200edocument omitted", True, Kind.MEDIA),
        ("<attached: 00000012-PHOTO.jpg>", True, Kind.MEDIA),
        ("", False, Kind.MEDIA),
        ("null", False, Kind.MEDIA),
        ("This message was deleted", False, Kind.DELETED),
        ("You deleted this message.", False, Kind.DELETED),
        ("\u200eThis message was deleted.", True, Kind.DELETED),
        ("این پیام حذف شد", False, Kind.DELETED),
        ("This message was deleted by admin Nurse A", False, Kind.DELETED),
        ("location: https://maps.google.com/?q=35.7,51.4", False, Kind.MEDIA),
        ("\u200eLocation: https://maps.google.com/?q=35.7,51.4", True, Kind.MEDIA),
        ("see https://maps.google.com/?q=35.7,51.4", False, Kind.MESSAGE),
        ("\u200eNurse A added P-033", True, Kind.SYSTEM),
        ("\u200eتصویر", True, Kind.SYSTEM),
        ("\u200ePOLL:", True, Kind.MESSAGE),
        ("hello\u200e", True, Kind.MESSAGE),
        ("\u200e", True, Kind.MEDIA),
        ("POLL:", False, Kind.MESSAGE),
        ("yes \u200e<This message was edited>", True, Kind.MESSAGE),
        ("this message was deleted by me, sorry", False, Kind.MESSAGE),
        ("see the sheet (page 2)", False, Kind.MESSAGE),
        ("lab.pdf (of today)", False, Kind.MESSAGE),
        ("a > b", False, Kind.MESSAGE),
        ("x" * 100, False, Kind.MESSAGE),
        ("image omitted from the letter", True, Kind.MESSAGE),
    ],
)
def test_the_first_line_tells_what_it_is(text: str, bracket: bool, kind: Kind) -> None:
    told = said(text, WORDS, bracket)

    assert told.kind is kind
    assert not told.doubtful


@pytest.mark.parametrize("text", ["<qwerty>", "<Ungelistete Medien>", " <a b> "])
def test_words_in_angles_that_are_not_in_the_list_are_doubtful(text: str) -> None:
    assert said(text, WORDS, bracket=False).doubtful


def test_what_is_whole_only_without_further_lines() -> None:
    assert said("null", WORDS, bracket=False).whole
    assert said("this message was deleted", WORDS, bracket=False).whole
    assert not said("<Media omitted>", WORDS, bracket=False).whole


def test_words_of_the_caller_are_added() -> None:
    words = placeholders(["<Qwerty>"], ["weg."], ["<Wort>"])

    assert said("<QWERTY>", words, bracket=False).kind is Kind.MEDIA
    assert said("Weg", words, bracket=False).kind is Kind.DELETED
    assert not said("<wort>", words, bracket=False).doubtful


def test_a_long_line_without_end_takes_no_time() -> None:
    for text in ("<" * 500_000 + ">", "a." * 400_000 + " (x)", "\u200e" * 500_000):
        assert said(text, WORDS, bracket=True).kind in (Kind.MESSAGE, Kind.SYSTEM, Kind.MEDIA)
        assert said(text, WORDS, bracket=False).kind in (Kind.MESSAGE, Kind.MEDIA)
