"""The words of the law that stand on the screens, each explained in one or two sentences.

A page shows one beside where it stands with `{% term "contribution_aid" %}`; the page of all of
them is term_list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Term:
    """A word, what it means, and where the law says so; no clause for a word of the offices."""

    key: str
    word: str | Promise
    meaning: str | Promise
    clause: str = ""


_ALL: Final = (
    Term(
        "bpu",
        _("worker without an employer (BPU)"),
        _(
            "Somebody who works and receives no wage: a fisher, farmer, trader, or driver on his "
            "own account. An employer may be one as well."
        ),
        "PP 44/2015 Pasal 5 ayat (3)",
    ),
    Term(
        "sponsor",
        _("sponsor (penanggung iuran)"),
        _(
            "Who pays the contributions: a regency, a village, a company, a foundation, or the "
            "worker alone. The cover is the worker's, whoever pays."
        ),
        "PP 44/2015 Pasal 24 ayat (2)",
    ),
    Term(
        "contribution",
        _("contribution (iuran)"),
        _(
            "What a month of membership costs. It follows from the wage base of the worker's band "
            "and is due on the 15th of the month itself, or on the next working day."
        ),
        "PP 44/2015 Pasal 20 dan 24",
    ),
    Term(
        "contribution_aid",
        _("contribution aid (bantuan iuran)"),
        _(
            "Contributions that the government pays for people who are poor or cannot pay. A "
            "regency that pays for its vulnerable workers by decree gives such aid."
        ),
        "UU 40/2004 Pasal 1 angka 5",
    ),
    Term(
        "wage_base",
        _("wage base (dasar upah)"),
        _(
            "The amount that stands for the income of a worker without a wage, by the band of the "
            "stated income. It decides the contribution, and later the benefits of an accident."
        ),
        "PP 44/2015 Lampiran II",
    ),
    Term(
        "jkk",
        _("work accident program (JKK)"),
        _(
            "Pays care, lost income, disability and death after an accident at work, on the way "
            "to or from it, or a disease caused by it."
        ),
        "PP 44/2015 Pasal 25",
    ),
    Term(
        "jkm",
        _("death program (JKM)"),
        _("Pays the heirs when a worker dies of something that is not of the work."),
        "PP 44/2015 Pasal 34",
    ),
    Term(
        "jht",
        _("old-age savings (JHT)"),
        _("Savings that are paid out with their yield at 56. For workers without a wage a choice."),
        "PP 46/2015 Pasal 13 dan 22",
    ),
    Term(
        "arrears",
        _("arrears (tunggakan)"),
        _(
            "Months whose due day has passed unpaid. Up to three in a row leave the right to "
            "benefits, most of which wait until they are paid; more than three end it."
        ),
        "PP 44/2015 Pasal 39 dan 42",
    ),
    Term(
        "grace",
        _("grace period (masa tenggang)"),
        _(
            "The three unpaid months in a row in which the right to benefits still stands. In "
            "figures of coverage these months do not count."
        ),
        "PP 44/2015 Pasal 39 dan 42",
    ),
    Term(
        "relief",
        _("contribution relief (penyesuaian iuran)"),
        _(
            "A lower contribution for certain months, by a law of its own. An invoice that was "
            "issued before the law was known is lowered by a credit note."
        ),
        "PP 49/2020; PP 50/2025",
    ),
    Term(
        "heirs",
        _("heirs (ahli waris)"),
        _(
            "Who receives what a worker's death pays: widow, widower or child; where there is "
            "none, first relatives in the straight line to the second degree, then brothers and "
            "sisters, then parents-in-law, then whom the will names."
        ),
        "PP 44/2015 Pasal 40 ayat (2)",
    ),
    Term(
        "benefit",
        _("cash benefit (santunan)"),
        _(
            "Money that the programs pay after an accident or a death, computed by clause. Care is "
            "no cash benefit: it is paid at cost."
        ),
        "PP 44/2015 Pasal 25 dan 34",
    ),
    Term(
        "sp2d",
        "SP2D",
        _(
            "The treasury's order of disbursement (surat perintah pencairan dana). Its number and "
            "date prove out of which budget year a payment came."
        ),
    ),
    Term(
        "sptjm",
        "SPTJM",
        _(
            "A statement of full responsibility (surat pernyataan tanggung jawab mutlak): whoever "
            "signs it answers for the list, that its people live there and work as it says."
        ),
    ),
)
TERMS: Final = {term.key: term for term in _ALL}
