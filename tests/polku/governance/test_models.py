import pytest
from django.db import connection

from polku.governance.models import Member
from tests.conftest import ON_POSTGRES


@pytest.mark.django_db
def test_the_store_is_the_one_asked_for():
    assert connection.vendor == ("postgresql" if ON_POSTGRES else "sqlite")
    assert Member.objects.create_user("a@example.com", "long enough pass").role == "viewer"
