"""Channels of engagement, and the plan of its analysis."""

from pydantic import Field

from rtxoutcomes.parts import Part
from rtxoutcomes.study.bounds import Few, Interval, Month, Some
from rtxoutcomes.study.names import confusable
from rtxoutcomes.study.score import Name
from rtxoutcomes.wording import Label, OptionalLabel, OptionalSentence


class Channel(Part):
    """A channel through which patients took part, and the activities counted in it.

    `activity_labels` maps an activity to its words in the singular ("session attended"),
    `activity_plurals` to those in the plural ("sessions attended").
    """

    name: Name
    label: OptionalLabel = ""
    activities: Few[Name] = Field(min_length=1)
    activity_labels: dict[Name, OptionalLabel] = Field(default_factory=dict)
    activity_plurals: dict[Name, OptionalLabel] = Field(default_factory=dict)
    purpose: OptionalSentence = ""

    def activity_label(self, activity: str) -> str:
        """One such activity in words; by default its name with spaces for underscores."""
        return self.activity_labels.get(activity) or activity.replace("_", " ")

    def activity_plural(self, activity: str) -> str:
        """Several such activities in words; by default the label with an s."""
        return self.activity_plurals.get(activity) or f"{self.activity_label(activity)}s"

    def consistency_faults(self) -> list[str]:
        """Words for activities that the channel does not have, and repeated activities."""
        faults = [
            f"{key}: {name!r} is not an activity of the channel"
            for key in ("activity_labels", "activity_plurals")
            for name in getattr(self, key)
            if name not in self.activities
        ]
        repeated = len(set(self.activities)) != len(self.activities)
        words = {a: [self.activity_label(a), self.activity_plural(a)] for a in self.activities}
        faults += [] if repeated else confusable("activities", words)
        return [*faults, *["activities must differ from one another"] * repeated]


class Engagement(Part):
    """The engagement analysis: landmark, lag, window of recent activity and horizon in months.

    `subset` are diagnoses to which a further analysis is restricted, with the label `subset_label`.
    `shuffles` is the number of permutations of engagement between patients of one diagnosis and
    one band of follow-up, which give the type I error of each model; a model that rejects in 6% of
    them or more is refitted to ten times as many.
    """

    landmark_months: Month = 3
    sensitivity_landmarks: Few[Month] = (1, 6)
    lag_months: Month = 3
    sensitivity_lags: Few[Month] = (0, 1)
    recent_months: int = Field(default=3, ge=1, le=600)
    horizon_months: Month = 12
    horizon_tolerance: Month = 0.5
    subset: Some[Label] = ()
    subset_label: OptionalLabel = ""
    shuffles: int = Field(default=200, ge=19, le=10_000)
    shuffle_band_months: Interval = 6

    @property
    def landmarks(self) -> tuple[float, ...]:
        """The primary landmark, then each other one once."""
        return tuple(dict.fromkeys((self.landmark_months, *self.sensitivity_landmarks)))

    @property
    def lags(self) -> tuple[float, ...]:
        """The primary lag, then each other one once."""
        return tuple(dict.fromkeys((self.lag_months, *self.sensitivity_lags)))

    def permutations(self, patients: int) -> int:
        """Permutations of so many patients; above 250 fewer, or their cost would grow squared."""
        return max(19, round(self.shuffles * min(1.0, 250 / max(patients, 1))))

    def consistency_faults(self) -> list[str]:
        """Landmarks that do not lie before the horizon."""
        months = (self.landmark_months, *self.sensitivity_landmarks)
        late = ", ".join(f"{month:g}" for month in months if month >= self.horizon_months)
        return [f"horizon_months must lie after every landmark; not so: {late}"] if late else []
