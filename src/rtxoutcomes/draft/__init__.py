"""A study file and a map drafted from a clinic's own files; what only the clinic knows is asked."""
