"""A repeat order: shorter than the first one, and without effort."""

from polku.journeys.rules.templates.shape import Column, Point, Template, said

REPEAT_ORDER = Template(
    key="repeat",
    names=said("Uusintatilaus", "Återköp", "Repeat order"),
    about=said(
        "Tutun asiakkaan tilaus. Lyhyt polku, jonka tärkein tavoite on vaivattomuus.",
        "Beställning av en kund som redan känner oss. En kort resa vars viktigaste mål är enkelhet.",
        "An order by a customer who knows us. A short journey whose first aim is ease.",
    ),
    purpose=said(
        "Saada lisää samaa mahdollisimman vähällä vaivalla",
        "Få mer av samma med så lite besvär som möjligt",
        "Get more of the same with as little effort as possible",
    ),
    scheme="purchase",
    buyer_kind="repeat",
    columns=(
        Column(
            "before",
            said("Ennen tilausta", "Före beställningen", "Before the order"),
            (
                Point(
                    "need",
                    said("Huomaa tarvitsevansa lisää", "Märker att det behövs mer", "Notices that more is needed"),
                    owner="customer",
                    interactive=False,
                    layer="extended",
                ),
                Point(
                    "reminder",
                    said(
                        "Saa muistutuksen sopivaan aikaan", "Får en påminnelse i rätt tid", "Is reminded in good time"
                    ),
                    "mail",
                    interactive=False,
                    aim="exceed",
                    layer="exceeding",
                ),
                Point(
                    "price",
                    said(
                        "Tarkistaa hinnan ja saatavuuden",
                        "Kontrollerar pris och tillgång",
                        "Checks price and availability",
                    ),
                    "digital",
                    kinds=("web_shop",),
                ),
            ),
            said("Huomaa tarpeen ja tarkistaa", "Märker behovet och kontrollerar", "Notices the need and checks"),
        ),
        Column(
            "during",
            said("Tilaus", "Beställning", "The order"),
            (
                Point(
                    "order",
                    said("Tilaa uudelleen", "Beställer på nytt", "Orders again"),
                    "digital",
                    kinds=("purchase",),
                ),
                Point(
                    "confirmation",
                    said(
                        "Saa vahvistuksen ja toimitusajan",
                        "Får bekräftelse och leveranstid",
                        "Gets a confirmation with the delivery time",
                    ),
                    "mail",
                    interactive=False,
                    kinds=("purchase",),
                ),
                Point("invoice", said("Maksaa laskun", "Betalar fakturan", "Pays the invoice"), "digital"),
            ),
            said("Tilaa ja maksaa", "Beställer och betalar", "Orders and pays"),
        ),
        Column(
            "after",
            said("Tilauksen jälkeen", "Efter beställningen", "After the order"),
            (
                Point(
                    "receiving",
                    said("Ottaa toimituksen vastaan", "Tar emot leveransen", "Receives the delivery"),
                    "physical",
                    "partner",
                    kinds=("delivery",),
                ),
                Point(
                    "repair",
                    said("Saa virheen hyvitetyksi", "Får ett fel gottgjort", "Has a mistake put right"),
                    "phone",
                    kinds=("service",),
                ),
                Point(
                    "tip",
                    said(
                        "Saa vinkin, josta on hyötyä",
                        "Får ett tips som är till nytta",
                        "Gets a tip that is of use",
                    ),
                    "mail",
                    aim="exceed",
                    layer="exceeding",
                ),
            ),
            said("Ottaa käyttöön ja palaa", "Tar i bruk och återkommer", "Takes it into use and comes back"),
        ),
    ),
    plan="""need
optional reminder
optional price
order
confirmation
any order
    receiving
    invoice
optional repair
optional tip
""",
)
