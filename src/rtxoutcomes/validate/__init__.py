"""What may pass: rules on columns, on rows and between tables, and the one door to a Cohort."""
