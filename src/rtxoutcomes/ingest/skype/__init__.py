"""Skype message exports."""
