"""The words of a manuscript: templates whose numbers are references into released results."""
