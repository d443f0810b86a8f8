"""Published numbers on the page: how many this run reproduces, and a table of each."""

from collections.abc import Sequence

from rtxoutcomes.claims.against import BUILT, Comparison, Outcome, compare
from rtxoutcomes.disclose import Released
from rtxoutcomes.publish.page_text import ROW, text
from rtxoutcomes.publish.row_words import row_words

SECTION = "published"
HEADS = ("Result", "Number", "Published", "This run", "Comparison", "Source")


def comparisons(released: Released) -> tuple[Comparison, ...]:
    """Each number of the study's claims with that of this run; none without claims."""
    frame = released.estimates.assign(origin=released.origin)
    return compare(released.study.claims, frame)


def published_line(released: Released, own: Sequence[Comparison]) -> str:
    """`12 of 14 published figures reproduced`, which leads to the table; empty without any."""
    if not own:
        return ""
    equal = sum(one.outcome is Outcome.EQUAL for one in own)
    built = f" ({BUILT})" if released.origin == "synthetic" else ""
    words = f"{equal} of {len(own)} published figures reproduced"
    return f'<p class="published"><a href="#{SECTION}">{words}</a>{built}.</p>'


def published_table(released: Released, own: Sequence[Comparison]) -> str:
    """The table of published numbers next to those of this run; empty without any."""
    if not own:
        return ""
    places = {key: place for place, key in enumerate(released.estimates["key"])}
    named = row_words(released)
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    rows = "".join(_row(one, named, places) for one in own)
    return (
        "<p>Numbers as they were published, from the study file, and those of this run in the same "
        "decimals.</p>"
        '<div class="wide" tabindex="0" role="region" aria-label="Published figures">'
        f'<table class="rtx-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(one: Comparison, named: dict[str, str], places: dict[str, int]) -> str:
    key = next((key for key in places if key.startswith(f"{one.key}[")), "")
    words = text(named.get(key, one.key))
    label = f'<a href="#{ROW}{places[key]}">{words}</a>' if key else words
    cells = (one.number, one.printed, one.run, one.words, one.source)
    others = "".join(f"<td>{text(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{label}</th>{others}</tr>\n'
