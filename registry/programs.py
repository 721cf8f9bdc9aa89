"""The words of the law that every floor shares: programs, sources of money, sectors."""

from enum import StrEnum


class Program(StrEnum):
    """A social security program that a contribution pays for."""

    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"


class Fund(StrEnum):
    """Where the money of a contribution comes from (sumber dana)."""

    APBN = "APBN"
    APBD = "APBD"
    APBDES = "APBDES"
    DBH = "DBH"
    CSR = "CSR"
    SELF = "SELF"


class Sector(StrEnum):
    """The sector of a worker's occupation, as PP 50/2025 tells them apart."""

    TRANSPORT = "transport"
    OTHER = "other"
