"""Pages of the top floor."""
