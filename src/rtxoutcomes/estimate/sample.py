"""A method applied to a sample: what every result has in common, whether it has a number or not."""

from dataclasses import dataclass

from rtxoutcomes.estimate.tails import t_p, two_sided_t
from rtxoutcomes.results.estimate import NAN, Ends, Estimate, Kind, Note, Status


@dataclass(frozen=True, slots=True)
class Sample:
    """The method, the patients it is applied to and the confidence level.

    `n`, `dropped`, `events` and `person_years` are those of `Estimate`.
    """

    kind: Kind
    n: int
    dropped: int = 0
    events: int | None = None
    person_years: float = NAN
    conf_level: float = 0.95

    def result(
        self,
        *,
        estimate: float = NAN,
        std_error: float = NAN,
        conf_low: float = NAN,
        conf_high: float = NAN,
        conf_ends: Ends = "[]",
        statistic: float = NAN,
        df: float = NAN,
        p_value: float = NAN,
        status: Status = "ok",
        note: Note = "",
    ) -> Estimate:
        """What the method gives for this sample."""
        return Estimate(
            measure=self.kind.measure,
            method_key=self.kind.method_key,
            method=self.kind.method,
            # Counts of numpy and pandas as plain numbers, which every format can write.
            n=int(self.n),
            dropped=int(self.dropped),
            events=None if self.events is None else int(self.events),
            person_years=float(self.person_years),
            estimate=float(estimate),
            std_error=float(std_error),
            conf_low=float(conf_low),
            conf_high=float(conf_high),
            conf_ends=conf_ends,
            conf_level=float(self.conf_level),
            statistic=float(statistic),
            df=float(df),
            p_value=float(p_value),
            status=status,
            note=note,
        )

    def t_result(self, estimate: float, std_error: float, df: float) -> Estimate:
        """An estimate with its interval and P on a Student reference."""
        half = two_sided_t(self.conf_level, df) * std_error
        return self.result(
            estimate=estimate,
            std_error=std_error,
            conf_low=estimate - half,
            conf_high=estimate + half,
            statistic=estimate / std_error,
            df=float(df),
            p_value=t_p(estimate / std_error, df),
        )

    def not_estimable(self, note: Note, estimate: float = NAN) -> Estimate:
        """No result, because these data do not determine one."""
        return self.result(estimate=estimate, status="not_estimable", note=note)

    def not_attempted(self, note: Note) -> Estimate:
        """No result, because the method does not apply to these data."""
        return self.result(status="not_attempted", note=note)
