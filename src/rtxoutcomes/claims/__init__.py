"""The arithmetic of printed numbers: which values could have been printed as a paper shows them."""
