"""What somebody might already know of a patient, and what nobody should learn from it."""

from typing import Annotated, Literal

from pydantic import Field

from rtxoutcomes.study.base import Part

Known = Literal[
    "diagnosis",
    "sex",
    "age_years",
    "disease_duration_years",
    "follow_up_months",
    "relapses_prior_year",
    "prior_treatment",
    "end_reason",
]
Secret = Literal["relapsed", "adverse_event"]


class Privacy(Part):
    """Columns of patients by which one might be recognised, and how coarsely each is known.

    Ages and durations are known in bands. `sensitive` is what is not to be learnt of a patient
    who was recognised.
    """

    quasi_identifiers: tuple[Known, ...] = Field(
        default=("diagnosis", "sex", "age_years"), min_length=1
    )
    age_band_years: Annotated[int, Field(ge=1, le=50)] = 10
    duration_band_years: Annotated[int, Field(ge=1, le=50)] = 5
    follow_up_band_months: Annotated[int, Field(ge=1, le=120)] = 6
    sensitive: tuple[Secret, ...] = ("relapsed",)
