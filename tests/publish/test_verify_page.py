"""The page of a verification."""

import re

from publish.test_verification import FOUND, SAME
from rtxoutcomes.publish.verify_page import verify_page


def test_the_page_asks_the_network_for_nothing_and_escapes_texts() -> None:
    page = verify_page(FOUND)

    assert not re.search(r"https?://|<script|src=", page)
    assert "Table 1. &lt;Change&gt;; Results, paragraph 2" in page


def test_it_has_a_part_for_each_thing_that_differs() -> None:
    assert re.findall("<h2>(.*?)</h2>", verify_page(FOUND)) == [
        "Causes",
        "Rows of the data",
        "Numbers",
        "Tables",
        "Sentences",
        "Figures",
        "Files",
        "Notes",
    ]


def test_a_report_that_reproduces_has_its_verdict_alone() -> None:
    page = verify_page(SAME)

    assert "<h2>" not in page
    assert "All 1,234 estimates equal those of this run" in page
