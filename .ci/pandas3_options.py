"""A pytest plug-in: pandas 2.3 behaves as pandas 3 does, in text columns and in copies."""

import pandas as pd

pd.options.mode.copy_on_write = True
pd.options.future.infer_string = True
