"""Channels of engagement, and how its association with outcome is to be looked at."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from rtxoutcomes.study.base import Part
from rtxoutcomes.study.score import Name

Month = Annotated[float, Field(ge=0, le=600)]


class Channel(Part):
    """A channel through which patients took part, and the activities counted in it."""

    name: Name
    label: str = ""
    activities: tuple[Name, ...] = Field(min_length=1)
    purpose: str = ""

    @model_validator(mode="after")
    def _each_activity_once(self) -> Self:
        if len(set(self.activities)) != len(self.activities):
            raise ValueError("activities must differ from one another")
        return self


class Engagement(Part):
    """The engagement analysis: landmark, lag, window of recent activity and horizon in months.

    `subset` are diagnoses to which one more analysis is restricted, `subset_label` what it is
    called. `shuffles` is the number of times that engagement is shuffled between patients of one
    diagnosis and one band of follow-up, to see how often each model then claims an effect.
    """

    landmark_months: Month = 3
    sensitivity_landmarks: tuple[Month, ...] = (1, 6)
    lag_months: Month = 3
    sensitivity_lags: tuple[Month, ...] = (0, 1)
    recent_months: int = Field(default=3, ge=1, le=600)
    horizon_months: Month = 12
    horizon_tolerance: Month = 0.5
    subset: tuple[str, ...] = ()
    subset_label: str = ""
    shuffles: int = Field(default=200, ge=19, le=100_000)
    shuffle_band_months: float = Field(default=6, gt=0, le=600)

    @property
    def landmarks(self) -> tuple[float, ...]:
        """The primary landmark, then each other one once."""
        return tuple(dict.fromkeys((self.landmark_months, *self.sensitivity_landmarks)))

    @property
    def lags(self) -> tuple[float, ...]:
        """The primary lag, then each other one once."""
        return tuple(dict.fromkeys((self.lag_months, *self.sensitivity_lags)))

    @model_validator(mode="after")
    def _horizon_after_landmarks(self) -> Self:
        late = [
            landmark
            for landmark in (self.landmark_months, *self.sensitivity_landmarks)
            if landmark >= self.horizon_months
        ]
        if late:
            shown = ", ".join(f"{v:g}" for v in late)
            raise ValueError(f"horizon_months must lie after every landmark; not so: {shown}")
        return self
