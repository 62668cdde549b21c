"""The pages of imports: a file is brought, looked at, decided on, let in, told of, undone; nothing lands undecided."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from polku.flows import import_file
from polku.flows.import_file import uploading
from polku.flows.import_file.mapping import Mapping, from_json
from polku.flows.import_file.places import folder
from polku.governance.gate import Viewer
from polku.governance.models import Import, KeptMapping, Upload
from polku.surveys.models import Version
from polku.web.workspace.imports.presets import presets_of

pytestmark = pytest.mark.django_db
ANSWERS = "id,NPS,colour,when\n" + "".join(f"{n},{(n * 7) % 11},red,2026-05-{n % 28 + 1:02}\n" for n in range(1, 41))


def text(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def bring(client, content=ANSWERS, name="wave.csv") -> Upload:
    sent = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    answer = client.post(reverse("imports-new"), {"file": sent})
    assert answer.status_code == 302, text(answer)
    return Upload.objects.latest("pk")


def at(name, upload, *more) -> str:
    return reverse(name, args=[upload.key, *more])


def named(client, upload, **more) -> None:
    """Say what the file needs before it may land."""
    said = {"kind": "answers", "survey": "Shop", "promise": "open", "audience": "customer", "month": "2026-05"} | more
    assert client.post(at("import-about", upload), said).status_code == 302


def use_of(upload, column):
    return from_json(upload.mapping).columns[column]


def landed(client, upload) -> Upload:
    """Let it in, and do what the worker would."""
    client.post(at("import-start", upload))
    member = client.member
    uploading.take_in(upload.key, actor=Viewer(member=member.pk, role=member.role))
    upload.refresh_from_db()
    return upload


def test_an_empty_list_teaches_and_leads_to_the_form(browse):
    page = text(browse("manager").get(reverse("imports")))
    assert "Bring in what you have" in page
    assert "Bring in the first file" in page


def test_a_file_is_read_and_nothing_lands(browse):
    client = browse("manager")
    upload = bring(client)
    page = client.get(at("import", upload))
    assert page.status_code == 200
    assert "wave.csv" in text(page)
    assert not Import.objects.exists()


def test_what_is_missing_is_asked_before_anything_lands(browse):
    client = browse("manager")
    upload = bring(client, "id,NPS\n1,9\n2,8\n3,0\n")
    page = text(client.get(at("import", upload)))
    assert "When was this answered?" in page
    assert re.search("Decide (one thing|[0-9]+ things) first", page)
    client.post(at("import-start", upload))
    upload.refresh_from_db()
    assert upload.state == "waiting"


def test_several_files_wait_each_for_itself(browse):
    client = browse("manager")
    files = [SimpleUploadedFile(name, ANSWERS.encode()) for name in ("one.csv", "two.csv")]
    answer = client.post(reverse("imports-new"), {"file": files}, follow=True)
    assert "2 files wait for you to look at them." in text(answer)


def test_a_script_is_told_the_address_or_what_is_wrong(browse):
    client = browse("manager")
    kind = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    answer = client.post(reverse("imports-new"), {"file": SimpleUploadedFile("a.csv", ANSWERS.encode())}, **kind)
    assert answer.json() == {"address": at("import", Upload.objects.get())}
    refused = client.post(reverse("imports-new"), {"file": SimpleUploadedFile("b.csv", b"")}, **kind)
    assert refused.status_code == 422
    assert refused.json()["wrong"]


def test_a_file_that_is_no_table_is_refused_in_words(browse):
    answer = browse("manager").post(reverse("imports-new"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no")})
    assert answer.status_code == 422
    assert "Something needs mending" in text(answer)
    assert not Upload.objects.exists()


def test_a_file_too_large_is_passed_over(browse, settings):
    settings.LARGEST_FILE_MB = 1
    large = SimpleUploadedFile("large.csv", b"a,b\n" + b"1,2\n" * 400_000)
    answer = browse("manager").post(reverse("imports-new"), {"file": large})
    assert answer.status_code == 422
    assert "larger than 1\u00a0MB" in unescape(answer.content.decode())
    assert not Upload.objects.exists()


def test_no_file_is_asked_for_again(browse):
    answer = browse("manager").post(reverse("imports-new"), {})
    assert answer.status_code == 422
    assert "Choose a file first." in text(answer)


def test_a_file_lands_is_told_of_and_undone(browse):
    client = browse("manager")
    upload = bring(client)
    named(client, upload)
    upload = landed(client, upload)
    page = text(client.get(at("import", upload)))
    assert "40 rows have landed." in page
    assert "See it on Where are we today?" in page
    client.post(at("import-undo", upload))
    assert Import.objects.get().state == "undone"
    assert "was undone" in text(client.get(at("import", upload)))
    assert "Undone" in text(client.get(reverse("imports")))


def test_two_clicks_are_one_import(browse):
    client = browse("manager")
    upload = bring(client)
    named(client, upload)
    client.post(at("import-start", upload))
    again = client.post(at("import-start", upload), follow=True)
    assert "Being read" in text(again)
    landed(client, upload)
    assert client.post(at("import-start", upload)).status_code == 302
    assert Import.objects.count() == 1


def test_how_far_it_is_is_told_with_and_without_a_script(browse):
    client = browse("manager")
    upload = bring(client)
    Upload.objects.filter(pk=upload.pk).update(state="arriving", progress=0.42, told={"rows": 1200})
    page = client.get(at("import", upload))
    assert "1,200 rows have come in so far." in text(page)
    assert b'<noscript><meta http-equiv="refresh"' in page.content
    Upload.objects.filter(pk=upload.pk).update(state="failed", told={"why": "The disk is full."})
    assert client.get(at("import", upload), HTTP_HX_REQUEST="true")["HX-Refresh"] == "true"
    page = text(client.get(at("import", upload)))
    assert "The import broke off." in page
    assert "The disk is full." in page
    assert "Take it up again" in page


def test_a_file_that_broke_off_can_be_looked_at_and_taken_up_again(browse):
    client = browse("manager")
    upload = bring(client)
    named(client, upload)
    Upload.objects.filter(pk=upload.pk).update(state="failed", told={"why": "x"})
    assert "ready to land" in text(client.get(at("import", upload), {"look": ""}))
    assert landed(client, upload).state == "landed"


def test_rejected_rows_come_back_as_a_file(browse):
    client = browse("manager")
    upload = bring(client, ANSWERS + "41,77,blue,2026-05-01\n")
    named(client, upload)
    client.post(at("import-column", upload, 2), {"role": "answer", "kind": "nps", "definition": "nps"})
    page = text(client.get(at("import", upload)))
    assert "As things stand one row cannot be taken." in page
    key = f"{next(iter(import_file.look_at(upload.key, viewer=Viewer(client.member.pk, 'manager')).undecided), '')}"
    if key:
        client.post(at("import-decide", upload), {"matter": key, "choice": "reject_rows"})
    upload = landed(client, upload)
    told = client.get(at("import-rejected", upload))
    assert told["Content-Disposition"].endswith('"wave-rejected.csv"')
    assert b"77" in b"".join(told.streaming_content)


def test_a_file_is_thrown_away(browse):
    client = browse("manager")
    upload = bring(client)
    answer = client.post(at("import-drop", upload), follow=True)
    assert "was thrown away" in text(answer)
    assert client.get(at("import", upload)).status_code == 404


def test_columns_are_made_another_thing_in_one_go(browse):
    client = browse("manager")
    upload = bring(client)
    answer = client.post(
        at("import-roles", upload), {"column": ["1", "3"], "role": "ignored", "show": "all", "q": "o\n"}, follow=True
    )
    assert "2 columns are now: Left out." in text(answer)
    assert answer.redirect_chain[0][0].endswith("?show=all&q=o%0A#columns")
    upload.refresh_from_db()
    assert use_of(upload, "colour").role == "ignored"


@pytest.mark.parametrize(
    ("said", "told"),
    [({"role": "ignored"}, "Tick the columns first."), ({"role": "x", "column": "1"}, "Choose from the list")],
)
def test_a_wrong_choice_for_columns_is_told(browse, said, told):
    client = browse("manager")
    upload = bring(client)
    assert told in text(client.post(at("import-roles", upload), said, follow=True))


def test_a_column_says_its_values_and_takes_its_words(browse):
    client = browse("manager")
    upload = bring(client)
    assert "red" in text(client.get(at("import-column", upload, 3)))
    said = {"role": "answer", "kind": "single", "title": "Which colour?", "labels": "red = Red\nblue = Blue"}
    assert client.post(at("import-column", upload, 3), said).status_code == 302
    upload.refresh_from_db()
    assert use_of(upload, "colour").labels == {"red": "Red", "blue": "Blue"}
    assert "Which colour?" in text(client.get(at("import", upload), {"show": "all"}))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"role": "answer", "kind": "single", "labels": "no sign"}, "has no value before a = sign"),
        ({"role": "answer", "kind": ""}, "Choose what kind of question it is."),
        ({"role": "answer", "kind": "single", "definition": "nps"}, "This metric does not fit the scale"),
    ],
)
def test_a_column_that_cannot_be_so_is_told_at_its_field(browse, said, told):
    client = browse("manager")
    upload = bring(client)
    answer = client.post(at("import-column", upload, 3), said)
    assert answer.status_code == 422
    assert told in text(answer)


def test_no_such_column_is_no_such_page(browse):
    client = browse("manager")
    upload = bring(client)
    assert client.get(at("import-column", upload, 99)).status_code == 404
    assert client.get(at("import-column", upload, 0)).status_code == 404


def test_a_file_read_with_another_separator_is_proposed_anew(browse):
    client = browse("manager")
    upload = bring(client, "id;NPS;note\n1;9;a,b\n2;3;c,d\n")
    refused = client.post(at("import-form", upload), {"separator": ","})
    assert refused.status_code == 422
    assert "line 2: 2 cells where the header names 1 columns" in text(refused)
    assert client.post(at("import-form", upload), {"separator": "|"}).status_code == 302
    upload.refresh_from_db()
    assert list(upload.mapping["columns"]) == ["id;NPS;note"]
    client.post(at("import-form", upload), {"separator": ";"})
    upload.refresh_from_db()
    assert list(upload.mapping["columns"]) == ["id", "NPS", "note"]


def test_a_search_finds_columns_and_groups_hold_them(browse):
    client = browse("manager")
    upload = bring(client)
    page = text(client.get(at("import", upload), {"show": "all", "q": "colo"}))
    assert "No column fits." not in page
    assert "No column fits." in text(client.get(at("import", upload), {"show": "all", "q": "zebra"}))


def test_a_mapping_is_seen_kept_used_and_removed(browse):
    client = browse("manager")
    upload = bring(client)
    named(client, upload, wave="May 2026")
    assert 'survey = "Shop"' in unescape(client.get(at("import-mapping", upload)).content.decode())
    told = client.get(at("import-mapping-file", upload))
    assert told["Content-Disposition"] == 'attachment; filename="wave.toml"'
    client.post(at("import-keep", upload), {"name": "Shop wave"})
    assert KeptMapping.objects.get().name == "Shop wave"
    other = bring(client, "id,NPS,colour,when,SERVICE\n" + "1,9,red,2026-06-01,5\n2,11,blue,2026-06-02,4\n", "june.csv")
    assert client.post(at("import-use", other), {"kept": "Shop wave"}).status_code == 302
    other.refresh_from_db()
    assert other.mapping["survey"] == "Shop"
    assert "wave" not in other.mapping, "the wave was the earlier file's"
    shown = text(client.get(at("import", other)))
    assert "Which wave is this file?" in shown
    assert "The column SERVICE is new" in shown
    page = client.get(reverse("imports-mappings"))
    assert "Shop wave" in text(page)
    assert client.get(reverse("imports-mapping-file"), {"name": "Shop wave"}).status_code == 200
    client.post(reverse("imports-mapping-forget"), {"name": "Shop wave"})
    assert not KeptMapping.objects.exists()


@pytest.mark.parametrize("month", ["May 2017", "5/2017", "2017-05", "toukokuu 2017", "maj 2017"])
def test_a_month_is_said_as_people_write_it(browse, month):
    client = browse("manager")
    upload = bring(client, ANSWERS.replace("when", "shelf").replace("2026-05-", "x"))
    page = text(client.get(at("import", upload)))
    assert "When was this answered?" in page
    told = text(client.post(at("import-say", upload), {"month": month, "suggested": "1"}, follow=True))
    assert "The month is May 2017." in told
    assert "still open" not in told
    upload.refresh_from_db()
    assert upload.mapping["month"] == "2017-05"


def test_what_is_no_month_is_told(browse):
    client = browse("manager")
    upload = bring(client, "id,NPS\n1,9\n2,8\n3,0\n")
    told = text(client.post(at("import-say", upload), {"month": "spring"}, follow=True))
    assert "spring is not a month with its year" in told
    for month in ("0000-05", "May 0000", "9999-12", "2917-05"):
        told = text(client.post(at("import-say", upload), {"month": month}, follow=True))
        assert f"{month} is not a month with its year" in told
    answer = client.post(at("import-about", upload), {"kind": "answers", "survey": "Shop", "month": "13/2017"})
    assert "13/2017 is not a month with its year" in text(answer)


def test_what_is_preset_is_shown_with_why_and_changed_in_place(browse):
    client = browse("manager")
    upload = bring(client)
    page = client.get(at("import", upload))
    assert "What was promised to those who answered?" in text(page)
    assert len(re.findall('aria-pressed="true"', page.content.decode().partition('id="preset"')[2])) == 2
    client.post(at("import-preset", upload), {"name": "promise", "value": "confidential"})
    client.post(at("import-preset", upload), {"name": "audience", "value": "nobody"})
    client.post(at("import-preset", upload), {"name": "wave", "value": "open"})
    upload.refresh_from_db()
    assert (upload.mapping["promise"], upload.mapping.get("audience")) == ("confidential", None)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Confidential: names are kept but shown to nobody. Anonymous: names are not kept."),
        (
            "fi",
            "Luottamuksellinen: nimet säilytetään, mutta niitä ei näytetä kenellekään. Nimetön: nimiä ei säilytetä.",
        ),
        ("sv", "Konfidentiell: namnen sparas men visas inte för någon. Anonym: namnen sparas inte."),
    ],
)
def test_what_each_promise_keeps_of_names_is_told_apart(language, told):
    with override(language):
        (promise, _audience) = presets_of(Mapping("answers"))
    assert promise.why.endswith(told)


def test_staff_who_recommend_are_counted_as_staff(browse):
    client = browse("manager")
    upload = bring(client)
    client.post(at("import-preset", upload), {"name": "audience", "value": "employee"})
    named(client, upload, audience="employee")
    page = text(client.get(at("import", landed(client, upload))))
    assert "40 rows have landed." in page
    (question,) = Version.objects.get().content["questions"]
    assert question["definition"] == "enps"


def test_what_landed_leads_to_its_own_view(browse):
    client = browse("manager")
    upload = bring(client)
    named(client, upload, wave="May 2026")
    page = client.get(at("import", landed(client, upload))).content.decode()
    assert 'href="/?show=nps&amp;wave=May+2026&amp;first=2026-05&amp;last=2026-05"' in page


def test_rows_that_are_here_wait_and_another_wave_is_said(browse):
    client = browse("manager")
    rows = ANSWERS.replace("id,", "respondent,")
    upload = bring(client, rows)
    named(client, upload, wave="May 2026")
    landed(client, upload)
    other = bring(client, rows.replace(",red,", ",blue,"), "again.csv")
    named(client, other, wave="May 2026")
    assert "40 rows of this file are here already: they came with wave.csv" in text(client.get(at("import", other)))
    other_wave = {"matter": "rows_known", "choice": "other_wave"}
    answer = client.post(at("import-decide", other), other_wave)
    assert answer["Location"].endswith("/about/#id_wave")
    answer = client.post(at("import-decide", other), other_wave, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].endswith("/about/#id_wave"), "a script swaps no other page into this one"
    client.post(at("import-start", other))
    other.refresh_from_db()
    assert (other.state, "rows_known" in other.mapping.get("decisions", {})) == ("waiting", False)
    answer = client.post(at("import-decide", other), {"matter": "rows_known", "choice": "corrected"}, follow=True)
    assert answer.request["PATH_INFO"] == at("import", upload), "where the earlier one is undone"
    assert "Undo this import" in text(answer)
    named(client, other, wave="June 2026", month="2026-06")
    assert "are here already" not in text(client.get(at("import", other)))
    named(client, other, wave="May 2026")
    client.post(at("import-undo", upload))
    assert "are here already" not in text(client.get(at("import", other)))


def test_a_wave_of_a_known_survey_is_mapped_as_the_last_one(browse):
    client = browse("manager")
    upload = bring(client)
    said = {"role": "answer", "kind": "single", "title": "Which colour?", "labels": "red = Red"}
    client.post(at("import-column", upload, 3), said)
    named(client, upload, wave="May 2026")
    landed(client, upload)
    other = bring(client, ANSWERS.replace("2026-05", "2026-06"), name="june.csv")
    about = client.get(at("import-about", other))
    assert '<option value="Shop">' in about.content.decode()
    named(client, other, wave="June 2026", month="2026-06")
    other.refresh_from_db()
    assert use_of(other, "colour").title == "Which colour?"
    assert other.mapping["wave"] == "June 2026"


def test_a_column_that_changed_its_name_is_asked_about_once(browse):
    client = browse("manager")
    upload = bring(client)
    named(client, upload, wave="May 2026")
    landed(client, upload)
    renamed = ANSWERS.replace("NPS", "*NPS").replace("2026-05", "2026-06")
    other = bring(client, renamed, name="june.csv")
    named(client, other, wave="June 2026", month="2026-06")
    page = text(client.get(at("import", other)))
    assert "The column NPS of the earlier wave (May 2026) is gone" in page
    assert "Go on without it" not in page
    client.post(at("import-decide", other), {"matter": "column_renamed:NPS", "choice": "same"})
    other.refresh_from_db()
    assert use_of(other, "*NPS").definition == "nps"


def test_a_mapping_as_a_file_is_used_whole_and_a_wrong_one_told(browse):
    client = browse("manager")
    upload = bring(client)
    named(client, upload, wave="May 2026")
    toml = client.get(at("import-mapping-file", upload)).content
    other = bring(client, name="june.csv")
    client.post(at("import-use", other), {"file": SimpleUploadedFile("m.toml", toml)})
    other.refresh_from_db()
    assert other.mapping["wave"] == "May 2026"
    for wrong in (b"kind = [", b'kind = "cats"', b"\xff\xfe"):
        answer = client.post(at("import-use", other), {"file": SimpleUploadedFile("m.toml", wrong)})
        assert answer.status_code == 422
        assert "This mapping could not be used" in text(answer)


def test_columns_a_mapping_names_and_the_file_lacks_are_told(browse):
    client = browse("manager")
    upload = bring(client)
    toml = client.get(at("import-mapping-file", upload)).content
    other = bring(client, "id,NPS\n1,9\n", name="june.csv")
    answer = client.post(at("import-use", other), {"file": SimpleUploadedFile("m.toml", toml)}, follow=True)
    assert "This file has no column:" in text(answer)
    assert "Go on without it" in text(answer)
    answer = client.post(at("import-roles", other), {"gone": "colour", "role": "ignored"}, follow=True)
    other.refresh_from_db()
    assert use_of(other, "colour").role == "ignored"


def test_a_column_that_goes_by_another_name_is_found_on_the_page(browse):
    client = browse("manager")
    toml = client.get(at("import-mapping-file", bring(client))).content
    other = bring(client, "id,Likely ,opinion,colour,day\n1,9,good,red,3\n", name="june.csv")
    answer = client.post(at("import-use", other), {"file": SimpleUploadedFile("m.toml", toml)}, follow=True)
    assert "Say which column it is now, or go on without it." in text(answer)
    for now in ("", "no such column"):
        answer = client.post(at("import-found", other), {"gone": "NPS", "now": now}, follow=True)
        assert "Choose from the list which column it is." in text(answer)
    answer = client.post(at("import-found", other), {"gone": "NPS", "now": "Likely "}, follow=True)
    assert "NPS is read from Likely." in text(answer)
    other.refresh_from_db()
    assert use_of(other, "Likely ").question == "nps"
    assert "NPS" not in other.mapping["columns"]


def test_how_far_the_look_at_a_large_file_is(browse, monkeypatch):
    client = browse("manager")
    upload = bring(client)
    monkeypatch.setattr("polku.web.workspace.imports.views.looking.under_way", lambda _key, viewer: 0.42)
    told = text(client.get(at("import", upload)))
    assert "42 % of it looked at" in told
    assert "Nothing has come in yet." in told
    monkeypatch.undo()
    answer = client.get(at("import", upload), headers={"HX-Request": "true", "HX-Target": "coming"})
    assert answer.headers["HX-Refresh"] == "true"


def test_a_landed_file_is_not_mapped_anew(browse):
    client = browse("manager")
    upload = bring(client)
    named(client, upload)
    before = landed(client, upload).mapping
    for answer in (
        client.post(at("import-roles", upload), {"column": "1", "role": "ignored"}, follow=True),
        client.post(at("import-decide", upload), {"matter": "x", "choice": "keep"}, follow=True),
        client.get(at("import-column", upload, 1), follow=True),
        client.get(at("import-about", upload), follow=True),
    ):
        assert "stays as it was decided" in text(answer)
    upload.refresh_from_db()
    assert upload.mapping == before


def test_a_file_that_is_gone_is_told_and_leads_to_a_new_one(browse):
    client = browse("manager")
    upload = bring(client)
    (folder() / upload.path).unlink()
    answer = client.get(at("import", upload))
    assert answer.status_code == 422
    assert "not kept any more" in text(answer)
    assert client.get(at("import-column", upload, 1)).status_code == 302


OTHERS = {
    "accounts": ("id,name,country\nA1,Alfa Oy,FI\nA2,,SE\n", "See the customers"),
    "contacts": ("id,account,name,mail\nC1,A9,Bo,bo@example.com\n", "There is no account with this id or name."),
    "revenue": ("account,month,amount\nA9,2026-01,5\n", "Revenue by account and month"),
    "offers": ("id,account,made,outcome,amount\nO1,A9,2026-01-03,won,1000\n", "Offers and what became of them"),
    "events": ("case,timestamp,name\nK1,2026-01-03 10:00,Order\n", "Touchpoint events"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_kinds_of_files_come_in_by_the_same_pages(browse, kind):
    client = browse("manager")
    content, told = OTHERS[kind]
    upload = bring(client, content, name=f"{kind}.csv")
    page = text(client.get(at("import", upload)))
    assert from_json(upload.mapping).kind == kind
    assert client.get(at("import-about", upload)).status_code == 200
    assert client.get(at("import-column", upload, 1)).status_code == 200
    upload = landed(client, upload)
    done = text(client.get(at("import", upload)))
    assert told in page or told in done
    assert "Answers" not in done.partition("What it was")[0]


def test_another_kind_of_file_is_proposed_anew(browse):
    client = browse("manager")
    upload = bring(client, "name,country\nAlfa Oy,FI\n")
    client.post(at("import-about", upload), {"kind": "accounts"})
    upload.refresh_from_db()
    assert use_of(upload, "name").role == "name"


def test_a_worker_that_fell_silent_is_told_of(browse):
    client = browse("manager")
    upload = bring(client)
    long_ago = timezone.now() - timedelta(minutes=2)
    Upload.objects.update(state="arriving", beat_at=long_ago, told={"rows": 7})
    assert "taken up again by itself" in text(client.get(at("import", upload)))
    Upload.objects.update(beat_at=timezone.now())
    assert "7 rows have come in so far." in text(client.get(at("import", upload)))


def test_a_decision_is_taken_back_to_how_the_column_was(browse):
    client = browse("manager")
    upload = bring(client, ANSWERS + "".join(f"{n},11,red,2026-05-01\n" for n in range(41, 46)))
    named(client, upload)
    before = use_of(upload, "NPS")
    page = client.get(at("import", upload)).content.decode()
    key = next(key for key in re.findall(r'name="matter" value="([^"]+)"', page) if key.endswith(":NPS"))
    client.post(at("import-decide", upload), {"matter": key, "choice": "reject_rows"})
    upload.refresh_from_db()
    assert use_of(upload, "NPS").rejected == ("11",)
    assert "Decide again" in text(client.get(at("import", upload)))
    client.post(at("import-decide", upload), {"matter": key, "choice": ""})
    upload.refresh_from_db()
    assert use_of(upload, "NPS") == before
    client.post(at("import-say", upload), {"suggested": "1"})
    upload.refresh_from_db()
    assert "11" in use_of(upload, "NPS").missing


def test_a_decision_on_how_dates_begin_is_taken_back_too(browse):
    client = browse("manager")
    days = [f"{day}/05/2026" for day in range(1, 29)] + [f"05/{day}/2026" for day in range(13, 29)]
    upload = bring(client, "id,NPS,when\n" + "".join(f"{n},{n % 11},{day}\n" for n, day in enumerate(days, 1)))
    named(client, upload)
    before = use_of(upload, "when")
    client.post(at("import-decide", upload), {"matter": "mixed_dates:when", "choice": "day_first"})
    upload.refresh_from_db()
    assert use_of(upload, "when").date_order == "day_first"
    client.post(at("import-decide", upload), {"matter": "mixed_dates:when", "choice": ""})
    upload.refresh_from_db()
    assert use_of(upload, "when") == before


def test_a_choice_nobody_offers_is_no_decision(browse):
    client = browse("manager")
    upload = bring(client, ANSWERS + "41,11,red,2026-05-01\n42,11,red,2026-05-01\n")
    assert 'value="missing_code:NPS"' in client.get(at("import", upload)).content.decode()
    before = upload.mapping
    client.post(at("import-decide", upload), {"matter": "missing_code:NPS", "choice": "burn"})
    upload.refresh_from_db()
    assert upload.mapping == before


def test_an_import_without_a_file_can_be_undone_too(browse):
    client = browse("manager")
    unit = Import.objects.create(source="command", content_hash="x", state="landed", rows=3)
    page = client.get(reverse("imports"))
    assert "Brought in by a command" in text(page)
    client.post(reverse("imports-undo-unit", args=[unit.key]))
    unit.refresh_from_db()
    assert unit.state == "undone"


def test_names_of_files_and_columns_are_shown_as_text(browse):
    client = browse("manager")
    upload = bring(client, 'id,"<script>x</script>"\n1,"<b>no</b>"\n', name="<img src=x>.csv")
    page = client.get(at("import", upload), {"show": "all"})
    assert b"<script>x" not in page.content
    assert b"<b>no" not in page.content
    assert b"<img" not in page.content


def test_what_is_wrong_with_a_file_is_said_in_the_readers_language(browse):
    client = browse("manager", "fi")
    sent = SimpleUploadedFile("a.csv", b"")
    answer = client.post(reverse("imports-new"), {"file": sent})
    assert "on tyhjä" in text(answer)
    upload = bring(client, "id;NPS\n1;9,5\n")
    refused = client.post(at("import-form", upload), {"separator": ","})
    assert "rivi 2" in text(refused)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_pages_speak_the_readers_language(browse, language):
    client = browse("manager", language)
    upload = bring(client)
    named(client, upload)
    told = {"fi": "valmiina tuotaviksi", "sv": "redo att läsas in"}[language]
    assert told in text(client.get(at("import", upload)))
