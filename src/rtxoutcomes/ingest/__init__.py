"""Chat exports and lists of attendance into the engagement table. No name, no text leaves here."""
