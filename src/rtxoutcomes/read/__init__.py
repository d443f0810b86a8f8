"""What enters: study files and tables, as text and without judgement."""
