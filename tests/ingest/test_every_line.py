"""Every line of generated chats is of its class, or the chat is refused: none is misread."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from chats import PLAIN, people, read
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.characters import name_key
from rtxoutcomes.ingest.count import count_lines
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.members.people import Roster
from rtxoutcomes.ingest.merge import merge

CHATS, LINES = 500, 14
LRM = "\u200e"
# Patient or staff, the name in the roster, and how phones may write it.
NAMES: list[tuple[str, str, list[str]]] = [
    (
        "SYN-1",
        "Anna A",
        ["Anna A", "Anna\u00a0A", "\u202aAnna A\u202c", "\uff21nna A", "An\u200bna A"],
    ),
    ("SYN-2", "علی", ["علی", "عل\u064a", "عل\u0649"]),
    ("SYN-3", "Bob ❤", ["Bob ❤\ufe0f", "Bob ❤", "~\u202fBob ❤"]),
    ("SYN-4", "Dr. C: clinic", ["Dr. C: clinic", "Dr.\u202fC: clinic"]),
    ("SYN-5", "+98 912 000 0001", ["+98 912 000 0001", "\u202a+98\u00a0912 000 0001\u202c"]),
    ("", "Nurse N", ["Nurse N", "Nurse\u200f N"]),
]
COLONS = [": "] * 6 + [":", f"{LRM}: ", f":{LRM} ", ":\u00a0", "\uff1a", " : "]
HEADERS = {
    "android": ("{:%d/%m/%Y, %H:%M} - ", "dmy"),
    "android 12": ("{:%m/%d/%y, %I:%M\u202f%p} - ", "mdy"),
    "iphone": ("[{:%d.%m.%y, %H:%M:%S}] ", "dmy"),
    "iphone marked": (LRM + "[{:%Y-%m-%d, %H:%M:%S}] ", "ymd"),
}
TEXTS = [
    ("hello", False),
    ("is it open?", True),
    ("at 10:30: the usual place", False),
    ("سلام، کی؟", True),
    ("see https://x.org/a?b=c now", False),
    ("he said: this message was deleted", False),
    ("image omitted from the letter", False),
    ("two lines\n14/02/2022 is the date?\nBob: yes", True),
    ("1. first\n[2] second", False),
    ("x" * 120 + "?", True),
    ("Nurse N: see above", False),
    ("hello <This message was edited>", False),
]
MEDIA = {
    False: [
        *("<Media omitted>", "<Medien ausgeschlossen>", "<Hiányzó médiafájl>", "null", ""),
        *("<המדיה לא נכללה>", "<मीडिया के बिना>", "live location shared", "<Video note omitted>"),
        *("IMG-20220301-WA0012.jpg (file attached)", "a b.vcf (x y)", "Waiting for this message"),
    ],
    True: [
        *("image omitted", "Contact card omitted", "تصویر حذف شد", "Bild weggelassen", "null", ""),
        *("<attached: 00000012-PHOTO.jpg>", "Location: https://maps.google.com/?q=35.0,51.0"),
        "Waiting for this message. This may take a while.",
    ],
}
DELETED = ["This message was deleted", "Denne besked blev slettet.", "Pesan ini telah dihapus"]
DELETED += ["Ta wiadomość została usunięta", "این پیام حذف شد"]
CALLS = ["Missed voice call", "Missed video call, Tap to call back", "Voice call, 12 min"]
ACTS = ["{} left", "{} added Carl", "{} changed the subject from “a” to “b”", "{}, Carl joined"]
ACTS += ["Messages and calls are end-to-end encrypted.", "You created group “x”"]


@dataclass
class Chat:
    """A generated chat: its text, and what it holds."""

    bracket: bool
    text: str = ""
    classes: Counter[str] = field(default_factory=Counter)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


def marked(draw: random.Random, text: str) -> str:
    """What an iPhone writes itself: a mark before it, and often before its parts."""
    parts = [part if draw.random() < 0.5 else LRM + part for part in text.split(" ")]
    return LRM * draw.randint(1, 2) + " ".join(parts).lstrip(LRM)


def line_of(draw: random.Random, chat: Chat) -> str:
    """The text after a header, counted in the chat."""
    patient, name, spellings = draw.choice(NAMES)
    who = draw.choice(spellings) + draw.choice(COLONS)
    kind = draw.choices(["text", "media", "deleted", "call", "act"], [8, 3, 2, 1, 3])[0]
    if kind == "text":
        text, asks = draw.choice(TEXTS)
        chat.classes["message" if patient else "staff"] += 1
        if patient:
            chat.counts[patient, "message"] += 1
            chat.counts[patient, "question"] += asks
        note = text.endswith(">") and chat.bracket
        return who + (text.replace("<", f"{LRM}<") if note else text)
    if kind == "act":
        chat.classes["system"] += 1
        act = draw.choice(ACTS).format(name)
        return draw.choice([who, "Our group: "]) + marked(draw, act) if chat.bracket else act
    own = {"media": MEDIA[chat.bracket], "deleted": DELETED, "call": CALLS}[kind]
    text = draw.choice(own)
    # Staff who place a file or a call are staff; a call is a call whoever it is of.
    chat.classes["call" if kind == "call" else kind if patient else "staff"] += 1
    return who + (marked(draw, text) if chat.bracket and text not in ("", "null") else text)


def generated(seed: int) -> tuple[Chat, Log]:
    """A chat of one phone and its log, or the refusal of it."""
    draw = random.Random(seed)
    phone = draw.choice(sorted(HEADERS))
    head, order = HEADERS[phone]
    chat = Chat(phone.startswith("iphone"))
    moment = datetime(2022, 1, 13, 8, 0)
    for _ in range(LINES):
        moment += timedelta(minutes=draw.randint(1, 2_000))
        chat.text += head.format(moment) + line_of(draw, chat) + "\n"
    names = [name for _, name, _ in NAMES] + ["~ Bob ❤", "Our group"]
    return chat, read(chat.text, replace(PLAIN, order=order), names)  # type: ignore[arg-type]


def roster() -> Roster:
    roles = {name_key(n): ("patient" if p else "staff", p) for p, n, _ in NAMES}
    roles |= {name_key("~ Bob ❤"): ("patient", "SYN-3"), "Our group": ("system", "")}
    starts = {p: ("2022-01-01", None) for p, _, _ in NAMES if p}
    return people(roles, starts)  # type: ignore[arg-type]


def test_no_line_of_five_hundred_chats_is_misread() -> None:
    refused = 0
    for seed in range(CHATS):
        try:
            chat, log = generated(seed)
        except IngestError:
            refused += 1
            continue
        result = count_lines([log], roster())

        counts: Counter[tuple[str, str]] = Counter()
        for (patient, _, measure), n in result.counts.items():
            counts[patient, measure] += n
        found = {k: n for k, n in result.account.classes.items() if n}
        assert found == {k: n for k, n in chat.classes.items() if n}, seed
        assert counts == +chat.counts, seed
        assert result.account.lines == LINES
    # A test that only refuses would prove nothing.
    assert refused == 0


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_two_phones_that_hold_parts_of_one_chat_give_each_line_once(seed: int) -> None:
    draw = random.Random(seed)
    moment, lines, truth = datetime(2022, 1, 13, 8, 0), [], Counter[str]()
    for number in range(30):
        moment += timedelta(minutes=draw.randint(1, 500))
        patient, _, spellings = draw.choice(NAMES)
        lines.append((moment, spellings, f"line {number}: really"))
        truth[patient] += 1
    begin, end = draw.randint(0, 6), draw.randint(20, 30)
    texts = [
        "".join(f"{head.format(when)}{draw.choice(names)}: {text}\n" for when, names, text in part)
        for head, part in (
            ("{:%d/%m/%Y, %H:%M} - ", lines[:end]),
            ("[{:%d.%m.%y, %H:%M:%S}] ", lines[begin:]),
        )
    ]
    names = [name for _, name, _ in NAMES] + ["~ Bob ❤"]
    how = replace(PLAIN, order="dmy", compare=True)
    logs = [read(text, how, names, f"export {k}") for k, text in enumerate(texts, start=1)]

    result = count_lines(merge(logs, roster().by_name), roster())

    counted = {p: n for (p, _, m), n in result.counts.items() if m == "message"}
    total: Counter[str] = Counter()
    for (patient, _, measure), n in result.counts.items():
        total[patient] += n if measure == "message" else 0
    assert counted
    assert {p: n for p, n in total.items() if n} == {p: n for p, n in truth.items() if p and n}
    assert result.account.classes["repeated"] == end - begin
