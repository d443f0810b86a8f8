"""WhatsApp exports of every phone in the samples, and exports that must be refused."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chats import PLAIN, SAMPLES, TRUTH, lines, read
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.characters import name_key
from rtxoutcomes.ingest.log import LineKind
from rtxoutcomes.ingest.whatsapp.lines import MAX_LINE
from rtxoutcomes.ingest.whatsapp.placeholders import placeholders

CLEAR = sorted(set(TRUTH) - {"ambiguous_short", "persian_jalali"})
# Kinds of the five lines where they are not four messages and one of media, and where they ask.
FIVE = ["MESSAGE", "MESSAGE", "MESSAGE", "MEDIA", "MESSAGE"]
KINDS = {"empty_and_deleted": ["MESSAGE", "MEDIA", "DELETED", "MEDIA", "MESSAGE"]}
ASKS = [True, False, True, False, False]
ASKING = {
    "empty_and_deleted": [True, False, False, False, True],
    "quoted_header_in_body": [True, True, True, False, False],
}


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.txt").read_bytes()


def check_truth(name: str, text: bytes, **options: object) -> None:
    truth = TRUTH[name]
    log = read(text, replace(PLAIN, **options), truth["authors"])  # type: ignore[arg-type]
    authored = [line for line in lines(log) if line[2] != "SYSTEM"]
    assert [line[0] for line in authored] == [name_key(author) for author in truth["authors"]]
    assert [line[1] for line in authored] == truth["times"]
    assert [line[2] for line in authored] == KINDS.get(name, FIVE)
    assert [line[3] for line in authored] == ASKING.get(name, ASKS)
    assert log.dated == truth["messages"] + truth["system"]
    assert sum(kind == LineKind.SYSTEM for kind in log.kind) == truth["system"]


@pytest.mark.parametrize("name", CLEAR)
def test_each_phone_is_read_as_in_the_truth(name: str) -> None:
    check_truth(name, sample(name))


def test_a_persian_calendar_is_refused_unless_declared() -> None:
    check_truth("persian_jalali", sample("persian_jalali"), calendar="jalali")
    with pytest.raises(IngestError, match="--calendar jalali"):
        read(sample("persian_jalali"))
    with pytest.raises(IngestError, match="--calendar jalali"):
        read(sample("persian_jalali"), replace(PLAIN, order="ymd"))


@pytest.mark.parametrize("year", ["2565", "65", "\u0e52\u0e55\u0e56\u0e55"])
def test_a_buddhist_year_is_refused_unless_declared(year: str) -> None:
    text = f"14/2/{year} 09:05 - P-017: hello\n"

    with pytest.raises(IngestError, match="years are those of the Buddhist calendar"):
        read(text)
    with pytest.raises(IngestError, match="--calendar buddhist"):
        read(text, replace(PLAIN, order="dmy"))
    log = read(text, replace(PLAIN, calendar="buddhist"))
    assert lines(log)[0][1] == "2022-02-14 09:05"


@pytest.mark.parametrize("zero", ["\u0660", "\u06f0", "\u0966", "\u09e6", "\u0e50", "\uff10"])
def test_digits_of_any_script_are_read(zero: str) -> None:
    digits = str.maketrans("0123456789", "".join(chr(ord(zero) + k) for k in range(10)))
    text = "14/02/2022, 09:05 - P-017: hello\n15/02/2022, 23:59 - P-017: again\n"

    log = read(text.translate(digits), names=["P-017"])

    assert [line[1] for line in lines(log)] == ["2022-02-14 09:05", "2022-02-15 23:59"]


def test_an_ambiguous_order_is_refused_unless_declared() -> None:
    with pytest.raises(IngestError, match=r"dmy .* and mdy .*--date-order"):
        read(sample("ambiguous_short"))

    day_first = read(sample("ambiguous_short"), replace(PLAIN, order="dmy"))
    month_first = read(sample("ambiguous_short"), replace(PLAIN, order="mdy"))

    assert lines(day_first)[0][1] == "2022-02-03 09:05"
    assert lines(month_first)[0][1] == "2022-03-02 09:05"


HEAD = "13/02/2022, 09:05 - P-017: hello\n"
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "export: is empty"),
    "no header": ("hello\n", "line 1: must begin with date and time"),
    "unknown word": (
        "13/02/2022, 9:05 xyz - P: a\n",
        "line 1: has a word next to the time that is not known",
    ),
    "unknown word later": (
        "13/02/2022, 9:05 AM - P: a\n13/02/2022, 9:06 xy - P: a\n",
        "line 2: has a word next to the time that is neither AM nor PM",
    ),
    "hour 13 PM": ("13/02/2022, 13:05 PM - P: a\n", "line 1: has a time that no clock shows"),
    "hour 24": (HEAD + "13/02/2022, 24:05 - P: a\n", "line 2: has a time that no clock shows"),
    "no such date": (HEAD + "31/02/2022, 09:06 - P: a\n", "dates in no order"),
    "two shapes": (
        HEAD + "[13/02/2022, 09:06:00] P-017: a\n",
        "line 2: begins as a message does",
    ),
    "a known name in another shape": (
        HEAD + "2022-02-14 10:00 - P-017: a\n",
        "line 2: begins as a message does",
    ),
    "a day back": (
        HEAD + "14/02/2022, 09:05 - P: a\n11/02/2022, 09:05 - P: a\n",
        "line 3: is dated more than a day before",
    ),
    "cut in a date": (HEAD + "13/02/20", "line 2: breaks off"),
    "cut in a time": (HEAD + "13/02/2022, 09:0", "line 2: breaks off"),
    "cut in a name": (HEAD + "13/02/2022, 09:06 - P-0", "line 2: breaks off"),
    "cut after the time": (HEAD + "13/02/2022, 09:06 - ", "line 2: breaks off"),
    "cut within a character": (HEAD.encode() + "é".encode()[:1], "line 2: must be UTF-8"),
    "a placeholder of another language": (
        HEAD + "13/02/2022, 09:06 - P: <qwerty>\n",
        "line 2: holds nothing but words in angle brackets",
    ),
    "a binary file": (HEAD.encode() + b"a\x00b\n", "line 2: holds a zero byte"),
    "more names than a group has": (
        HEAD + "".join(f"13/02/2022, 09:05 - N{k}: a\n" for k in range(20_001)),
        "line 20001: is the first of more than 20,000 names",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_ambiguous_or_unreadable_line_is_refused_by_its_number(what: str) -> None:
    text, words = REFUSED[what]

    with pytest.raises(IngestError, match=words):
        read(text, names=["P-017", "P"])


def test_a_message_may_have_one_mebibyte_and_no_more() -> None:
    rest = "a" * (MAX_LINE - len("hello\n"))

    assert read(HEAD + rest + "\n").dated == 1
    with pytest.raises(IngestError, match="export, line 2: ends a message of more than 1 MiB"):
        read(HEAD + rest + "a\n")


def test_the_size_of_a_message_is_not_that_of_the_line_of_the_system_after_it() -> None:
    half = "a" * (MAX_LINE // 2)
    notice = "13/02/2022, 09:06 - Messages are encrypted\n"

    assert read(f"{HEAD}{half}\n{notice}{half}\n").dated == 2
    # The first line of an export may be of the system and go on.
    assert read(f"{notice}{half}\n{HEAD}").dated == 2


def test_a_time_of_day_of_the_other_clock_than_declared_is_refused() -> None:
    with pytest.raises(IngestError, match="has neither AM nor PM next to the time"):
        read(HEAD, replace(PLAIN, clock="12"))
    with pytest.raises(IngestError, match="has AM or PM next to the time"):
        read("13/02/2022, 9:05 AM - P: a\n", replace(PLAIN, clock="24"))
    assert read(HEAD, replace(PLAIN, clock="24")).dated == 1


def test_dates_and_foreign_times_inside_messages_stay_text() -> None:
    text = HEAD + "14/02/2022 is the date\n14/02/2022 10:00 - infusion: bring water\n[1] a list\n"

    log = read(text + "15/02/2022, 09:05 - P-017: 13/02/2022, 10:00 - P-017: quoted\n")

    assert log.dated == 2


def test_a_declared_disorder_is_accepted() -> None:
    text = HEAD + "11/02/2022, 09:05 - P: a\n"

    assert read(text, replace(PLAIN, unordered=True)).dated == 2


def test_placeholders_of_the_caller_are_recognised() -> None:
    words = placeholders(media=["<qwerty>"], deleted=["gone"], spoken=["<I said this>"])
    text = HEAD + "".join(
        f"13/02/2022, 09:06 - P: {body}\n" for body in ("<QWERTY>", "Gone.", "<I said this>")
    )

    kinds = [line[2] for line in lines(read(text, replace(PLAIN, words=words)))]

    assert kinds == ["MESSAGE", "MEDIA", "DELETED", "MESSAGE"]


def test_a_placeholder_with_more_lines_below_was_typed_and_media_keep_their_caption() -> None:
    text = "".join(
        f"13/02/2022, 09:06 - P: {body}\nmore?\n\n"
        for body in ("", "null", "This message was deleted", "<Media omitted>")
    )

    kinds = [line[2:] for line in lines(read(text))]

    assert kinds == [("MESSAGE", True)] * 3 + [("MEDIA", False)]


def test_a_question_in_a_later_line_counts_once() -> None:
    log = read(HEAD + "are you there?\nand here? yes\n" + "13/02/2022, 09:09 - P-017: a?b\n")

    assert list(log.asks) == [1, 0]


def test_equal_texts_have_equal_hashes_whatever_the_phone_adds() -> None:
    one = "13/02/2022, 09:05 - P: see @\u2068Nurse A\u2069  at 9\nok\n"
    other = "[13/02/2022, 09:05:07] P: see @98912000017\u200e at 9\nok\n"
    third = "13/02/2022, 09:05 - P: see @\u2068Nurse A\u2069 at 10\nok\n"

    hashes = [read(t, replace(PLAIN, compare=True)).text_hash[0] for t in (one, other, third)]

    assert hashes[0] == hashes[1] != hashes[2]


def test_the_last_line_may_lack_its_break() -> None:
    assert read(HEAD.rstrip("\n")).dated == 1
    assert read(HEAD + "and more").dated == 1


def test_a_system_line_begins_anew_below_an_empty_message() -> None:
    text = "13/02/2022, 09:05 - P: \n13/02/2022, 09:05 - P left\nnot of P\n"

    log = read(text)

    assert list(log.kind) == [LineKind.MEDIA, LineKind.SYSTEM]
    assert list(log.asks) == [0, 0]


def test_what_continues_a_record_that_is_skipped_is_skipped_with_it() -> None:
    text = HEAD + "13/02/2022, 09:06 - P: a\nmore?\n13/02/2022, 09:07 - P: b\n"

    log = read(text, replace(PLAIN, skip=frozenset({2}), compare=True))

    assert list(log.kind) == [LineKind.MESSAGE, LineKind.SKIPPED, LineKind.MESSAGE]
    assert (list(log.asks), len(log.text_hash)) == ([0, 0, 0], 3)


NAMES = (
    "P-017",
    "Nurse A",
    "Dr. B: clinic",
    "علی رضایی",
    "~\u202fP 21",
    "\u202a+98\u00a0912\u202c",
)
BODIES = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>"), max_size=40),
    min_size=1,
    max_size=3,
).map(lambda parts: "x" + "\nx".join(parts))
SHAPES = {
    "android": ("{:%d/%m/%Y, %H:%M} - ", "dmy"),
    "android 12": ("{:%m/%d/%y, %I:%M %p} - ", "mdy"),
    "iphone": ("[{:%d.%m.%y, %H:%M:%S}] ", "dmy"),
    "finnish": ("{:%d.%m.%Y klo %H.%M} - ", "dmy"),
    "iso": ("{:%Y-%m-%d, %H:%M} - ", "ymd"),
}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(SHAPES)),
    st.lists(st.tuples(st.sampled_from(NAMES), BODIES, st.integers(0, 9_999)), min_size=1),
)
def test_a_written_export_is_read_back(shape: str, messages: list[tuple[str, str, int]]) -> None:
    head, order = SHAPES[shape]
    moment = datetime(2019, 3, 31, 23, 59)
    text, expected = "", []
    for name, body, minutes in messages:
        moment += timedelta(minutes=minutes)
        text += f"{head.format(moment)}{name}: {body}\n"
        expected.append((name_key(name), f"{moment:%Y-%m-%d %H:%M}"))

    log = read(text, replace(PLAIN, order=order), NAMES)  # type: ignore[arg-type]

    assert [line[:2] for line in lines(log)] == expected


LIKE_A_CHAT = st.lists(
    st.sampled_from(
        [
            b"13/02/2022, 09:05 - ",
            b"[13/02/2022, 09:05:07] ",
            "٢٠٢٢/٢/٣، ٩:٠٥ ص - ".encode(),
            b"P-017: ",
            b"\n",
            b"<Media omitted>",
            b"\xe2\x80\x8e",
            b"\xff",
            b"\x00",
            b": ",
            b"1",
            b"/",
        ]
    )
    | st.binary(max_size=12)
).map(b"".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary() | LIKE_A_CHAT | LIKE_A_CHAT.map(lambda rest: HEAD.encode() + rest))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        log = read(content, replace(PLAIN, compare=True), NAMES)
    except IngestError:
        return

    assert log.dated == len(log.kind) == len(log.text_hash) == len(log.day) > 0


def test_a_lost_colon_is_refused_in_words_without_a_name() -> None:
    with pytest.raises(IngestError) as caught:
        read(HEAD + "13/02/2022, 09:06 - P-017; a\n", names=["P-017"])

    assert caught.value.problems[0].sentence() == (
        "export, line 2: begins with a name of the roster, but neither with a colon nor with a "
        "word after it, so that it may be a message or of the application (if it cannot be mended "
        "in the chat, skip it by its number: --skip LINE)"
    )
