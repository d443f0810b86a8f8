"""The Jalali (solar Hijri) calendar of Iran, by persiantools."""

from datetime import date

from persiantools.jdatetime import JalaliDate


def gregorian(year: int, month: int, day: int) -> date:
    """The day of the Gregorian calendar.

    Raises
    ------
    ValueError
        There is no such day: a month over 12, or a 30 Esfand in a common year.
    """
    told: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    return told
