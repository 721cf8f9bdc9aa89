"""Decisions on claims: pure, dated, each with its clause."""
