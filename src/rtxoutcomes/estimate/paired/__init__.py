"""Change within patients: means, ranks, responders and values below quantification."""
