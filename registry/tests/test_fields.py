"""What a person may type into our fields, and what is said to what cannot be read."""

from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from registry.forms import (
    DayField,
    MonthField,
    NikField,
    PlainForm,
    RupiahField,
    SignInForm,
    UploadField,
    WholeNumberField,
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def complaint(field, typed):
    """Return the sentence with which the field refuses what was typed."""
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    [sentence] = refused.value.messages
    return sentence


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        (RupiahField(), "975.542.400", 975_542_400),
        (RupiahField(), " Rp975.542.400 ", 975_542_400),
        (RupiahField(), "500.000", 500_000),
        (RupiahField(min_idr=0), "0", 0),
        (WholeNumberField(), "4.839", 4_839),
        (WholeNumberField(), "4839", 4_839),
        (DayField(), "21/07/2020", date(2020, 7, 21)),
        (DayField(), "3/4/2020", date(2020, 4, 3)),
        (DayField(), "2020-07-21", date(2020, 7, 21)),
        (DayField(), "21 Juli 2020", date(2020, 7, 21)),
        (MonthField(), "2020-07", date(2020, 7, 1)),
        (MonthField(), "7/2020", date(2020, 7, 1)),
        (MonthField(), "07-2020", date(2020, 7, 1)),
        (MonthField(), "Juli 2020", date(2020, 7, 1)),
        (MonthField(), "July 2020", date(2020, 7, 1)),
        (NikField(), " '6202.0501 0885-9991", "6202050108859991"),
    ],
)
def test_what_people_write_is_read(field, typed, read):
    assert field.clean(typed) == read


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (RupiahField(), "500,000.00", "“500,000.00” is no amount"),
        (RupiahField(), "1.5", "“1.5” is no amount"),
        (RupiahField(), "-1", "“-1” is no amount"),
        (RupiahField(), "0", "at least Rp1"),
        (WholeNumberField(), "4,839", "“4,839” is no whole number"),
        (WholeNumberField(min_value=1, max_value=12), "13", "from 1 to 12"),
        (DayField(), "31/02/2020", "“31/02/2020” is no date"),
        (DayField(), "21/7/20", "four digits"),
        (MonthField(), "13/2020", "“13/2020” is no month"),
        (MonthField(), "15 Juli 2020", "no month"),
        (MonthField(), "7/20", "four digits"),
        (MonthField(), "12/9999", "“12/9999” is no month"),
        (NikField(), "210501450888000", "has 15 digits and needs 16"),
        (NikField(), "2105014508880000a", "something else than digits"),
        (NikField(), "2105019913880000", "no date of birth"),
        (RupiahField(), "9" * 200, "9" * 40 + "…"),
        (RupiahField(), "100%", "“100%”"),
        (DayField(), "\x00", "no date"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(field, typed, sentence):
    assert sentence in complaint(field, typed)


@pytest.mark.parametrize(
    ("field", "nothing"),
    [(RupiahField, None), (DayField, None), (MonthField, None), (NikField, "")],
)
def test_a_line_left_empty_is_no_value(field, nothing):
    assert field(required=False).clean("   ") == nothing


@pytest.mark.parametrize(
    ("field", "value", "written"),
    [
        (RupiahField(), 975_542_400, "975.542.400"),
        (WholeNumberField(), 4_839, "4.839"),
        (DayField(), date(2020, 7, 21), "21 July 2020"),
        (MonthField(), date(2020, 7, 1), "July 2020"),
        (NikField(), "6202050108859991", "6202050108859991"),
    ],
    ids=["rupiah", "number", "day", "month", "NIK"],
)
def test_a_value_is_written_so_that_it_reads_back(field, value, written):
    assert field.prepare_value(value) == written
    assert field.clean(written) == value


def test_an_amount_spelled_in_another_way_has_not_changed():
    field = RupiahField()

    assert not field.has_changed(500_000, "Rp500.000")
    assert field.has_changed(500_000, "500.001")
    assert field.has_changed(500_000, "half a million")


class Payment(PlainForm):
    reference = forms.CharField(label="Bank reference")
    fund = forms.ChoiceField(label="Fund", choices=[("APBD", "APBD")])
    proof = UploadField(label="Proof", max_bytes=1024 * 1024)
    seen = forms.BooleanField(label="I saw the statement")


def test_an_empty_field_is_named_with_what_to_do():
    form = Payment({"fund": "CSR"})

    assert form.errors == {
        "reference": ["Fill in “Bank reference”."],
        "fund": ["Choose “Fund” from the list."],
        "proof": ["Choose “Proof”."],
        "seen": ["Tick “I saw the statement” to go on."],
    }


@pytest.mark.parametrize(
    ("size", "sentence"),
    [(0, "This file is empty."), (1024 * 1024 + 1, "2 MB large; up to 1 MB")],
    ids=["empty", "one byte too many"],
)
def test_a_file_that_cannot_be_taken_is_refused_in_its_own_words(size, sentence):
    field = UploadField(label="List", max_bytes=1024 * 1024)

    assert sentence in complaint(field, SimpleUploadedFile("list.csv", b"x" * size))


@pytest.mark.django_db
@pytest.mark.parametrize("active", [True, False], ids=["an account", "a closed account"])
def test_sign_in_never_tells_whether_the_account_exists(django_user_model, rf, active):
    django_user_model.objects.create_user("budi", password="secret", is_active=active)
    wrong_password = SignInForm(rf.post("/"), {"username": "budi", "password": "wrong"})
    no_account = SignInForm(rf.post("/"), {"username": "nobody", "password": "wrong"})
    closed = SignInForm(rf.post("/"), {"username": "budi", "password": "secret"})

    assert wrong_password.errors == no_account.errors
    assert closed.is_valid() is active
    assert active or closed.errors == no_account.errors
