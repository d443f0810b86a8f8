"""A pytest plug-in that makes pandas 2.3 treat text columns and copies as pandas 3 does."""

import pandas as pd

pd.options.mode.copy_on_write = True
pd.options.future.infer_string = True
