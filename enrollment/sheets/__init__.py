"""From a file as it was sent to numbered, cleaned rows. Knows no database."""
