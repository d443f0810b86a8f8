"""The page of an audit."""

import re
from dataclasses import replace

import rtxoutcomes as rtx
from claims.papers import CHANGE, claims_file
from rtxoutcomes.claims.against import Comparison, Outcome
from rtxoutcomes.publish.audit_page import audit_page

CLAIM = {"mean": "-0.57", "n": 7, "p_value": "0.03", "scale": CHANGE}
CLAIM |= {"assumed_range": ["-1.5", "0.5"], "source": "<b>table</b> & text"}


def test_the_page_asks_the_network_for_nothing_and_escapes_texts() -> None:
    page = audit_page(rtx.audit(claims_file(CLAIM)))

    assert not re.search(r"https?://|<script|src=", page)
    assert "&lt;b&gt;table&lt;/b&gt; &amp; text" in page


def test_a_figure_shows_every_distribution() -> None:
    audit = rtx.audit(claims_file(CLAIM))

    page = audit_page(audit)

    spreads = audit.pictures[0].spreads
    assert page.count('<rect class="all"') == len(spreads)
    assert page.count('<rect class="printing"') == sum(s.printing > 0 for s in spreads)
    total = sum(s.distributions for s in spreads)
    assert f"{total} distributions of values from -1.5 to 0.5 in steps of 0.5 have" in page


def test_without_enumeration_there_is_no_figure() -> None:
    assert "<svg" not in audit_page(rtx.audit(claims_file({"events": 8, "n": 42})))


def test_the_numbers_of_a_run_are_beside_those_printed() -> None:
    words = "differs: <0.05 no longer"
    beside = Comparison("a", "P", "0.03", "0.06", next(iter(Outcome)), words, "table 2")

    page = audit_page(replace(rtx.audit(claims_file(CLAIM)), comparisons=(beside,)))

    assert "<h2>Compared with the run</h2>" in page
    cells = ("a", "P", "0.03", "0.06", "differs: &lt;0.05 no longer")
    assert "".join(f"<td>{cell}</td>" for cell in cells) in page
