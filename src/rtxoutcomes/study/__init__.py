"""The study as data."""

from rtxoutcomes.study.blocks import Diagnosis, Family, OneTable, OneTableScore
from rtxoutcomes.study.claim import Claim, ClaimsFile
from rtxoutcomes.study.confirmed import Confirmed
from rtxoutcomes.study.engagement import Channel, Engagement
from rtxoutcomes.study.model import Study
from rtxoutcomes.study.outcomes import Outcome
from rtxoutcomes.study.score import Score
from rtxoutcomes.study.synthesis import Synthesis
from rtxoutcomes.study.variables import Level, Variable

__all__ = [
    "Channel",
    "Claim",
    "ClaimsFile",
    "Confirmed",
    "Diagnosis",
    "Engagement",
    "Family",
    "Level",
    "OneTable",
    "OneTableScore",
    "Outcome",
    "Score",
    "Study",
    "Synthesis",
    "Variable",
]
