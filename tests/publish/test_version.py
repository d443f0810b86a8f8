"""The version."""

from importlib.metadata import version

from rtxoutcomes.publish.version import VERSION


def test_it_is_that_of_the_installed_package() -> None:
    assert version("rtxoutcomes") == VERSION
