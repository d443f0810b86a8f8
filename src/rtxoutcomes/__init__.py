"""Outcomes of a treated cohort, from de-identified tables to a manuscript's tables and figures."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
