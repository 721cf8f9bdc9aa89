"""The reference data as they are loaded: complete, repeatable, keyed by Kemendagri."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import CharField, Count, Max
from django.db.models.functions import Length

from registry.models import AuditEvent, Bank, Holiday, LabourForce, Occupation, Region
from registry.programs import Sector
from registry.reference import PARTS, load_reference
from registry.tests.kepri import kepri_folder


@pytest.fixture
def loaded(db, tmp_path) -> Path:
    """The reference data of Kepulauan Riau, loaded; the folder that they came from."""
    folder = kepri_folder(tmp_path / "data")
    load_reference(folder)
    return folder


@pytest.mark.django_db
def test_every_region_of_the_country_is_there():
    load_reference()

    counts = Region.objects.order_by().values_list("level").annotate(Count("pk"))

    assert dict(counts) == {
        "province": 38,
        "regency": 514,
        "district": 7_285,
        "village": 83_762,
    }
    # SQLite takes any length, PostgreSQL does not
    for part in PARTS:
        for field in part.model._meta.fields:
            if isinstance(field, CharField):
                longest = part.model.objects.aggregate(most=Max(Length(field.name)))["most"]
                assert longest <= field.max_length, field


def test_anambas_has_its_ten_districts_and_54_villages(loaded):
    anambas = Region.objects.within("2105")

    assert anambas.filter(level="district").count() == 10
    assert anambas.villages().count() == 54
    assert Region.objects.get(pk="2105011001").parent_id == "210501"


@pytest.mark.parametrize(
    ("code", "name", "bps_code"),
    [("2101", "Kabupaten Bintan", "2102"), ("2102", "Kabupaten Karimun", "2101")],
    ids=["Bintan", "Karimun"],
)
def test_bintan_and_karimun_are_keyed_by_kemendagri_and_not_by_bps(loaded, code, name, bps_code):
    region = Region.objects.get(pk=code)

    assert (region.name, region.bps_code) == (name, bps_code)


def test_drivers_and_couriers_are_the_transport_sector(loaded):
    transport = Occupation.objects.filter(sector=Sector.TRANSPORT).values_list("slug", flat=True)

    assert set(transport) == {
        "abk_kapal",
        "kapten_pompong",
        "kurir",
        "ojek",
        "pengayuh_becak",
        "sopir_mobil",
        "sopir_speedboat",
        "sopir_truk",
    }


def test_labour_figures_of_anambas_stand_beside_each_other_newest_first(loaded):
    figures = LabourForce.objects.filter(region="2105").newest_first()

    assert [(figure.as_of, figure.publisher, figure.people) for figure in figures] == [
        ("2021-07", "BPJS Ketenagakerjaan", 18_700),
        ("2020-08", "BPS", 21_499),
        ("2019-08", "BPS", 19_493),
        ("2019", "BPJS Ketenagakerjaan", 18_944),
    ]


def test_figures_that_were_computed_say_how(loaded):
    computed = LabourForce.objects.get(region="2105", publisher="BPS", year=2020)

    assert computed.derivation == "penduduk bekerja ditambah penganggur"
    assert "Tribun Batam" in computed.source_title
    assert computed.source_url.startswith("https://")


def test_rounded_figures_are_not_loaded(loaded):
    assert not LabourForce.objects.filter(confidence="C").exists()


def test_banks_and_days_off_are_there(loaded):
    assert Bank.objects.get(pk="002").short_name == "BRI"
    assert Bank.objects.filter(active=False).count() == 5
    assert Holiday.objects.filter(day="2020-08-17").exists()


def test_loading_again_changes_nothing(loaded, django_assert_max_num_queries):
    Occupation.objects.filter(pk="ojek").update(label_id="Pengojek")

    with django_assert_max_num_queries(4 * len(PARTS)):
        again = load_reference(loaded)

    assert not any(part.changed for part in again)
    assert Occupation.objects.get(pk="ojek").label_id == "Pengojek"


def test_a_changed_file_brings_its_rows_up_to_date_by_their_keys(loaded):
    path = loaded / "occupations/bpu_occupations.csv"
    path.write_text(path.read_text().replace("Tukang ojek / pengemudi", "Tukang ojek; pengemudi"))

    again = {part.part: part.changed for part in load_reference(loaded)}

    assert again == {part.name: part.name == "occupations" for part in PARTS}
    assert Occupation.objects.get(pk="ojek").label_id == "Tukang ojek; pengemudi sepeda motor"
    assert Occupation.objects.count() == 69


def test_a_corrected_labour_figure_keeps_its_former_value_in_its_history(loaded):
    path = loaded / "labour/kepri_labour_force.csv"
    path.write_text(path.read_text().replace(",labour_force,21499,", ",labour_force,21500,"))

    load_reference(loaded)

    figure = LabourForce.objects.get(region="2105", publisher="BPS", year=2020)
    assert [version.people for version in figure.history.all()] == [21_500, 21_499]


def test_the_trail_says_what_was_loaded(loaded):
    line = AuditEvent.objects.get(action="reference.loaded", subject_id="banks")

    assert line.facts["rows"] == 111
    assert len(line.facts["sha256"]) == 64


def test_the_command_says_what_it_loaded(db, tmp_path, settings, capsys):
    settings.REFERENCE_DIR = kepri_folder(tmp_path / "data")

    call_command("load_reference", format="json")

    printed = json.loads(capsys.readouterr().out)
    assert printed["regions"] == {"rows": 507, "loaded": True}
    assert printed["labour"] == {"rows": 24, "loaded": True}
