"""Placeholders of content that an export omits."""

import pytest

from rtxoutcomes.ingest.log import LineKind
from rtxoutcomes.ingest.whatsapp.placeholders import classify, placeholders

WORDS = placeholders()


@pytest.mark.parametrize(
    ("text", "bracket", "kind"),
    [
        ("<Media omitted>", False, LineKind.MEDIA),
        ("<Medien ausgeschlossen>", False, LineKind.MEDIA),
        ("<رسانه حذف شد>", False, LineKind.MEDIA),
        ("IMG-20220301-WA0012.jpg (file attached)", False, LineKind.MEDIA),
        ("IMG-20220301-WA0012.jpg (quelque chose)", False, LineKind.MEDIA),
        ("\u200elab sheet.pdf (archivo adjunto)", False, LineKind.MEDIA),
        ("\u200eimage omitted", True, LineKind.MEDIA),
        ("\u200e<attached: 00000012-PHOTO-2022-03-01.jpg>", True, LineKind.MEDIA),
        ("\u200e<anexado: 00000012-PHOTO.jpg>", True, LineKind.MEDIA),
        ("lab.pdf • \u200e2 pages \u200edocument omitted", True, LineKind.MEDIA),
        ("<attached: 00000012-PHOTO.jpg>", True, LineKind.MEDIA),
        ("", False, LineKind.MEDIA),
        ("null", False, LineKind.MEDIA),
        ("This message was deleted", False, LineKind.DELETED),
        ("You deleted this message.", False, LineKind.DELETED),
        ("\u200eThis message was deleted.", True, LineKind.DELETED),
        ("این پیام حذف شد", False, LineKind.DELETED),
        ("This message was deleted by admin Nurse A", False, LineKind.DELETED),
        ("location: https://maps.google.com/?q=35.7,51.4", False, LineKind.MEDIA),
        ("\u200eLocation: https://maps.google.com/?q=35.7,51.4", True, LineKind.MEDIA),
        ("see https://maps.google.com/?q=35.7,51.4", False, LineKind.MESSAGE),
        ("\u200eNurse A added P-033", True, LineKind.SYSTEM),
        ("\u200eتصویر", True, LineKind.SYSTEM),
        ("\u200ePOLL:", True, LineKind.MESSAGE),
        ("hello\u200e", True, LineKind.MESSAGE),
        ("look at this \u200e<attached: 00000012-PHOTO.jpg>", True, LineKind.MEDIA),
        ("look at this \u200eit is new", True, LineKind.MESSAGE),
        ("\u200e", True, LineKind.MEDIA),
        ("POLL:", False, LineKind.MESSAGE),
        ("yes \u200e<This message was edited>", True, LineKind.MESSAGE),
        ("this message was deleted by me, sorry", False, LineKind.MESSAGE),
        ("see the sheet (page 2)", False, LineKind.MESSAGE),
        ("lab.pdf (of today)", False, LineKind.MESSAGE),
        ("a > b", False, LineKind.MESSAGE),
        ("x" * 100, False, LineKind.MESSAGE),
        ("image omitted from the letter", True, LineKind.MESSAGE),
    ],
)
def test_the_first_line_decides_the_kind(text: str, bracket: bool, kind: LineKind) -> None:
    first = classify(text, WORDS, bracket)

    assert first.kind is kind
    assert not first.doubtful


@pytest.mark.parametrize("text", ["<qwerty>", "<Ungelistete Medien>", " <a b> "])
def test_words_in_angles_that_are_not_in_the_list_are_doubtful(text: str) -> None:
    assert classify(text, WORDS, bracket=False).doubtful


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("\u200eMissed voice call. \u200eTap to call back", LineKind.CALL),
        ("\u200eVideo call. \u200e4 min", LineKind.CALL),
        ("\u200eVoice call, \u200e12 min \u2022 \u200e3 joined", LineKind.CALL),
        ("\u200eThis message was deleted by admin \u200eNurse N.", LineKind.DELETED),
        ("\u200eAnna A changed their phone number. \u200eTap to message.", LineKind.SYSTEM),
        ("\u200eYour security code with Anna A changed. \u200eTap.", LineKind.SYSTEM),
        ("\u200eContact card omitted", LineKind.MEDIA),
        ("\u200eWaiting for this message. This may take a while.", LineKind.MEDIA),
        ("\u200fa \u200eb", LineKind.MESSAGE),
        (" \u202a\u200eAnything, \u200ein any language", LineKind.SYSTEM),
        ("\u200eUMFRAGE:", LineKind.MESSAGE),
        ("\u200eimage omitted \u200e<This message was edited>", LineKind.MEDIA),
        ("a photo \u200eimage omitted", LineKind.MEDIA),
        ("\u200e" + "long " * 40, LineKind.SYSTEM),
    ],
)
def test_what_an_iphone_begins_with_a_mark_was_written_by_the_application(
    text: str, kind: LineKind
) -> None:
    first = classify(text, WORDS, bracket=True)

    assert (first.kind, first.single, first.doubtful) == (kind, False, False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("live location shared", LineKind.MEDIA),
        ("Waiting for this message", LineKind.MEDIA),
        ("Waiting for this message. This may take a while.", LineKind.MEDIA),
        ("<Video note omitted>", LineKind.MEDIA),
        ("<Something new omitted>", LineKind.MEDIA),
        ("<View once voice message omitted>", LineKind.MEDIA),
        ("Carl C.vcf (file attached)", LineKind.MEDIA),
        ("Carl C.vcf (szia)", LineKind.MEDIA),
        ("< Média vynechána >", LineKind.MEDIA),
        ("<Hiányzó médiafájl>", LineKind.MEDIA),
        ("<המדיה לא נכללה>", LineKind.MEDIA),
        ("<मीडिया के बिना>", LineKind.MEDIA),
        ("< پيوست نما/آهنگ حذف شد >", LineKind.MEDIA),
        ("Denne besked blev slettet.", LineKind.DELETED),
        ("Denne meldingen ble slettet", LineKind.DELETED),
        ("Ta wiadomość została usunięta", LineKind.DELETED),
        ("Pesan ini telah dihapus", LineKind.DELETED),
        ("הודעה זו נמחקה", LineKind.DELETED),
        ("Missed voice call", LineKind.CALL),
        ("Missed video call, Tap to call back", LineKind.CALL),
        ("Verpasster Videoanruf", LineKind.CALL),
        ("Voice call, 12 min", LineKind.CALL),
        ("Video call", LineKind.MESSAGE),
        ("Missed voice call, please ring again", LineKind.MESSAGE),
        ("Video call, 2 days ago I asked", LineKind.MESSAGE),
        ("fine <This message was edited>", LineKind.MESSAGE),
        ("<Media omitted> <This message was edited>", LineKind.MEDIA),
        ("<This message was edited>", LineKind.MEDIA),
    ],
)
def test_an_android_phone_writes_the_same_without_a_mark(text: str, kind: LineKind) -> None:
    first = classify(text, WORDS, bracket=False)

    assert (first.kind, first.doubtful) == (kind, False)


def test_some_kinds_hold_only_without_further_lines() -> None:
    assert classify("null", WORDS, bracket=False).single
    assert classify("this message was deleted", WORDS, bracket=False).single
    assert not classify("<Media omitted>", WORDS, bracket=False).single


def test_the_name_of_a_file_may_be_longer_than_other_placeholders() -> None:
    name = f"{'long name ' * 9}.pdf (file attached)"

    assert len(name) > 80
    assert classify(name, WORDS, bracket=False).kind is LineKind.MEDIA


def test_a_place_may_be_longer_than_other_placeholders() -> None:
    place = "location: https://maps.google.com/?q=35.70000,51.40000&label=" + "x" * 60

    assert classify(place, WORDS, bracket=False).kind is LineKind.MEDIA
    assert classify(f"see {place}", WORDS, bracket=False).kind is LineKind.MESSAGE
    assert classify("x" * 81, WORDS, bracket=False).kind is LineKind.MESSAGE


def test_words_of_the_caller_are_added() -> None:
    words = placeholders(["<Qwerty>"], ["weg."], ["<Wort>"])

    assert classify("<QWERTY>", words, bracket=False).kind is LineKind.MEDIA
    assert classify("Weg", words, bracket=False).kind is LineKind.DELETED
    assert not classify("<wort>", words, bracket=False).doubtful


def test_words_of_the_caller_may_have_eighty_characters() -> None:
    words = placeholders(media=["x" * 80])

    assert classify("x" * 80, words, False).kind is LineKind.MEDIA


def test_a_long_line_without_end_takes_no_time() -> None:
    for text in ("<" * 500_000 + ">", "a." * 400_000 + " (x)", "\u200e" * 500_000):
        assert classify(text, WORDS, bracket=True).kind in (
            LineKind.MESSAGE,
            LineKind.SYSTEM,
            LineKind.MEDIA,
        )
        assert classify(text, WORDS, bracket=False).kind in (LineKind.MESSAGE, LineKind.MEDIA)
