"""The version of this package, as installed."""

from importlib.metadata import version

VERSION = __version__ = version("rtxoutcomes")
