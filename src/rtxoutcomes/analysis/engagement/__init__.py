"""Engagement and what came after it: description, models, and how often the models cry wolf."""

from rtxoutcomes.analysis.engagement.models import RELAPSE, all_engagement_rows, engagement_rows
from rtxoutcomes.analysis.engagement.participation import participation, participation_rows

__all__ = [
    "RELAPSE",
    "all_engagement_rows",
    "engagement_rows",
    "participation",
    "participation_rows",
]
