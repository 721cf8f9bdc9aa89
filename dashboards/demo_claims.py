"""The claims of the demo: what happened to people who do not exist, in 2019, 2020 and just now.

Illustrative, all of them. Their cover comes from a small decree that ended with June 2020, so that
nothing in the figures of July 2020 changes; what was paid in 2019 and 2020 comes to the sum that
the press of 2020 names for Anambas, Rp350.260.000.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

DECREE: Final = "SK 560/08/2017"
FIRST_MONTH: Final = date(2017, 1, 1)
MONTHS: Final = 42
ISSUED_ON: Final = date(2017, 1, 10)
PAID_ON: Final = date(2017, 1, 12)
REFERENCE: Final = "BRK-20170112-0001"
WORKERS: Final = 20
PAID_IN_2019_AND_2020: Final = 350_260_000


@dataclass(frozen=True, slots=True)
class Relative:
    """An heir, with school where it matters."""

    relation: str
    name: str
    born_on: date
    level: str = ""
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One claim: what happened to which worker of the decree, and by when it was paid."""

    worker: int
    program: str
    cause: str
    event_on: date
    reported_on: date
    place: str
    account: str
    outcome: str = "death"
    heirs: tuple[Relative, ...] = ()
    stated: dict[str, Any] = field(default_factory=dict)
    papers_on: date | None = None
    decided_on: date | None = None
    paid_on: date | None = None
    schooled_on: date | None = None


def _widow(name: str, born_on: date) -> Relative:
    return Relative("spouse", name, born_on)


PAID: Final = (
    Case(
        worker=0,
        program="JKM",
        cause="illness",
        event_on=date(2019, 5, 14),
        reported_on=date(2019, 5, 15),
        place="RSUD Tarempa",
        account="Sakit jantung, wafat di rumah sakit.",
        heirs=(_widow("Rohana", date(1966, 3, 4)),),
        papers_on=date(2019, 5, 20),
        decided_on=date(2019, 5, 22),
        paid_on=date(2019, 5, 23),
    ),
    Case(
        worker=1,
        program="JKK",
        cause="work_accident",
        event_on=date(2019, 7, 3),
        reported_on=date(2019, 7, 4),
        place="Dermaga Letung",
        account="Ibu jari kanan terjepit tali kapal saat menambatkan pompong.",
        outcome="partial_anatomical",
        stated={
            "losses": [{"code": "right_thumb"}],
            "temporary_incapacity_months": 3,
            "transport": [{"mode": "sea", "amount_idr": 1_800_000}],
            "treatment_idr": 11_460_000,
        },
        papers_on=date(2019, 10, 14),
        decided_on=date(2019, 10, 18),
        paid_on=date(2019, 10, 21),
    ),
    Case(
        worker=2,
        program="JKK",
        cause="work_accident",
        event_on=date(2019, 9, 20),
        reported_on=date(2019, 9, 21),
        place="Perairan Jemaja",
        account="Pompong terbalik dihantam gelombang saat menjaring.",
        heirs=(_widow("Zubaidah", date(1975, 8, 17)),),
        papers_on=date(2019, 10, 1),
        decided_on=date(2019, 10, 7),
        paid_on=date(2019, 10, 9),
    ),
    Case(
        worker=3,
        program="JKM",
        cause="illness",
        event_on=date(2020, 2, 11),
        reported_on=date(2020, 2, 13),
        place="Rumah",
        account="Sakit paru, wafat di rumah.",
        heirs=(
            _widow("Halimah", date(1981, 1, 9)),
            Relative("child", "Ridho", date(2006, 5, 2), "SMP", 2),
            Relative("child", "Mega", date(2010, 9, 30), "SD", 3),
        ),
        papers_on=date(2020, 2, 18),
        decided_on=date(2020, 2, 20),
        paid_on=date(2020, 2, 21),
        schooled_on=date(2020, 3, 2),
    ),
    Case(
        worker=4,
        program="JKK",
        cause="work_accident",
        event_on=date(2020, 3, 8),
        reported_on=date(2020, 3, 9),
        place="Perairan Palmatak",
        account="Terjatuh ke laut saat menarik jaring pada malam hari.",
        heirs=(_widow("Maryam", date(1984, 12, 1)),),
        stated={"transport": [{"mode": "sea", "amount_idr": 2_500_000}]},
        papers_on=date(2020, 3, 17),
        decided_on=date(2020, 3, 20),
        paid_on=date(2020, 3, 24),
    ),
    Case(
        worker=5,
        program="JKK",
        cause="commuting_accident",
        event_on=date(2020, 3, 30),
        reported_on=date(2020, 3, 31),
        place="Jalan Tarempa–Rintis",
        account="Sepeda motor tergelincir dalam perjalanan ke kebun; tungkai kiri patah.",
        outcome="partial_anatomical",
        stated={
            "losses": [{"code": "leg_shortened_below_5_cm"}],
            "temporary_incapacity_months": 2,
            "transport": [{"mode": "sea", "amount_idr": 2_000_000}],
            "treatment_idr": 29_000_000,
        },
        papers_on=date(2020, 6, 22),
        decided_on=date(2020, 6, 26),
        paid_on=date(2020, 6, 29),
    ),
    Case(
        worker=6,
        program="JKM",
        cause="illness",
        event_on=date(2020, 5, 12),
        reported_on=date(2020, 5, 13),
        place="Puskesmas Siantan",
        account="Demam berdarah, wafat dalam perawatan.",
        heirs=(_widow("Nuraini", date(1972, 6, 6)),),
        papers_on=date(2020, 5, 18),
        decided_on=date(2020, 5, 19),
        paid_on=date(2020, 5, 20),
    ),
    Case(
        worker=7,
        program="JKM",
        cause="other",
        event_on=date(2020, 6, 15),
        reported_on=date(2020, 6, 16),
        place="Desa Mengkait",
        account="Tenggelam saat menolong tetangga, bukan saat bekerja.",
        heirs=(Relative("parent", "Salmah", date(1950, 2, 2)),),
        papers_on=date(2020, 6, 22),
        decided_on=date(2020, 6, 24),
        paid_on=date(2020, 6, 25),
    ),
)


@dataclass(frozen=True, slots=True)
class Recent:
    """A death of the first half of 2020 of whose cover the family learnt only now.

    JKM never expires. `reaches` is the state up to which it came, `working_days_ago` the age of
    its complete file.
    """

    worker: int
    event_on: date
    account: str
    heirs: tuple[Relative, ...]
    reaches: str
    working_days_ago: int = 1


RECENT: Final = (
    Recent(
        8,
        date(2020, 1, 18),
        "Sakit ginjal, wafat di rumah sakit di Tanjungpinang.",
        (_widow("Aminah", date(1970, 4, 4)),),
        "draft",
    ),
    Recent(
        9,
        date(2020, 3, 2),
        "Sakit lama, wafat di rumah.",
        (_widow("Ramlah", date(1969, 10, 10)),),
        "reported",
    ),
    Recent(
        10,
        date(2020, 4, 20),
        "Sakit jantung saat malam hari, wafat di rumah.",
        (_widow("Fatimah", date(1977, 7, 7)), Relative("child", "Arif", date(2008, 3, 3))),
        "incomplete",
    ),
    Recent(
        11,
        date(2020, 5, 28),
        "Demam tinggi, wafat di puskesmas.",
        (_widow("Siti Aisyah", date(1979, 2, 11)),),
        "complete",
    ),
    Recent(
        12,
        date(2020, 6, 9),
        "Stroke, wafat di rumah sakit.",
        (_widow("Jamilah", date(1963, 5, 30)),),
        "assessed",
        2,
    ),
    Recent(
        13,
        date(2019, 12, 27),
        "Sakit paru, wafat di rumah.",
        (_widow("Rosmawati", date(1974, 9, 1)),),
        "approved",
        7,
    ),
)
# reported only after its five years had passed: assessed, and refused with its clause
EXPIRED: Final = Case(
    worker=14,
    program="JKK",
    cause="work_accident",
    event_on=date(2020, 2, 24),
    reported_on=date(2025, 9, 1),
    place="Pelabuhan Tarempa",
    account="Jari telunjuk kiri terputus oleh derek saat bongkar muat.",
    outcome="partial_anatomical",
    stated={"losses": [{"code": "left_index_finger"}], "treatment_idr": 6_400_000},
    decided_on=date(2025, 9, 8),
)
