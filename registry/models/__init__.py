"""Models of the ground floor."""

from registry.models.audit import AuditEvent
from registry.models.jobs import Job
from registry.models.people import Membership, User
from registry.models.reference import Bank, Holiday, Occupation
from registry.models.regions import Region
from registry.models.statistics import LabourForce

__all__ = [
    "AuditEvent",
    "Bank",
    "Holiday",
    "Job",
    "LabourForce",
    "Membership",
    "Occupation",
    "Region",
    "User",
]
