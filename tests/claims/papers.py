"""Claims as a file would hold them, and the findings on them by the name of the number."""

from typing import Any

from rtxoutcomes.claims.audit import check_claims
from rtxoutcomes.claims.paper import paper_of
from rtxoutcomes.claims.verdict import Finding
from rtxoutcomes.progress import silent
from rtxoutcomes.study import ClaimsFile

CHANGE = {"minimum": "-10", "maximum": "10", "step": "0.5"}
POINTS = {"minimum": "0", "maximum": "10", "step": "0.5"}


def claims_file(*claims: dict[str, Any]) -> ClaimsFile:
    filled = [{"key": f"claim.{k}", "source": "table 1"} | claim for k, claim in enumerate(claims)]
    return ClaimsFile.model_validate({"paper": "Paper A", "claims": filled})


def findings(*claims: dict[str, Any]) -> dict[str, Finding]:
    """The findings by the name of the number, of the last claim that has it."""
    found = check_claims(paper_of(claims_file(*claims)), silent).findings
    return {finding.number: finding for finding in found}
