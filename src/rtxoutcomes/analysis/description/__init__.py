"""Who the patients were and how long they were followed."""
