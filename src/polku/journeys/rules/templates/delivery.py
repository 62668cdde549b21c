"""Onboarding and delivery where a partner carries and installs: customers count its work as ours."""

from polku.journeys.rules.templates.shape import Column, Point, Template, said

DELIVERY = Template(
    key="delivery",
    names=said(
        "Käyttöönotto ja toimitus kumppanin kanssa",
        "Introduktion och leverans med en partner",
        "Onboarding and delivery with a partner",
    ),
    about=said(
        "Tilauksesta käyttöön. Kuljettajan ja asentajan osuudet ovat omina kosketuspisteinään.",
        "Från order till användning. Transportörens och installatörens delar är egna kontaktpunkter.",
        "From the order to daily use. What the carrier and the installer do are touchpoints of their own.",
    ),
    purpose=said(
        "Saada tilattu käyttöön ajallaan ja ilman omaa huolta",
        "Få det beställda i bruk i tid och utan egna bekymmer",
        "Have what was ordered in use on time, without worry",
    ),
    scheme="value",
    columns=(
        Column(
            "pre_service",
            said("Valmistautuminen", "Förberedelser", "Getting ready"),
            (
                Point(
                    "confirmation",
                    said("Saa vahvistuksen tilauksesta", "Får orderbekräftelsen", "Gets the order confirmed"),
                    "mail",
                    interactive=False,
                    kinds=("delivery",),
                ),
                Point(
                    "kickoff",
                    said(
                        "Tapaa ne, jotka hoitavat toimituksen",
                        "Träffar dem som sköter leveransen",
                        "Meets those who will deliver",
                    ),
                    "meeting",
                    aim="exceed",
                    layer="extended",
                    kinds=("service",),
                ),
                Point(
                    "schedule",
                    said(
                        "Saa tiedon ajasta ja muutoksista etukäteen",
                        "Får veta tid och ändringar i förväg",
                        "Hears of the time, and of changes, beforehand",
                    ),
                    "digital",
                    interactive=False,
                    kinds=("delivery",),
                ),
            ),
            said("Sopii, kuka tekee ja milloin", "Avtalar vem som gör vad och när", "Agrees on who does what and when"),
        ),
        Column(
            "core_service",
            said("Toimitus ja asennus", "Leverans och installation", "Delivery and installation"),
            (
                Point(
                    "receiving",
                    said("Ottaa toimituksen vastaan", "Tar emot leveransen", "Receives the delivery"),
                    "physical",
                    "partner",
                    kinds=("delivery", "hybrid"),
                ),
                Point(
                    "installing",
                    said("Seuraa asennusta", "Följer installationen", "Has it installed"),
                    "physical",
                    "partner",
                    kinds=("delivery", "hybrid"),
                ),
                Point(
                    "acceptance",
                    said(
                        "Tarkastaa työn ja hyväksyy sen",
                        "Kontrollerar arbetet och godkänner det",
                        "Checks the work and accepts it",
                    ),
                    "physical",
                    kinds=("delivery",),
                ),
                Point(
                    "training",
                    said("Oppii käyttämään", "Lär sig använda", "Learns to use it"),
                    "meeting",
                    aim="exceed",
                    layer="extended",
                    kinds=("service",),
                ),
            ),
            said(
                "Vastaanottaa, tarkastaa ja ottaa käyttöön",
                "Tar emot, kontrollerar och tar i bruk",
                "Receives, checks and takes into use",
            ),
        ),
        Column(
            "post_service",
            said("Käyttö", "Användning", "Use"),
            (
                Point(
                    "using",
                    said("Käyttää arjessa", "Använder i vardagen", "Uses it in everyday work"),
                    owner="customer",
                    interactive=False,
                ),
                Point(
                    "repair",
                    said(
                        "Saa vian korjatuksi",
                        "Får ett fel åtgärdat",
                        "Has a fault put right",
                    ),
                    "phone",
                    kinds=("service",),
                ),
                Point("invoice", said("Maksaa laskun", "Betalar fakturan", "Pays the invoice"), "digital"),
                Point(
                    "review",
                    said(
                        "Katsoo kanssamme taakse muutaman kuukauden päästä",
                        "Ser tillbaka med oss efter några månader",
                        "Looks back with us after some months",
                    ),
                    "meeting",
                    aim="exceed",
                    layer="exceeding",
                    kinds=("service",),
                ),
            ),
            said(
                "Saa arvon käytössä ja pyytää apua",
                "Får värdet i användning och ber om hjälp",
                "Gets the value in use, and asks for help",
            ),
        ),
    ),
    plan="""confirmation
optional kickoff
schedule
receiving
installing
acceptance
training
using
optional
    repeat repair
invoice
review
""",
)
