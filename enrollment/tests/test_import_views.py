"""Pages of lists: sending, what was found, repairing, applying, undoing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from enrollment.actions.imports import work_through
from enrollment.actions.invoices import issue_invoice
from enrollment.models import Enrollment, ImportBatch
from enrollment.tests.factories import (
    VILLAGE,
    ani,
    budi,
    citra,
    make_batch,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    nik_of,
    nur,
)
from enrollment.tests.steps import (
    COLUMNS,
    ISSUED,
    apply,
    enroll,
    line_of,
    pay,
    repair,
    sheet,
    stage,
    upload,
)
from registry.models import AuditEvent
from registry.roles import Role
from registry.tests.factories import enter, make_region, make_user

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("batch_list"), reverse("batch_create")
HTMX = {"HX-Request": "true"}


def file_of(*lines, name="daftar.csv", columns=COLUMNS):
    return SimpleUploadedFile(name, sheet(lines, columns=columns).read())


def page_of(batch, name="batch_detail"):
    return reverse(name, args=[batch.pk])


def send(client, decree, file):
    make_region(VILLAGE)
    return client.post(NEW, {"decree": decree.pk, "file": file})


def test_an_officer_sends_a_list_and_a_job_is_asked_to_check_it(
    client, django_capture_on_commit_callbacks
):
    decree = make_decree()
    enter(client, budi())

    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, decree, file_of(line_of(1)))

    batch = ImportBatch.objects.get()
    assert answer.url == page_of(batch)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [batch.pk]


def test_the_form_begins_with_the_decree_that_was_named(client):
    decree = make_decree()

    page = enter(client, budi()).get(NEW, {"decree": decree.pk})

    assert f'value="{decree.pk}" selected' in page.text


def test_the_same_file_twice_leads_to_the_same_list_and_says_so(client):
    decree = make_decree()
    enter(client, budi())

    first = send(client, decree, file_of(line_of(1)))
    again = send(client, decree, file_of(line_of(1), name="lagi.csv"))

    assert again.url == first.url
    assert "was sent before" in client.get(again.url).text


def test_a_file_that_is_no_list_is_refused_in_words_and_nothing_is_kept(client):
    decree = make_decree()
    pdf = SimpleUploadedFile("daftar.xlsx", b"%PDF-1.7 no list")

    page = send(enter(client, budi()), decree, pdf)

    assert page.status_code == 422
    assert "This file is a PDF. Send the list as XLSX, XLS, ODS or CSV." in page.text
    assert not ImportBatch.objects.exists()


def test_a_missing_column_is_named_with_the_headings_found(client):
    columns = ("NIK", "Nama", "Tgl Lahir", "Agama", "Desa/Kel")

    page = send(enter(client, budi()), make_decree(), file_of(line_of(1), columns=columns))

    assert "has no column for: sex" in page.text
    assert "Agama" in page.text


def test_a_list_under_a_decree_of_another_regency_cannot_be_sent(client):
    decree = make_decree()

    page = send(enter(client, citra()), decree, file_of(line_of(1)))

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"decree"}


@pytest.mark.parametrize("person", [ani, nur], ids=["treasurer", "supervisor"])
def test_who_does_not_enroll_may_not_send_a_list(client, person):
    assert enter(client, person()).get(NEW).status_code == 403


def test_the_list_of_lists_is_empty_at_first_and_offers_an_example(client):
    page = enter(client, budi()).get(LIST)

    assert "No list yet" in page.text
    assert reverse("list_sample") in page.text


def test_lists_are_filtered_by_state_with_a_constant_number_of_queries(
    client, django_assert_max_num_queries
):
    decree = make_decree()
    for _number in range(20):
        make_batch(decree=decree)
    make_batch(decree=decree, status=ImportBatch.Status.UNDONE, filename="batal.csv")
    enter(client, budi())

    with django_assert_max_num_queries(9):
        every = client.get(LIST)
    undone = client.get(LIST, {"status": "undone"}, headers=HTMX)

    assert len(every.context["page"].rows) == 21
    assert [batch.status for batch in undone.context["page"].rows] == ["undone"]
    assert "<html" not in undone.text


def test_citra_sees_no_list_of_another_regency_on_any_path(client):
    batch = stage(make_decree(), line_of(1))
    enter(client, citra())

    answers = [
        client.get(page_of(batch, name))
        for name in (
            "batch_detail",
            "batch_progress",
            "batch_repair_sheet",
            "batch_repair",
            "batch_statement",
            "batch_statement_update",
            "batch_undo",
        )
    ]
    answers.append(client.post(page_of(batch, "batch_apply")))

    assert {answer.status_code for answer in answers} == {404}
    assert batch.decree.number not in client.get(LIST).text


def test_a_list_being_checked_shows_how_far_it_is_and_asks_again(client):
    batch = upload(make_decree(), line_of(1))
    ImportBatch.objects.filter(pk=batch.pk).update(total=4839, done=1200)

    page = enter(client, budi()).get(page_of(batch))
    part = client.get(page_of(batch, "batch_progress"), headers=HTMX)

    assert "The list is being checked" in page.text
    assert "1,200 of 4,839" in part.text
    assert 'hx-trigger="every 2s"' in part.text


def test_when_the_job_is_done_the_page_opens_anew(client):
    batch = stage(make_decree(), line_of(1))

    part = enter(client, budi()).get(page_of(batch, "batch_progress"), headers=HTMX)

    assert part["HX-Refresh"] == "true"


def test_without_scripts_the_progress_leads_to_the_list(client):
    batch = upload(make_decree(), line_of(1))

    answer = enter(client, budi()).get(page_of(batch, "batch_progress"))

    assert answer.url == page_of(batch)


def doubtful_list():
    """Return a list of four rows: one good, three with problems, one of them with two."""
    return stage(
        make_decree(),
        line_of(1),
        line_of(2, nik=nik_of(2)[:15]),
        line_of(3, nik=nik_of(1)),
        line_of(4, village="Atlantis", sex="?"),
    )


def test_every_problem_of_every_row_is_shown_with_what_to_do(client):
    batch = doubtful_list()

    page = enter(client, budi()).get(page_of(batch))

    assert "3 of 4 rows must be repaired" in page.text
    assert "The NIK has 15 digits and needs 16." in page.text
    assert "The same NIK as row 2" in page.text
    assert "(Sabri 1)" in page.text
    assert "This is neither L nor P." in page.text
    assert "No village of this name" in page.text
    assert len(page.context["lines"]) >= 4


def test_a_whole_nik_is_never_in_the_page(client):
    batch = doubtful_list()
    enter(client, budi())

    for problem in ("", "every", "duplicate_in_file"):
        page = client.get(page_of(batch), {"problem": problem})
        assert nik_of(1) not in page.text
        assert nik_of(2)[:15] not in page.text


def test_a_problem_chosen_shows_its_rows_alone(client):
    batch = doubtful_list()

    part = enter(client, budi()).get(page_of(batch), {"problem": "nik_length"}, headers=HTMX)

    assert {line.row.row for line in part.context["lines"]} == {3}
    assert "<html" not in part.text


def test_rows_are_paged_by_fifty_with_a_constant_number_of_queries(
    client, django_assert_max_num_queries
):
    batch = stage(make_decree(), *(line_of(n, sex="?") for n in range(1, 61)))
    enter(client, budi())

    with django_assert_max_num_queries(16):
        first = client.get(page_of(batch))
    second = client.get(f"{page_of(batch)}?{first.context['page'].next_query}")

    assert first.context["shown"] == 50
    assert [line.row.row for line in second.context["lines"]] == list(range(52, 62))


def test_a_sponsor_outside_the_readers_region_is_not_named(client):
    natuna = make_sponsor("pemkab-natuna", name="Pemkab Natuna", region=make_region("2103"))
    make_enrollment(make_worker(1), decree=make_decree("1", sponsor=natuna))
    make_user("budi", role=Role.OFFICER, region=make_region("21"))
    batch = stage(make_decree(), line_of(1))

    wide = enter(client, budi()).get(page_of(batch))
    narrow = enter(client, nur()).get(page_of(batch))

    assert "Pemkab Natuna" in wide.text
    assert "Pemkab Natuna" not in narrow.text
    assert "a sponsor outside your region" in narrow.text


def test_the_officer_repairs_and_the_supervisor_applies(client):
    batch = doubtful_list()

    officer = enter(client, budi()).get(page_of(batch))
    supervisor = enter(client, nur()).get(page_of(batch))
    treasurer = enter(client, ani()).get(page_of(batch))

    assert page_of(batch, "batch_repair") in officer.text
    assert page_of(batch, "batch_apply") not in officer.text
    assert page_of(batch, "batch_apply") in supervisor.text
    assert page_of(batch, "batch_apply") not in treasurer.text


def test_repaired_rows_sent_back_change_those_rows_alone(client):
    batch = doubtful_list()
    repaired = file_of(line_of(2), line_of(4), name="perbaikan.csv")
    enter(client, budi())

    answer = client.post(page_of(batch, "batch_repair"), {"file": repaired})
    work_through(batch.pk)

    assert answer.url == page_of(batch)
    assert "Repaired rows sent as perbaikan.csv." in client.get(page_of(batch)).text


def test_a_repair_that_is_no_list_is_refused_in_words(client):
    batch = doubtful_list()
    wrong = SimpleUploadedFile("p.xlsx", b"")

    page = enter(client, budi()).post(page_of(batch, "batch_repair"), {"file": wrong})

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"file"}


def test_applying_hands_the_list_to_a_job_and_ends_on_the_result(
    client, django_capture_on_commit_callbacks
):
    batch = doubtful_list()
    enter(client, nur())

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(batch, "batch_apply"), {"attested_by_name": "Kepala Desa Terempa"})
    working = client.get(page_of(batch))
    work_through(batch.pk)
    result = client.get(page_of(batch))

    assert DBTaskResult.objects.count() == 1
    assert "The list is being applied" in working.text
    assert "1 worker entered decree 560/112/2020" in result.text
    assert page_of(batch, "batch_undo") in result.text


def test_applying_asks_once_for_the_village_head_whose_statement_stands_for_the_rows(client):
    batch = stage(make_decree(), line_of(1), line_of(2, sex="?"))
    enter(client, nur())

    asked = client.get(page_of(batch))
    refused = client.post(page_of(batch, "batch_apply"))
    client.post(page_of(batch, "batch_apply"), {"attested_by_name": "Haji Ramli"})
    work_through(batch.pk)
    repaired = repair(batch, line_of(2))
    later = client.get(page_of(repaired))
    client.post(page_of(batch, "batch_apply"))

    assert "Village head whose signed statement (SPTJM) stands for these rows" in asked.text
    assert refused.status_code == 422
    assert "error-summary" in refused.text
    assert repaired.attestation.attested_by_name == "Haji Ramli"
    assert "Village head" not in later.text
    assert ImportBatch.objects.get().status == ImportBatch.Status.APPLYING


def test_who_sent_a_list_cannot_apply_it(client):
    batch = stage(make_decree(), line_of(1))
    make_user("budi", role=Role.SUPERVISOR)
    enter(client, budi())

    answer = client.post(page_of(batch, "batch_apply"), follow=True)

    assert "You sent this list yourself." in answer.text
    assert not Enrollment.objects.exists()


def test_an_officer_may_not_apply(client):
    batch = stage(make_decree(), line_of(1))

    assert enter(client, budi()).post(page_of(batch, "batch_apply")).status_code == 403


def test_a_preview_shows_what_undoing_touches_and_then_it_is_undone(client):
    batch = enroll(make_decree(), line_of(1), line_of(2))
    enter(client, nur())

    preview = client.get(page_of(batch, "batch_undo"))
    untouched = Enrollment.objects.standing().count()
    answer = client.post(page_of(batch, "batch_undo"), follow=True)

    assert (preview.context["effects"].enrollments, untouched) == (2, 2)
    assert "This list was undone" in answer.text
    assert not Enrollment.objects.standing().exists()


def test_a_paid_list_says_why_it_cannot_be_undone(client):
    batch = enroll(make_decree(), line_of(1))
    invoice = issue_invoice(decree=batch.decree, issued_on=ISSUED, by=ani())
    pay(invoice, invoice.total_idr)
    enter(client, nur())

    preview = client.get(page_of(batch, "batch_undo"))
    answer = client.post(page_of(batch, "batch_undo"), follow=True)

    assert "can no longer be undone" in preview.text
    assert "1 payments and 0 claims depend on this list" in answer.text
    assert Enrollment.objects.standing().exists()


def test_a_statement_is_attached_and_served_in_scope(client):
    batch = stage(make_decree(), line_of(1))
    paper = SimpleUploadedFile("sptjm.pdf", b"%PDF-1.7 signed")
    enter(client, budi())

    answer = client.post(page_of(batch, "batch_statement_update"), {"statement": paper})
    served = client.get(page_of(batch, "batch_statement"))

    assert answer.url == page_of(batch)
    assert b"".join(served.streaming_content) == b"%PDF-1.7 signed"


def test_a_list_without_a_statement_serves_none(client):
    batch = stage(make_decree(), line_of(1))

    assert enter(client, budi()).get(page_of(batch, "batch_statement")).status_code == 404


def test_a_sheet_with_whole_niks_is_recorded_in_the_trail(client):
    batch = doubtful_list()

    enter(client, nur()).get(page_of(batch, "batch_repair_sheet"))

    event = AuditEvent.objects.get(action="batch.sheet_downloaded")
    assert (event.by, event.facts) == (nur(), {"rows": 3})


def test_a_list_applied_in_part_keeps_its_open_rows_to_repair(client):
    batch = apply(doubtful_list())

    page = enter(client, budi()).get(page_of(batch))

    assert "3 rows can still follow" in page.text
    assert page_of(batch, "batch_repair_sheet") in page.text
