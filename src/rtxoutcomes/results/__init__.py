"""The results: what a row says, the frame of rows, and the endpoints they answer."""

from rtxoutcomes.results.estimate import NAN, Estimate, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.results.row import ALL, Role, Row

__all__ = [
    "ALL",
    "NAN",
    "Choice",
    "Estimate",
    "Measure",
    "MethodKey",
    "Model",
    "Note",
    "Quantity",
    "Role",
    "Row",
]
