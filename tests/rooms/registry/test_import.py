"""A list arrives, is checked, saved and taken back; nothing is half done and nothing is lost."""

from datetime import timedelta

import pytest

from sentra.base.audit.chain import breaks
from sentra.base.audit.models import Entry
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import Refused
from sentra.registry import actions, queries
from sentra.registry.models import (
    Batch,
    BatchState,
    BusinessGroup,
    Identifier,
    Observation,
    Ownership,
    Person,
    Profile,
    RowVerdict,
    Site,
    SourceRecord,
)
from tests import cast
from tests.rooms.registry.lists import (
    AT,
    HEADER,
    KENANGA,
    MELATI,
    TERANG,
    committed,
    counted,
    ran,
    shown,
    source,
    staged,
    written,
)

LATER = AT + timedelta(days=30)


def test_staging_shows_what_saving_would_do_and_changes_nothing(officer: User) -> None:
    batch = staged(officer, written(KENANGA, TERANG))
    assert counted(batch) == {"read": 2, "create": 2}
    assert batch.state == BatchState.STAGED
    assert shown() == {}


def test_saving_makes_the_businesses_with_all_that_is_known_of_them(officer: User) -> None:
    committed(officer, written(KENANGA, TERANG))
    assert shown() == {"Gula Kenanga": "gula kelapa", "Knalpot Terang": "knalpot"}
    kenanga = Profile.objects.get(name="Gula Kenanga", current=True)
    assert (kenanga.village_id, kenanga.district_id) == ("33.03.11.2003", "33.03.11")
    assert (kenanga.branch, kenanga.size, kenanga.workers, kenanga.investment_idr) == (
        "gula_kelapa",
        "small",
        3,
        4_500_000,
    )
    assert kenanga.business.canonical_id == kenanga.business_id
    assert Ownership.objects.get(business=kenanga.business).person.name == "Sutirah Wening"
    assert Site.objects.get(business=kenanga.business).village_id == "33.03.11.2003"
    assert Observation.objects.get(business=kenanga.business).workers == 3


def test_every_value_knows_its_file_sheet_row_and_raw_cell(officer: User) -> None:
    batch = committed(officer, written(KENANGA))
    profile = Profile.objects.get(current=True)
    value = queries.source_of(officer, profile.business_id, "investment_idr")
    assert (value.value, value.record.batch, value.record.row) == (4_500_000, batch, 2)
    cells = actions.unmask_cells(by=officer, at=AT, row=value.record, reason="pemeriksaan")
    assert cells[8] == "Rp 4.500.000"


def test_a_size_class_is_never_guessed(officer: User) -> None:
    without_investment = KENANGA.replace("Rp 4.500.000", "")
    committed(officer, written(without_investment))
    assert Profile.objects.get(current=True).size == "unknown"


def test_a_corrected_file_is_a_new_edition(officer: User) -> None:
    committed(officer, written(KENANGA, TERANG))
    mended = TERANG.replace(";12;", ";14;")
    batch = staged(officer, written(mended, MELATI), at=LATER)
    assert counted(batch) == {"read": 2, "update": 1, "create": 1}
    assert batch.summary["missing_count"] == 1
    [change] = SourceRecord.objects.get(batch=batch, verdict=RowVerdict.UPDATE).changes
    assert change == {"field": "workers", "old": 12, "new": 14, "yields": False}
    ran(actions.commit_batch, batch, officer, LATER)
    assert Profile.objects.get(name="Knalpot Terang", current=True).workers == 14
    assert len(shown()) == 3  # what is missing from a file is listed, never removed


def test_the_same_file_again_changes_nothing(officer: User) -> None:
    committed(officer, written(KENANGA, TERANG))
    batch = committed(officer, written(KENANGA, TERANG), at=LATER)
    assert counted(batch) == {"read": 2, "unchanged": 2}
    assert len(shown()) == 2


def test_a_list_never_overrides_what_a_person_typed(officer: User) -> None:
    committed(officer, written(KENANGA))
    business = Profile.objects.get(current=True).business
    actions.edit_business(
        by=officer, at=AT, business=business, values={"workers": 4}, personal={}, reason="kunjungan"
    )
    batch = committed(
        officer, written(KENANGA.replace(";3;", ";9;").replace("4.500.000", "6.000.000")), at=LATER
    )
    profile = Profile.objects.get(current=True)
    assert (profile.workers, profile.investment_idr) == (4, 6_000_000)
    assert batch.summary["problems"]["conflict:hand"] == 1


def test_undoing_a_batch_takes_all_of_it_back(officer: User) -> None:
    committed(officer, written(KENANGA))
    batch = committed(officer, written(KENANGA.replace(";3;", ";7;"), TERANG), at=LATER)
    undone = ran(actions.undo_batch, batch, officer, LATER)
    assert (undone.state, undone.summary["kept"]) == (BatchState.UNDONE, [])
    assert shown() == {"Gula Kenanga": "gula kelapa"}
    assert Profile.objects.get(current=True).workers == 3


def test_an_undo_after_a_later_edit_keeps_the_edit_and_lists_it(officer: User) -> None:
    committed(officer, written(KENANGA))
    batch = committed(officer, written(KENANGA.replace(";3;", ";7;"), TERANG), at=LATER)
    kenanga, terang = (
        Profile.objects.get(name=n, current=True).business for n in ("Gula Kenanga", "Knalpot Terang")
    )
    for business in (kenanga, terang):
        actions.edit_business(
            by=officer, at=LATER, business=business, values={"product": "diperiksa"}, personal={}
        )
    undone = ran(actions.undo_batch, batch, officer, LATER)
    assert undone.summary["kept"] == sorted([kenanga.pk, terang.pk])
    assert shown() == {"Gula Kenanga": "diperiksa", "Knalpot Terang": "diperiksa"}
    assert Profile.objects.get(business=kenanga, current=True).workers == 3


def test_an_undone_file_can_be_imported_again(officer: User) -> None:
    ran(actions.undo_batch, committed(officer, written(KENANGA)), officer)
    again = committed(officer, written(KENANGA), at=LATER)
    assert counted(again) == {"read": 1, "create": 1}
    assert len(shown()) == 1


def test_a_list_of_another_office_is_linked(officer: User) -> None:
    committed(officer, written(KENANGA))
    batch = committed(officer, written(KENANGA), of=source(officer, "dinkop", creates=False))
    assert counted(batch) == {"read": 1, "attach": 1}
    assert len(shown()) == 1


def test_two_rows_with_one_registration_number_are_not_both_taken(officer: User) -> None:
    batch = staged(officer, written(KENANGA, MELATI.replace("PBG-3", "PBG-1")))
    assert counted(batch) == {"read": 2, "create": 1, "held": 1}


def test_a_killed_commit_goes_on_where_it_stopped(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = staged(officer, written(KENANGA, TERANG, MELATI))
    monkeypatch.setattr("sentra.registry.actions.committing.CHUNK", 1)
    ran(actions.commit_batch, batch, officer)
    assert len(shown()) == 3
    assert Person.objects.count() == 3


def test_only_those_who_may_import_can(officer: User) -> None:
    batch = staged(officer, written(KENANGA))
    auditor = cast.enter(cast.GANDE)
    with pytest.raises(Refused) as refused:
        actions.receive_file(by=auditor, at=AT, source=batch.source, file_name="x.csv", data=b"")
    assert refused.value.reason == "Peran Auditor tidak berwenang untuk ini."
    with pytest.raises(Refused):
        queries.batches(cast.enter(cast.RENGGA))


def test_a_discarded_batch_leaves_nothing_behind(officer: User) -> None:
    batch = staged(officer, written(KENANGA))
    path = queries.upload_path(batch)
    assert path.exists()
    actions.discard_batch(by=officer, at=AT, batch=batch)
    assert not path.exists()
    assert SourceRecord.objects.filter(batch=batch).count() == 0


def test_an_unreadable_file_is_refused_with_a_sentence(officer: User) -> None:
    batch = staged(officer, b"%PDF-1.7 ...", name="daftar.pdf")
    assert batch.state == BatchState.REFUSED
    assert "PDF" in batch.refusal
    assert not queries.upload_path(batch).exists()


def test_a_file_without_names_is_refused(officer: User) -> None:
    batch = staged(officer, b"Bulan;Curah hujan\nJanuari;300\nFebruari;280\n")
    assert batch.state == BatchState.REFUSED


def test_a_chosen_mapping_is_remembered_by_its_source(officer: User) -> None:
    data = b"Nama Usaha;Pengelola;Kode\nGula Kenanga;Sutirah Wening;A1\nKnalpot Terang;Wagiman Jati;B2\n"
    one = source(officer)
    batch = ran(
        actions.survey_file,
        actions.receive_file(by=officer, at=AT, source=one, file_name="a.csv", data=data),
        officer,
    )
    [layout] = batch.layouts
    choices: dict[str, dict[int, str | None]] = {layout["sheet"]: {1: "owner_name", 2: "registration_no"}}
    actions.choose_columns(by=officer, at=AT, batch=batch, choices=choices, included={layout["sheet"]})
    one.refresh_from_db()
    again = ran(
        actions.survey_file,
        actions.receive_file(by=officer, at=AT, source=one, file_name="b.csv", data=data),
        officer,
    )
    fields = [column["field"] for column in again.layouts[0]["columns"]]
    assert fields == ["business_name", "owner_name", "registration_no"]


def test_every_act_is_in_the_chain(officer: User) -> None:
    batch = committed(officer, written(KENANGA))
    ran(actions.undo_batch, batch, officer)
    acts = list(Entry.objects.order_by("number").values_list("act", flat=True))
    assert acts == ["load_areas", "save_source", "receive_file", "commit_batch", "undo_batch"]
    assert breaks() == []


def test_owners_are_one_person_when_number_and_name_agree(officer: User) -> None:
    second = (
        KENANGA.replace("PBG-1", "PBG-9")
        .replace("Gula Kenanga", "Warung Kenanga")
        .replace("gula kelapa", "keripik")
    )
    committed(officer, written(KENANGA, second))
    assert Person.objects.count() == 1
    assert Ownership.objects.count() == 2


def test_a_lent_number_does_not_make_two_names_one_person(officer: User) -> None:
    lent = MELATI.replace("3303094107850003", "3303114506810001")
    committed(officer, written(KENANGA, lent))
    assert Person.objects.count() == 2


def test_a_number_is_found_by_its_token_only(officer: User) -> None:
    committed(officer, written(KENANGA))
    nik = Identifier.objects.get(scheme="nik")
    assert nik.token == vault.token("nik", "3303114506810001")
    assert nik.clear == ""
    assert actions.unmask_identifier(by=officer, at=AT, identifier=nik, reason="cek") == "3303114506810001"


def test_groups_are_made_once(officer: User) -> None:
    header = HEADER + ";Nama KUB"
    rows = "\n".join((header, KENANGA + ";KUB Sari Manis", MELATI + ";KUB  SARI MANIS"))
    committed(officer, rows.encode())
    assert BusinessGroup.objects.count() == 1


def test_the_year_of_the_figures_stands_above_the_table(officer: User) -> None:
    titled = "DATA IKM TAHUN 2024\n" + f"{HEADER}\n{KENANGA}"
    committed(officer, titled.encode())
    assert Observation.objects.get().year == 2024


def test_without_a_year_the_figures_are_of_the_day_the_list_came(officer: User) -> None:
    committed(officer, written(KENANGA))
    assert Observation.objects.get().year == AT.year


def test_a_corrected_figure_stays_a_figure_of_its_year(officer: User) -> None:
    committed(officer, ("DATA IKM TAHUN 2024\n" + f"{HEADER}\n{KENANGA}").encode())
    business = Profile.objects.get(current=True).business
    actions.edit_business(by=officer, at=AT, business=business, values={"workers": 8}, personal={})
    assert sorted(Observation.objects.values_list("year", "workers")) == [(2024, 3), (2024, 8)]


def test_columns_may_be_chosen_again_until_saving_begins(officer: User) -> None:
    batch = staged(officer, written(KENANGA))
    [layout] = batch.layouts
    before = queries.step_key(actions.stage_batch, batch)
    again = actions.choose_columns(
        by=officer, at=AT, batch=batch, choices={layout["sheet"]: {6: None}}, included={layout["sheet"]}
    )
    assert again.state == BatchState.SURVEYED
    key = queries.step_key(actions.stage_batch, again)
    assert key != before  # so that the check is queued anew, not found done
    job = enqueue(actions.stage_batch, by=officer, at=AT, key=key, batch_id=again.pk)
    run_now(job, clock=lambda: AT)
    ran(actions.commit_batch, batch, officer)
    assert shown() == {"Gula Kenanga": ""}
    with pytest.raises(Refused):
        actions.choose_columns(
            by=officer, at=AT, batch=Batch.objects.get(pk=batch.pk), choices={}, included=set()
        )


def test_a_phone_number_is_found_as_people_write_it(officer: User) -> None:
    committed(officer, written(KENANGA, TERANG))
    for way in ("0812-1111-2222", "+62 812 1111 2222", "6281211112222"):
        assert [p.name for p in queries.page(officer, queries.Filters(q=way)).rows] == ["Gula Kenanga"]


def test_what_another_source_already_gave_joins_the_business(officer: User) -> None:
    committed(officer, written(KENANGA))
    batch = committed(officer, written(KENANGA, MELATI), of=source(officer, "daftar-lain"))
    assert counted(batch) == {"read": 2, "create": 1, "attach": 1}
    assert sorted(shown()) == ["Gula Kenanga", "Sapu Melati"]


def test_an_edit_made_while_a_batch_is_being_written_is_not_lost(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(officer, written(KENANGA))
    business = Profile.objects.get(current=True).business
    batch = staged(officer, written(KENANGA.replace(";3;", ";7;")), at=LATER)

    def edit_meanwhile() -> None:
        actions.edit_business(
            by=officer, at=LATER, business=business, values={"product": "gula aren"}, personal={}
        )

    monkeypatch.setattr("sentra.registry.actions.committing.breathe", edit_meanwhile)
    ran(actions.commit_batch, batch, officer, LATER)
    [profile] = Profile.objects.filter(business=business, current=True)
    assert (profile.workers, profile.values["product"]) == (7, "gula aren")
