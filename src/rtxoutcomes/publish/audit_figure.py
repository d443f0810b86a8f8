"""The standard deviations of all distributions that have a printed mean, as a drawing in a page."""

from collections.abc import Sequence
from html import escape

from rtxoutcomes.claims.p_findings import Picture
from rtxoutcomes.claims.p_values import Spread

_WIDTH, _HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 12, 44
_TICKS = 5
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)


def figure(picture: Picture) -> str:
    """Bars at each standard deviation; the dark part prints P under the paired t test."""
    spreads = picture.spreads
    total = sum(spread.distributions for spread in spreads)
    printing = sum(spread.printing for spread in spreads)
    caption = (
        f"{picture.key}: {total:,} distributions of {picture.within} have the printed mean. Bars, "
        f"number of distributions by their standard deviation; dark, the {printing:,} whose paired "
        f"t test prints P {picture.p_value}."
    )
    return (
        f'<figure><svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-label="{escape(caption)}">'
        f"{_axes(spreads)}{''.join(_bar(spread, spreads) for spread in spreads)}</svg>"
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _bar(spread: Spread, spreads: Sequence[Spread]) -> str:
    centre = _across(spread.deviation, spreads)
    width = min(8.0, 0.8 * (_WIDTH - _LEFT - _RIGHT) / len(spreads))
    light = _rect(centre, width, spread.distributions, spreads, "all")
    dark = _rect(centre, width, spread.printing, spreads, "printing")
    return light + (dark if spread.printing else "")


def _rect(centre: float, width: float, count: int, spreads: Sequence[Spread], kind: str) -> str:
    top = _up(count, spreads)
    return (
        f'<rect class="{kind}" x="{centre - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" '
        f'height="{_HEIGHT - _BOTTOM - top:.1f}"/>'
    )


def _axes(spreads: Sequence[Spread]) -> str:
    """Both axes with round values, and their names."""
    floor, largest = _HEIGHT - _BOTTOM, _largest(spreads)
    step = next(s for s in _STEPS if s * _TICKS >= largest or s == _STEPS[-1])
    marks = "".join(
        _text(_LEFT - 6, _up(k, spreads) + 4, f"{k:,}", "end") for k in range(0, largest + 1, step)
    )
    low, high = spreads[0].deviation, spreads[-1].deviation
    places = [low + (high - low) * k / (_TICKS - 1) for k in range(_TICKS)] if high > low else [low]
    marks += "".join(
        _text(_across(sd, spreads), floor + 16, f"{sd:.2f}", "middle") for sd in places
    )
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    names = _text(middle, _HEIGHT - 8, "Standard deviation", "middle")
    names += _text(
        12, floor / 2, "Distributions", "middle", f' transform="rotate(-90 12 {floor / 2})"'
    )
    lines = f'<path d="M{_LEFT} {_TOP}V{floor}H{_WIDTH - _RIGHT}"/>'
    return lines + marks + names


def _text(x: float, y: float, words: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def _largest(spreads: Sequence[Spread]) -> int:
    return max(spread.distributions for spread in spreads)


def _across(deviation: float, spreads: Sequence[Spread]) -> float:
    low, high = spreads[0].deviation, spreads[-1].deviation
    room = _WIDTH - _LEFT - _RIGHT - 16
    return _LEFT + 8 + room * ((deviation - low) / (high - low) if high > low else 0.5)


def _up(count: int, spreads: Sequence[Spread]) -> float:
    floor = _HEIGHT - _BOTTOM
    return floor - (floor - _TOP) * count / _largest(spreads)
