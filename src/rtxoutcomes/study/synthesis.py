"""The `[synthesis]` block: the exact margins of a made-up cohort."""

from rtxoutcomes.study.base import Part


class Synthesis(Part):
    """Placeholder replaced below by its owner."""
