"""Reference results of R that come with the package, to test an installation."""
