"""The roster: who is who, and since when."""
