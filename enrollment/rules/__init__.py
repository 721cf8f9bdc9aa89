"""Decisions: pure functions of facts and dates, each naming its clause."""
