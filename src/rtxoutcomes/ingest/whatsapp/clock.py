"""Times of day as phones write them: 24 hours, or 12 with a word for the half of the day."""

import re
from typing import Literal

from rtxoutcomes.ingest.characters import plain

Clock = Literal["12", "24"]
NOON = 12
# Words that mean the same half of the day in every language; any other is refused.
PERIODS = {
    **dict.fromkeys(("am", "ص", "قظ", "قبلازظهر", "πμ", "上午", "午前", "오전", "öö", "пробяд"), 0),
    **dict.fromkeys(
        ("pm", "م", "بظ", "بعدازظهر", "μμ", "下午", "午後", "오후", "ös", "слобяд"), NOON
    ),
}
# Words that may stand beside a time and say nothing about it, as Finnish "klo".
CONNECTORS = frozenset(
    ("", "klo", "kl", "um", "uhr", "at", "à", "às", "alle", "ore", "г", "ч", "в")
)
_NOT_LETTERS = re.compile(r"[\s.,\u200c]+")
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?")


def word_key(text: str) -> str:
    """A word beside a time as the tables above have it: `a. m.` is `am`, a comma is nothing."""
    return _NOT_LETTERS.sub("", plain(text)).casefold()


def minute_of_day(time: str, period: str | None) -> int | None:
    """Minutes since midnight, or None where there is no such time.

    `time` is as in the header; `period` a word of `PERIODS`, or None on a clock of 24 hours.
    """
    found = _TIME.fullmatch(plain(time))
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    # Noon is 12 PM and midnight 12 AM; some languages write 0 for both.
    most = 23 if period is None else NOON
    if hour > most or minute > 59 or second > 59:
        return None
    if period is not None:
        hour = hour % NOON + PERIODS[period]
    return 60 * hour + minute
