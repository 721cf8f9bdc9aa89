"""What is asked to register one worker, and to enroll one who is known."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from enrollment.forms.photos import PhotoField
from enrollment.forms.picked import OccupationField, VillageField
from enrollment.models import Decree, Worker
from enrollment.queries.registering import OpenDecree, nik_reading
from enrollment.queries.same_person import Typed
from enrollment.rules.contributions import band_for_income
from enrollment.rules.insurable import ASKED, Statement
from enrollment.sheets.cells import cell_of
from enrollment.sheets.cleaners import clean_phone as phone_digits
from enrollment.wording.attestations import QUESTIONS, refusal_words
from registry.formats import number_text
from registry.forms import DayField, NikField, PlainForm, RupiahField
from registry.law.parameters import parameter
from registry.models import Occupation, Region
from registry.months import first_of_month

OWN: Final = "own"
# the order in which a refusal names them
_ORDER: Final = [
    *("nik", "name", "born_on", "sex", "village", "another_person", "address", "phone"),
    *("occupation", "second_occupation", "payer", "income_idr", "months", "with_jht"),
    *("works", "not_ill", "attested_by_name", "photo"),
]


def _line(css: str = "w-mid", **attrs: str) -> forms.TextInput:
    return forms.TextInput({"class": css, "autocomplete": "off", **attrs})


class CoverForm(PlainForm):
    """Who pays for a worker, and what must be true of him when he is enrolled."""

    payer = forms.ChoiceField(label=_("Paid by"))
    months = forms.TypedChoiceField(
        label=_("Months to pay for"), required=False, coerce=int, empty_value=None
    )
    income_idr = RupiahField(
        label=_("Monthly income"),
        required=False,
        help_text=_("In rupiah. It decides the contribution of who pays for himself."),
    )
    with_jht = forms.BooleanField(label=_("With old-age savings (JHT)"), required=False)
    works = forms.BooleanField(label=QUESTIONS[Statement.WORKS], required=False)
    not_ill = forms.BooleanField(label=QUESTIONS[Statement.NOT_ILL], required=False)
    attested_by_name = forms.CharField(
        label=_("Who answers in the worker’s place"),
        required=False,
        max_length=160,
        widget=_line(),
        help_text=_("Leave it empty when the worker answers himself."),
    )

    def __init__(self, *args: Any, offers: list[OpenDecree], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self._decrees = {str(offer.decree.pk): offer.decree for offer in offers}
        payer, months = self.fields["payer"], self.fields["months"]
        assert isinstance(payer, forms.ChoiceField)
        assert isinstance(months, forms.ChoiceField)
        payer.choices = [
            ("", _("Choose")),
            *((str(offer.decree.pk), _offered(offer)) for offer in offers),
            (OWN, _("The worker, with own money")),
        ]
        months.choices = [("", _("Choose")), *_periods(today)]
        if len(offers) == 1:
            payer.initial = str(offers[0].decree.pk)

    def clean(self) -> dict[str, Any]:
        """Ask who pays for himself for months and income; and for each answer that is needed."""
        given = super().clean() or self.cleaned_data
        for statement in ASKED:
            if not given.get(statement.value):
                self.add_error(statement.value, refusal_words(statement))
        if given.get("payer") == OWN:
            for name in ("months", "income_idr"):
                if name not in self.errors and given.get(name) is None:
                    field = self.fields[name]
                    self.add_error(
                        name,
                        gettext("Fill in “%(label)s”: the worker pays for himself.")
                        % {"label": field.label},
                    )
        return given

    @property
    def decree(self) -> Decree | None:
        """The decree chosen, of a form that was read; None for who pays for himself."""
        return self._decrees.get(self.cleaned_data.get("payer", ""))

    @property
    def terms(self) -> dict[str, Any]:
        """Who pays for what, and what was attested, as the actions take it."""
        given = self.cleaned_data
        own = given["payer"] == OWN
        return {
            "decree": self.decree,
            "months": given["months"] if own else None,
            "wage_base_idr": self._wage_base_idr() if own else None,
            "with_jht": own and given["with_jht"],
            "statements": {"works": given["works"], "not_ill": given["not_ill"]},
            "attested_by_name": given["attested_by_name"],
        }

    def _wage_base_idr(self) -> int:
        month = first_of_month(self.today)
        band = band_for_income(self.cleaned_data["income_idr"], on=month, known_on=self.today)
        return band.wage_base_idr


class RegisterForm(CoverForm):
    """Everything about one worker, the NIK first: what it tells need not be typed."""

    nik = NikField(label=_("NIK"), help_text=_("16 digits, at the top of the KTP."))
    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=_line(),
        help_text=_("As on the KTP, without titles."),
    )
    born_on = DayField(label=_("Birth date"), help_text=_("Like 5 Agustus 1988 or 5/8/1988."))
    sex = forms.ChoiceField(label=_("Sex"), choices=Worker.Sex.choices, widget=forms.RadioSelect)
    village = VillageField(
        label=_("Village"), list_id="villages", help_text=_("Where the worker lives.")
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=200, widget=_line())
    phone = forms.CharField(
        label=_("Mobile phone"),
        required=False,
        max_length=20,
        widget=_line("w-phone", inputmode="tel"),
        help_text=_("To tell the worker when the cover is about to end."),
    )
    occupation = OccupationField(label=_("Occupation"), list_id="occupations")
    second_occupation = OccupationField(
        label=_("Second occupation"),
        required=False,
        list_id="occupations",
        help_text=_("At most two kinds of work are insured (PP 44/2015 Pasal 11 ayat (2))."),
    )
    photo = PhotoField(
        label=_("Photo"),
        required=False,
        help_text=_("For the card. A phone opens its camera; the photo is made small here."),
    )
    another_person = forms.BooleanField(
        label=_("I have compared them: this is another person"), required=False
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        villages: list[Region],
        occupations: list[Occupation],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, field_order=_ORDER, **kwargs)
        self.villages, self.occupations = villages, occupations
        village = self.fields["village"]
        assert isinstance(village, VillageField)
        village.offer(villages)
        for name in ("occupation", "second_occupation"):
            field = self.fields[name]
            assert isinstance(field, OccupationField)
            field.offer(occupations)
        self.typed = Typed()
        self.filled = self._fill_from_nik()

    def clean_phone(self) -> str:
        """Return the number as digits; one that cannot be read is asked for again."""
        text = self.cleaned_data["phone"].strip()
        phone = phone_digits(cell_of(text))
        if text and not phone:
            raise forms.ValidationError(
                _("“%(read)s” is no telephone number. Write it like 0812 3456 7890."),
                code="unreadable",
                params={"read": text},
            )
        return phone

    def clean(self) -> dict[str, Any]:
        """Keep what was understood so far; ask to compare what the NIK alone has told."""
        given = super().clean()
        self.typed = Typed(
            nik=given.get("nik", ""),
            name=given.get("name", ""),
            born_on=given.get("born_on"),
            sex=given.get("sex", ""),
            village=given.get("village"),
        )
        first, second = given.get("occupation"), given.get("second_occupation")
        if first and first == second:
            self.add_error(
                "second_occupation",
                gettext("This is the first occupation again. Leave the second one empty."),
            )
        for name in self.filled:
            self.add_error(name, self._words_when_filled(name))
        return given

    @property
    def person(self) -> dict[str, Any]:
        """Who is registered, as the action takes it."""
        names = (
            *("nik", "name", "born_on", "sex", "village", "address", "phone", "occupation"),
            *("second_occupation", "income_idr", "photo", "another_person"),
        )
        return {name: self.cleaned_data[name] for name in names}

    def _fill_from_nik(self) -> tuple[str, ...]:
        """Fill an empty birth date and sex from the NIK, and return which; never what was typed."""
        if not self.is_bound:
            return ()
        data: Any = copy(self.data)
        try:
            nik = NikField().clean(data.get(self.add_prefix("nik")))
        except forms.ValidationError:
            return ()
        reading = nik_reading(Typed(nik=nik), today=self.today)
        assert reading is not None
        empty = [name for name in reading.told if not str(data.get(name) or "").strip()]
        for name in empty:
            data[name] = reading.told[name]
        self.data = data
        return tuple(empty)

    def _words_when_filled(self, name: str) -> str:
        if name == "sex":
            return gettext("The sex was read from the NIK. Compare it with the KTP.")
        return gettext("The birth date was read from the NIK. Compare it with the KTP.")


def _offered(offer: OpenDecree) -> str:
    """Return a decree as it is offered: who pays, by which paper, and how many places are free."""
    facts = {"sponsor": offer.decree.sponsor.name, "number": offer.decree.number}
    if offer.free is None:
        return gettext("%(number)s, %(sponsor)s") % facts
    return ngettext(
        "%(number)s (%(free)s place free), %(sponsor)s",
        "%(number)s (%(free)s places free), %(sponsor)s",
        offer.free,
    ) % (facts | {"free": number_text(offer.free)})


def _periods(today: date) -> list[tuple[int, str]]:
    """Return for how many months one may pay at once."""
    offered = parameter("bpu.advance_periods_months", on=first_of_month(today)).value
    return [
        (months, ngettext("%(n)s month", "%(n)s months", months) % {"n": months})
        for months in offered
    ]
