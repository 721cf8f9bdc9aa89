"""The accounts of the demo: one for each role in Anambas, and one of a neighbour."""

from dataclasses import dataclass

from registry.roles import Role

DEMO_PASSWORD = "lindung-demo"  # noqa: S105 - shown to every visitor of the demo


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account that seed_demo makes, in demo mode only."""

    username: str
    first_name: str
    last_name: str
    role: Role
    region_code: str = "2105"


DEMO_ACCOUNTS = (
    DemoAccount("petugas", "Budi", "Hamzah", Role.OFFICER),
    DemoAccount("penyelia", "Nur", "Hayati", Role.SUPERVISOR),
    DemoAccount("bendahara", "Ani", "Nurhasanah", Role.TREASURER),
    DemoAccount("verifikator", "Dewi", "Razali", Role.EXAMINER),
    DemoAccount("penetap", "Eko", "Mahmud", Role.APPROVER),
    DemoAccount("pimpinan", "Wan", "Aisyah", Role.MANAGER),
    DemoAccount("auditor", "Fauzi", "Salim", Role.AUDITOR),
    DemoAccount("admin", "Gita", "Ramli", Role.ADMINISTRATOR),
    DemoAccount("petugas_bintan", "Citra", "Yahya", Role.OFFICER, "2101"),
)
