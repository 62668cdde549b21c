import re
from html import unescape

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from polku.governance import models
from polku.governance.gate import Viewer
from polku.people import services as people
from polku.people.models import Account
from polku.surveys import services as surveys

pytestmark = pytest.mark.django_db
ORGANISATION = {
    "name_fi": "Lumen Oy",
    "languages": ["fi", "en"],
    "default_language": "fi",
    "time_zone": "Europe/Stockholm",
    "currency": "sek",
    "threshold_scores": 6,
    "threshold_comments": 10,
    "contact_fi": "Aino, 040 123",
}


def text(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def member(email) -> models.Member:
    return models.Member.objects.get(email=email)


def test_one_s_own_name_and_language(browse):
    client = browse("viewer")
    assert "viewer@example.com" in text(client.get("/settings/"))
    client.post("/settings/", {"name": "Vilma", "language": "sv"})
    row = member("viewer@example.com")
    assert (row.name, row.language) == ("Vilma", "sv")
    page = client.get("/settings/")
    assert 'lang="sv"' in page.content.decode()
    assert "Sparat" in text(page)


def test_everything_kept_about_oneself_is_a_file(browse):
    kept = browse("viewer").get("/settings/kept/")
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept.json()["email"] == "viewer@example.com"


def test_each_role_has_its_tabs(browse):
    def tabs(role):
        return re.findall(
            r'href="(/settings/[a-z]*/?)"', browse(role).get("/settings/").content.decode().split("tabs")[1]
        )

    assert tabs("viewer")[:1] == ["/settings/"]
    assert "/settings/members/" not in tabs("manager")
    assert {"/settings/organisation/", "/settings/members/", "/settings/audit/"} <= set(tabs("admin"))


def test_two_who_settle_the_organisation_do_not_overwrite_each_other(browse):
    client = browse()
    client.post("/settings/organisation/", ORGANISATION)
    seen = client.get("/settings/organisation/").context["form"]["seen"].value()
    assert client.post("/settings/organisation/", ORGANISATION | {"seen": seen, "currency": "EUR"}).status_code == 302
    answer = client.post("/settings/organisation/", ORGANISATION | {"seen": seen, "contact_en": "Typed here"})
    assert answer.status_code == 422
    assert "Typed here" in answer.content.decode()
    assert "It now says: EUR." in text(answer)
    assert models.Organisation.objects.get().currency == "EUR"


def test_the_organisation_is_settled_and_names_our_own_account(browse):
    client = browse()
    assert client.post("/settings/organisation/", ORGANISATION).status_code == 302
    row = models.Organisation.objects.get()
    assert (row.names, row.languages, row.default_language) == ({"fi": "Lumen Oy"}, ["fi", "en"], "fi")
    assert (row.currency, row.threshold_scores, row.threshold_comments) == ("SEK", 6, 10)
    assert row.contact == {"fi": "Aino, 040 123"}
    assert Account.objects.get(is_own=True).name == "Lumen Oy"
    assert "Lumen Oy" in client.get("/settings/organisation/").content.decode()


def test_the_page_says_that_a_threshold_is_never_lowered_and_holds_it(browse):
    client = browse()
    assert text(client.get("/settings/organisation/")).count("never lower it again") == 2
    client.post("/settings/organisation/", ORGANISATION)
    answer = client.post("/settings/organisation/", ORGANISATION | {"threshold_comments": 9})
    assert answer.status_code == 422
    told = answer.content.decode().split('id="id_threshold_comments_error"')[1][:300]
    assert "at least 10 answers" in told
    assert models.Organisation.objects.get().threshold_comments == 10


def test_no_setting_is_asked_for_that_nothing_reads(browse):
    page = browse().get("/settings/organisation/").content.decode()
    asked = set(re.findall(r'name="([a-z_]+)"', page)) & {field.name for field in models.Organisation._meta.fields}
    assert asked == {"languages", "default_language", "time_zone", "currency", "threshold_scores", "threshold_comments"}
    assert "months" not in text(browse().get("/settings/organisation/"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"threshold_scores": 4}, "threshold_scores"),
        ({"threshold_comments": 7}, "threshold_comments"),
        ({"default_language": "sv"}, "default_language"),
        ({"languages": []}, "languages"),
        ({"currency": "e1r"}, "currency"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
    ],
)
def test_a_faulty_setting_is_told_at_its_field_and_nothing_given_is_lost(browse, change, field):
    answer = browse().post("/settings/organisation/", ORGANISATION | change)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert "Lumen Oy" in answer.content.decode()
    assert not models.Organisation.objects.filter(currency="SEK").exists()


def test_an_invitation_gives_a_link_once_and_the_link_lets_in_once(browse):
    admin = browse()
    told = admin.post(
        "/settings/members/invite/", {"email": "nea@example.com", "role": "contributor", "language": "fi"}, follow=True
    )
    link = re.search(r'value="(http[^"]+/settings/join/[^"]+)"', told.content.decode()).group(1)
    again = admin.get(told.request["PATH_INFO"])
    assert "/settings/join/" not in again.content.decode()
    assert "Invited, has not joined yet" in text(admin.get("/settings/members/"))

    stranger = Client()
    for _look in range(2):  # a mail program that opens the link uses nothing up
        assert stranger.get(link).status_code == 200
    weak = stranger.post(link, {"name": "Nea", "password": "short"})
    assert weak.status_code == 422
    assert 'id="id_password_error"' in weak.content.decode()
    joined = stranger.post(link, {"name": "Nea", "password": "a fine long pass"})
    assert (joined.status_code, joined["Location"]) == (302, "/")
    assert "nea@example.com" in text(stranger.get("/settings/")), "whoever joins is signed in at once"
    assert stranger.get(link).status_code == 410
    assert stranger.post(link, {"name": "X", "password": "another fine pass"}).status_code == 410


def test_a_fresh_link_does_not_pass_by_a_second_factor(browse):
    admin, row = browse(), browse("viewer").member
    TOTP.activate(row, generate_totp_secret())
    told = admin.post(f"/settings/members/{row.key}/link/", follow=True)
    link = re.search(r'value="(http[^"]+/settings/join/[^"]+)"', told.content.decode()).group(1)
    stranger = Client()
    joined = stranger.post(link, {"name": "Vilma", "password": "a fine long pass"})
    assert joined["Location"].startswith("/sign-in/2fa/authenticate/")
    assert stranger.get("/settings/").status_code == 302


def test_an_invitation_with_a_password_needs_no_link(browse):
    told = browse().post(
        "/settings/members/invite/",
        {"email": "nea@example.com", "role": "viewer", "language": "en", "password": "a fine long pass"},
        follow=True,
    )
    assert "may sign in now" in text(told)
    assert member("nea@example.com").check_password("a fine long pass")


def test_a_faulty_invitation_is_told_at_its_field(browse):
    answer = browse().post(
        "/settings/members/invite/", {"email": "admin@example.com", "role": "viewer", "language": "en"}
    )
    assert answer.status_code == 422
    assert "There is already a member with this address." in text(answer)


def test_a_role_is_changed_and_the_change_undone(browse):
    admin = browse()
    browse("viewer")
    row = member("viewer@example.com")
    told = admin.post(f"/settings/members/{row.key}/role/viewer/", {"role": "manager"}, follow=True)
    assert member("viewer@example.com").role == "manager"
    undo = re.search(r'action="(/settings/members/[^"]+/role/viewer/)"', told.content.decode()).group(1)
    admin.post(undo)
    assert member("viewer@example.com").role == "viewer"
    admin.get(f"/settings/members/{row.key}/role/admin/")
    assert member("viewer@example.com").role == "viewer", "looking changes nothing"


def test_a_member_is_shut_out_and_let_in_again(browse):
    admin = browse()
    inside = browse("viewer")
    row = member("viewer@example.com")
    told = admin.post(f"/settings/members/{row.key}/deactivate/", follow=True)
    assert "can no longer sign in" in text(told)
    assert inside.get("/settings/").status_code == 302
    assert "Closed out" in text(admin.get("/settings/members/"))
    admin.post(f"/settings/members/{row.key}/activate/")
    assert member("viewer@example.com").is_active
    for address in ("deactivate", "activate", "link", "second-factor"):
        assert admin.get(f"/settings/members/{row.key}/{address}/").status_code == 405


def test_the_last_admin_is_told_why_they_stay(browse):
    admin = browse()
    key = member("admin@example.com").key
    for path, data in (
        (f"/settings/members/{key}/deactivate/", {}),
        (f"/settings/members/{key}/role/x/", {"role": "viewer"}),
    ):
        assert "This is the last admin" in text(admin.post(path, data, follow=True))
    row = member("admin@example.com")
    assert (row.is_active, row.role) == (True, "admin")


def test_an_admin_who_gives_the_role_away_lands_on_their_own_page(browse):
    admin = browse()
    models.Member.objects.create_user("second@example.com", None, role="admin")
    key = member("admin@example.com").key
    answer = admin.post(f"/settings/members/{key}/role/x/", {"role": "viewer"}, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == "/settings/"


def test_the_audit_tells_what_was_done_without_what_stood_there(browse):
    admin = browse()
    assert "Nothing has been done yet" in text(admin.get("/settings/audit/"))
    admin.post("/settings/organisation/", ORGANISATION)
    page = text(admin.get("/settings/audit/"))
    assert "Organisation: changed" in page
    assert "fewest answers for a score" in page
    assert "threshold_scores" not in page
    assert Account.objects.get().name in page, "a thing is told by its name"
    assert str(Account.objects.get().key) not in page
    models.Member.objects.update(language="sv")
    assert "minsta antal för ett resultat" in text(admin.get("/settings/audit/"))
    models.Member.objects.update(language="en")
    assert "Stockholm" not in page
    assert "Organisation: changed" not in text(admin.get("/settings/audit/?kind=account"))


def test_the_audit_calls_people_and_surveys_by_name(browse):
    admin, system = browse(), Viewer(member=None, role="admin")
    pk = people.create_account(people.AccountDetails(name="Valo Oy"), actor=system)
    people.add_contact(pk, people.ContactDetails(name="Anna Aalto"), actor=system)
    surveys.create_survey(names={"en": "Pulse of spring"}, audience="customer", actor=system)
    page = text(admin.get("/settings/audit/"))
    for name in ("Valo Oy", "Anna Aalto", "Pulse of spring"):
        assert name in page
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", page)


def test_the_audit_is_read_a_page_at_a_time(browse):
    admin = browse()
    models.AuditEntry.objects.bulk_create(
        models.AuditEntry(verb="update", subject_kind="account", subject_key=f"K{number:03}") for number in range(120)
    )
    page = admin.get("/settings/audit/")
    seen = []
    while True:
        seen += re.findall(r"K\d{3}", page.content.decode())
        older = re.search(r'href="(\?[^"]*before=\d+)"', page.content.decode())
        if not older:
            break
        page = admin.get("/settings/audit/" + unescape(older.group(1)))
    assert len(seen) == len(set(seen)) == 120
    for nonsense in ("x", "-1", "9" * 30):
        assert admin.get(f"/settings/audit/?before={nonsense}").status_code == 200


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_pages_speak_the_reader_s_language(browse, language):
    words = {"fi": "Jäsenet", "sv": "Medlemmar"}
    admin = browse(language=language)
    for path in ("", "organisation/", "members/", "members/invite/", "audit/"):
        assert words[language] in text(admin.get(f"/settings/{path}"))
