"""Numbers that belong to a person, such as telephone numbers, as opposed to measurements.

Written for E.164 and for the numbers of Iran: mobiles begin with 9 after
the trunk 0 or the country's 98, landlines have ten digits after the 0, the national code has ten
digits of which the last is a check.
"""

import re

from rtxoutcomes.identity.marks import PHONE, Mark

# A run of digits with the marks that people group telephone numbers with.
_RUN = re.compile(r"(?<![0-9A-Za-z])[+(]?[0-9](?:[ .()\-]*[0-9])*(?![0-9A-Za-z])")
_SEPARATORS = re.compile(r"[ .()\-]")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]*)\.[0-9]+")
_INTERNATIONAL = re.compile(r"(?:\+|00)[0-9]{8,15}")
_MOBILE = re.compile(r"(?:0|98|0098)?9[0-9]{9}")
_LANDLINE = re.compile(r"0[1-8][0-9]{9}")
_BARE_MOBILE = re.compile(r"(?:98)?9[0-9]{9}")
_FEWEST_DIGITS = 8
_CODE_DIGITS = 10


def phone_mark(text: str) -> Mark | None:
    """Whether a folded text contains a telephone number.

    Part of a longer run of digits or letters, a decimal number, and a run with too few digits are
    not telephone numbers.
    """
    if sum(c.isdigit() for c in text) < _FEWEST_DIGITS:
        return None
    return PHONE if any(_is_phone(run.group()) for run in _RUN.finditer(text)) else None


def _is_phone(run: str) -> bool:
    if _DECIMAL.fullmatch(run):
        return False
    digits = _SEPARATORS.sub("", run)
    # Ten digits without separators are a serial number unless they begin like a mobile number.
    if digits == run and len(run) == _CODE_DIGITS and not run.startswith("9"):
        return False
    kinds = (_INTERNATIONAL, _MOBILE, _LANDLINE)
    return any(kind.fullmatch(digits) is not None for kind in kinds)


def looks_like_mobile(text: str) -> bool:
    """A bare run of digits that may be a mobile number, or just as well a serial number."""
    return _BARE_MOBILE.fullmatch(text) is not None


def national_code(text: str) -> bool:
    """Ten digits (eight and nine filled up with zeros) with the check digit of Iran's code.

    Weights 10 to 2 over nine digits, r the sum modulo 11, check r if below 2, else 11 - r. About
    one in eleven random numbers passes, so that columns are judged, not cells.
    """
    if not (text.isascii() and text.isdigit() and 8 <= len(text) <= _CODE_DIGITS):
        return False
    digits = [int(c) for c in text.zfill(_CODE_DIGITS)]
    if len(set(digits)) == 1:
        return False
    rest = sum(w * d for w, d in zip(range(10, 1, -1), digits, strict=False)) % 11
    return digits[-1] == (rest if rest < 2 else 11 - rest)
