"""The law as data: dated parameters, each with act, clause, quotation and day of publication."""
