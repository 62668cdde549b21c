"""Accounts, contacts, revenue, offers and events come in from files by the names of their columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from polku.finance.models import Offer, Revenue
from polku.flows.import_file import Mapping, Undecided, propose, run
from polku.flows.import_file.opening import opened
from polku.flows.import_file.settling import with_choice
from polku.flows.import_records import undo_import
from polku.governance.models import Import
from polku.journeys.models import Event
from polku.people.models import Account, Contact

pytestmark = pytest.mark.django_db

FILES = {
    "accounts": "Asiakasnumero;Nimi;Segmentti;Konserni;Maa;Asiakas alkaen\n"
    "A1;Puro Oy;Suunnittelija;Kaamos  Group ;FI;1.2.2020\nA2;Lampi Ab;;;SE;\n",
    "contacts": "id,account,name,e-mail,role\nC1,A1,Meri,meri@example.com,buyer\nC2,A9,Sten,sten@example.com,\n",
    "revenue": "Asiakas;Kuukausi;Summa\nA1;1/2026;1 234,50\nA1;2026-02;10,00\nLampi Ab;3/2026;abc\n",
    "offers": (
        "offer id,account,made,decided,status,value,currency\n"
        "T1,A1,2026-01-05,2026-02-01,Won,100.5,EUR\nT2,A1,2026-01-07,,open,,\nT3,A2,2026-03-01,2026-02-01,lost,5,EUR\n"
        "T4,A2,2026-03-01,2026-04-01,maybe,5,EUR\n"
    ),
    "events": "case,time,account,activity\n"
    "w1,2026-01-05T10:00:00Z,A1,call\nw1,2026-01-05T10:00:00Z,A1,call\n,2026-01-05,A1,x\n",
}


@pytest.fixture
def bring(tmp_path, manager):
    def taken(kind, text=None, **changes):
        place = tmp_path / f"{kind}.csv"
        place.write_text(FILES[kind] if text is None else text)
        mapping = replace(propose(opened(place)), source=kind, **changes)
        assert mapping.kind == kind
        return run(place, mapping, actor=manager)

    return taken


def reasons(done):
    return done.rejected_file.read_text().splitlines()[1:] if done.rejected_file else []


def test_accounts_and_their_contacts(bring):
    assert bring("accounts").rows == 2
    first = Account.objects.get(external_id="A1")
    assert (first.name, first.segment.names["en"], first.customer_since) == (
        "Puro Oy",
        "Suunnittelija",
        date(2020, 2, 1),
    )
    assert list(Account.objects.order_by("external_id").values_list("account_group", flat=True)) == ["Kaamos Group", ""]
    done = bring("contacts")
    assert (done.rows, done.rejected) == (1, 1)
    assert Contact.objects.get().decision_role == "buyer"
    assert reasons(done) == ["3,account,A9,There is no account with this id.,C2,A9,Sten,sten@example.com,"]


def test_revenue_by_id_or_name_and_in_finnish_figures(bring):
    bring("accounts")
    done = bring("revenue")
    assert dict(Revenue.standing().values_list("month", "amount")) == {
        "2026-01": Decimal("1234.50"), "2026-02": Decimal("10.00"),
    }  # fmt: skip
    assert reasons(done) == ["4,Summa,abc,Not a number.,Lampi Ab,3/2026,abc"]


def test_offers_and_what_became_of_them(bring, manager):
    bring("accounts")
    done = bring("offers")
    assert (done.rows, done.rejected) == (2, 2)
    won = Offer.standing().get(known_by="T1")
    assert (won.outcome, won.decided, won.amount) == ("won", date(2026, 2, 1), Decimal("100.50"))
    told = reasons(done)
    assert "Not known here as open, won or lost." in told[1]
    assert "decided after it was made" in told[0]
    # A later file tells what became of the open one; undoing it brings back what stood before.
    later = bring("offers", "offer id,account,made,decided,status\nT2,A1,2026-01-07,2026-03-03,lost\n")
    assert Offer.standing().get(known_by="T2").outcome == "lost"
    undo_import(later.imported, actor=manager)
    assert Offer.standing().get(known_by="T2").outcome == "open"


def test_events_that_are_alike_are_as_many_as_there_are(bring):
    bring("accounts")
    done = bring("events")
    assert (done.rows, done.rejected) == (2, 1)
    assert Event.objects.filter(Import.landed()).count() == 2
    assert "This is missing." in reasons(done)[0]


def test_accounts_are_made_when_the_mapping_says_so(bring):
    assert bring("revenue").rows == 0
    done = bring("revenue", make_accounts=True)
    assert done.rows == 2
    assert set(Account.objects.filter(Import.landed()).values_list("name", flat=True)) == {"A1"}


def test_what_a_file_lacks_is_named(tmp_path, manager):
    place = tmp_path / "r.csv"
    place.write_text("account,amount\nA1,3\n")
    mapping = replace(propose(opened(place), kind="revenue"), source="r")
    with pytest.raises(Undecided, match="month"):
        run(place, mapping, actor=manager)
    assert run(place, replace(mapping, month="2026-05", make_accounts=True), actor=manager).rows == 1


@pytest.mark.parametrize("kind", ["contacts", "revenue", "offers", "events"])
def test_a_dry_run_says_what_would_land(kind, bring, tmp_path, manager):
    bring("accounts")
    place = tmp_path / f"{kind}.csv"
    place.write_text(FILES[kind])
    mapping: Mapping = replace(propose(opened(place)), source=kind)
    dry = run(place, mapping, actor=manager, dry_run=True).summary
    done = run(place, mapping, actor=manager)
    late = {"offers": 1}.get(kind, 0)  # that an offer was decided before it was made shows as it comes in
    assert (dry.records, dry.rejected) == (done.rows + late, done.rejected - late)


def test_dates_that_can_be_read_two_ways_wait_for_a_decision(tmp_path, manager, bring):
    bring("accounts")
    place = tmp_path / "o.csv"
    place.write_text("offer id,account,made,status\nT1,A1,05/06/2026,open\n")
    mapping = replace(propose(opened(place)), source="o")
    with pytest.raises(Undecided) as undecided:
        run(place, mapping, actor=manager)
    (asked,) = undecided.value.undecided
    assert asked.key == "ambiguous_dates:made"
    done = run(place, with_choice(mapping, asked.noticed, "month_first"), actor=manager)
    assert done.rows == 1
    assert Offer.standing().get(known_by="T1").made == date(2026, 5, 6)


def test_a_mail_address_that_is_none_is_told_before_and_as_it_lands(tmp_path, manager, bring):
    bring("accounts")
    place = tmp_path / "contacts.csv"
    place.write_text("id,account,name,e-mail\nC1,A1,Meri,meri at example\nC2,A1,Ulla,\n")
    mapping = replace(propose(opened(place)), source="contacts")
    dry = run(place, mapping, actor=manager, dry_run=True).summary
    assert (dry.records, dry.first_rejected[0].reason) == (1, "Not a mail address, as in name@example.com.")
    done = run(place, mapping, actor=manager)
    assert (done.rows, done.rejected) == (1, 1)


def test_a_customers_number_among_contacts_and_offers_tells_the_customer(tmp_path):
    place = tmp_path / "contacts.csv"
    place.write_text("Asiakasnumero,Nimi,Sähköposti\n1001,Maija,maija@aalto.fi\n1002,Sven,sven@berg.se\n")
    mapping = propose(opened(place))
    assert (mapping.kind, mapping.columns["Asiakasnumero"].role) == ("contacts", "account")
    place.write_text("Kundnummer,Offertnummer,Skapad,Utfall\n1001,T1,2026-01-10,vunnen\n")
    uses = propose(opened(place)).columns
    assert [uses[name].role for name in ("Kundnummer", "Offertnummer")] == ["account", "id"]
    place.write_text("Asiakasnumero,Nimi,Asiakasryhmä\n1001,Aalto Oy,tukku\n")
    assert propose(opened(place)).columns["Asiakasnumero"].role == "id"


@pytest.mark.parametrize("month", ["0000-05", "9999-12", "2917-05", "5/2026"])
def test_a_month_no_calendar_of_ours_holds_is_refused_for_the_whole_file(month, bring):
    with pytest.raises(Undecided, match="Write the month as in 2026-03"):
        bring("revenue", month=month)


def test_a_row_of_a_month_out_of_bounds_is_rejected(bring):
    found = reasons(bring("revenue", "Asiakas;Kuukausi;Summa\nA1;0000-05;1\nA1;5/2917;1\n"))
    assert len([told for told in found if "Not a month. Write it as in 2026-03." in told]) == 2
