"""Codes of claims as words: of findings, lines, losses and facts that cannot be."""
