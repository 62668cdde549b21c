import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from polku.governance import models, services
from polku.governance.gate import Viewer

pytestmark = pytest.mark.django_db
WORD = "a fine long pass"
ADMIN = Viewer(member=None, role="admin")


@pytest.fixture
def member():
    return models.Member.objects.create_user("nea@example.com", WORD, role="contributor", name="Nea")


def sign_in(client, word=WORD):
    return client.post("/sign-in/login/", {"login": "nea@example.com", "password": word})


def inside(client) -> bool:
    return client.get("/settings/").status_code == 200


def code_of(secret: str) -> str:
    """The code of this half minute: the one in the middle of those that the library would take."""
    counters = sorted(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def test_nobody_signs_up(client):
    client.post("/sign-in/signup/", {"email": "x@example.com", "password1": WORD})
    assert not models.Member.objects.exists()


def test_a_member_s_address_is_not_theirs_to_change(client, member):
    client.force_login(member)
    assert client.get("/sign-in/email/").status_code == 404
    client.post("/sign-in/email/", {"action_add": "", "email": "other@example.com"})
    member.refresh_from_db()
    assert member.email == "nea@example.com"


def test_a_member_signs_in_with_address_and_password(client, member):
    assert not inside(client)
    sign_in(client, "another long pass")
    assert not inside(client)
    assert sign_in(client).status_code == 302
    assert inside(client)


def test_a_member_shut_out_is_out_at_once(client, member):
    sign_in(client)
    models.Member.objects.create_user("admin@example.com", None, role="admin")
    services.set_active(member.pk, active=False, actor=ADMIN)
    assert not inside(client)
    sign_in(client)
    assert not inside(client)


def test_a_second_factor_is_asked_once_it_is_set_up(client, member):
    sign_in(client)
    client.post("/sign-in/reauthenticate/", {"password": WORD})
    page = client.get("/sign-in/2fa/totp/activate/")
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    done = client.post("/sign-in/2fa/totp/activate/", {"code": code_of(secret)})
    assert done.status_code == 302
    assert Authenticator.objects.filter(user=member, type="totp").exists()
    assert client.get("/sign-in/2fa/recovery-codes/").status_code == 200

    fresh = Client()
    assert "/2fa/authenticate/" in sign_in(fresh)["Location"]
    assert not inside(fresh)
    fresh.post("/sign-in/2fa/authenticate/", {"code": "000000"})
    assert not inside(fresh)
    codes = RecoveryCodes(Authenticator.objects.get(user=member, type="recovery_codes")).get_unused_codes()
    fresh.post("/sign-in/2fa/authenticate/", {"code": codes[0]})
    assert inside(fresh)


def test_an_admin_lets_in_who_lost_their_second_factor(client, member):
    TOTP.activate(member, "JBSWY3DPEHPK3PXP")
    models.Member.objects.create_user("admin@example.com", None, role="admin")
    services.remove_second_factor(member.pk, actor=ADMIN)
    sign_in(client)
    assert inside(client)
    assert models.AuditEntry.objects.filter(verb="remove_second_factor").count() == 1


def test_a_forgotten_password_is_set_again_by_mail(client, member):
    client.post("/sign-in/password/reset/", {"email": "nea@example.com"})
    (sent,) = mail.outbox
    path = re.search(r"/sign-in/password/reset/key/\S+", sent.body).group()
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another fine pass", "password2": "another fine pass"})
    sign_in(client, "another fine pass")
    assert inside(client)


def test_an_unknown_address_is_told_nothing_and_sent_nothing(client):
    told = client.post("/sign-in/password/reset/", {"email": "nobody@example.com"})
    assert told.status_code == 302
    assert mail.outbox == []


def test_a_changed_password_is_told_among_what_was_done_and_the_session_goes_on(client, member):
    sign_in(client)
    other = "another fine long pass"
    client.post("/sign-in/password/change/", {"oldpassword": WORD, "password1": other, "password2": other})
    assert inside(client)
    entry = models.AuditEntry.objects.get(fields=["password"])
    assert (entry.actor_id, entry.verb, entry.subject_key) == (member.pk, "update", str(member.key))
    member.refresh_from_db()
    assert member.check_password(other)
