"""What the columns of the results frame hold: in words, and as closed lists of values."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from rtxoutcomes.results.endpoints import KEYS
from rtxoutcomes.results.estimate import Ends, Note, Status
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.planned import PLANNED
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.results.row import Role

DESCRIPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "analysis": "Endpoint of the report to which the row belongs",
        "endpoint": "What was measured: relapse, a score of the study, a characteristic",
        "grouping": "Variable by which `group` divides the patients",
        "group": "Code of a level of `grouping`, or all; of a contrast the later group",
        "against": "The other group of a contrast (difference: group minus against; ratio: group "
        "over against), or the band at follow-up of a transition",
        "channel": "Channel of the engagement",
        "activity": "Activity within the channel",
        "month": "Month that the row is about: of a risk, the centre of a visit window, a landmark "
        "or a lag",
        "subgroup": "Variable to whose `level` the row is restricted, or whose interaction with "
        "the group it is",
        "level": "Category of a variable, or the alternative that `choice` names",
        "model": "Variant of a regression model",
        "choice": "Alternative choice of a sensitivity analysis",
        "quantity": "What is estimated",
        "measure": "How the estimate is read",
        "role": "reported: in the main tables and the text; alternative: another method for the "
        "same question; sensitivity: the same question under another choice",
        "unit": "Unit of the estimate",
        "n": "Patients analysed",
        "dropped": "Patients excluded from the row",
        "events": "Events, or patients with the event",
        "person_years": "Person-years of follow-up",
        "estimate": "The estimate",
        "std_error": "Its standard error",
        "conf_low": "Lower confidence limit",
        "conf_high": "Upper confidence limit",
        "conf_ends": "Whether each limit belongs to the interval",
        "conf_level": "Confidence level",
        "statistic": "Test statistic",
        "df": "Degrees of freedom",
        "p_value": "P value",
        "p_adjusted": "P value adjusted within the declared family of tests",
        "p_pair": "Method key of the test that the interval inverts, if there is one",
        "method_key": "Key of the method",
        "method": "The method in prose",
        "planned": "Whether the row is part of the recorded plan, or its test alone is not; empty "
        "where no plan was recorded",
        "status": "Whether the estimate could be given",
        "note": "Why it could not, or what to know of it",
        "term": "Name that references in texts give to the row, after endpoint and group",
        "key": "Unique key of the row, endpoint.group.term[method_key]; the column key of "
        "trace.csv refers to it",
    }
)
CLOSED_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "analysis": KEYS,
        "model": tuple(Model),
        "choice": tuple(Choice),
        "quantity": tuple(Quantity),
        "measure": tuple(Measure),
        "role": get_args(Role),
        "conf_ends": get_args(Ends),
        "p_pair": ("", *MethodKey),
        "method_key": tuple(MethodKey),
        "planned": PLANNED,
        "status": get_args(Status),
        "note": get_args(Note),
    }
)
# Text in every row, though of no closed list.
NEVER_EMPTY = ("endpoint", "grouping", "group", "method", "term", "key")
