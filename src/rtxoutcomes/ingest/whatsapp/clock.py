"""Times of day as phones write them: 24 hours, or 12 hours with a word for AM or PM."""

import re
from typing import Literal

from rtxoutcomes.ingest.characters import plain

Clock = Literal["12", "24"]
NOON = 12
# Words for AM and PM without a second meaning in another language; any other word is refused.
PERIODS = {
    **dict.fromkeys(("am", "ص", "قظ", "قبلازظهر", "πμ", "上午", "午前", "오전", "öö", "пробяд"), 0),
    **dict.fromkeys(
        ("pm", "م", "بظ", "بعدازظهر", "μμ", "下午", "午後", "오후", "ös", "слобяд"), NOON
    ),
}
# Words next to a time that mean neither AM nor PM, such as Finnish "klo".
CONNECTORS = frozenset(
    ("", "klo", "kl", "um", "uhr", "at", "à", "às", "alle", "ore", "г", "ч", "в")
)
_NOT_LETTERS = re.compile(r"[\s.,\u200c]+")
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?")


def word_key(text: str) -> str:
    """The word next to a time, as in the tables above: `a. m.` is `am`, a comma is empty."""
    return _NOT_LETTERS.sub("", plain(text)).casefold()


def minute_of_day(time: str, period: str | None) -> int | None:
    """Minutes since midnight, or None if there is no such time.

    `time` is the text of the header; `period` a key of `PERIODS`, or None on a 24-hour clock.
    """
    match = _TIME.fullmatch(plain(time))
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    # Noon is 12 PM and midnight 12 AM; some languages write 0 for both.
    latest = 23 if period is None else NOON
    if hour > latest or minute > 59 or second > 59:
        return None
    if period is not None:
        hour = hour % NOON + PERIODS[period]
    return 60 * hour + minute
