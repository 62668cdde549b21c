"""A visit to an event: from hearing of it to telling others."""

from polku.journeys.rules.templates.shape import Column, Point, Template, said

EVENT_VISIT = Template(
    key="event",
    names=said("Käynti tapahtumassa", "Besök på ett evenemang", "Visit to an event"),
    about=said(
        "Kutsusta kotimatkaan ja muistoihin. Sopii messuille, seminaareihin ja asiakastilaisuuksiin.",
        "Från inbjudan till hemresa och minnen. Passar mässor, seminarier och kundträffar.",
        "From the invitation to the way home and what is remembered. For fairs, seminars and customer events.",
    ),
    purpose=said(
        "Viettää aika niin, että siitä on iloa ja hyötyä",
        "Använda sin tid så att den ger glädje och nytta",
        "Spend the time so that it gives joy and is of use",
    ),
    scheme="value",
    columns=(
        Column(
            "pre_service",
            said("Ennen tapahtumaa", "Före evenemanget", "Before the event"),
            (
                Point(
                    "invitation",
                    said("Kuulee tapahtumasta", "Hör om evenemanget", "Hears of the event"),
                    "digital",
                    interactive=False,
                    aim="exceed",
                    layer="extended",
                    kinds=("brand",),
                ),
                Point("signup", said("Ilmoittautuu", "Anmäler sig", "Signs up"), "digital", kinds=("purchase",)),
                Point(
                    "directions",
                    said(
                        "Saa ohjeet ja ohjelman",
                        "Får anvisningar och program",
                        "Gets directions and the programme",
                    ),
                    "mail",
                    interactive=False,
                ),
            ),
            said(
                "Kiinnostuu ja varaa ajan",
                "Blir intresserad och reserverar tiden",
                "Takes an interest and keeps the date",
            ),
        ),
        Column(
            "core_service",
            said("Tapahtuma", "Evenemanget", "The event"),
            (
                Point(
                    "arrival",
                    said("Saapuu ja löytää perille", "Anländer och hittar rätt", "Arrives and finds the way"),
                    "physical",
                ),
                Point(
                    "welcome",
                    said("Otetaan vastaan", "Blir mottagen", "Is welcomed"),
                    "event",
                    aim="exceed",
                    layer="extended",
                    kinds=("service",),
                ),
                Point(
                    "programme",
                    said("Osallistuu ohjelmaan", "Deltar i programmet", "Takes part in the programme"),
                    "event",
                    aim="exceed",
                    layer="exceeding",
                    kinds=("service",),
                ),
                Point("catering", said("Syö ja lepää", "Äter och vilar", "Eats and rests"), "physical", "partner"),
                Point(
                    "people",
                    said("Kohtaa muita ihmisiä", "Träffar andra människor", "Meets other people"),
                    "event",
                    "social",
                    aim="exceed",
                    layer="extended",
                ),
                Point(
                    "farewell",
                    said("Lähtee hyvillä mielin", "Går därifrån på gott humör", "Leaves in good spirits"),
                    "event",
                    aim="exceed",
                    layer="extended",
                ),
            ),
            said(
                "Saapuu, kokee ja kohtaa muita",
                "Anländer, upplever och träffar andra",
                "Arrives, takes part and meets others",
            ),
        ),
        Column(
            "post_service",
            said("Tapahtuman jälkeen", "Efter evenemanget", "After the event"),
            (
                Point(
                    "thanks",
                    said("Saa kiitoksen ja aineiston", "Får tack och material", "Gets thanks and the material"),
                    "mail",
                    interactive=False,
                ),
                Point(
                    "telling",
                    said("Kertoo muille", "Berättar för andra", "Tells others"),
                    "digital",
                    "social",
                    layer="extended",
                    aim="exceed",
                ),
                Point(
                    "next",
                    said(
                        "Päättää tulla uudelleen tai jatkaa keskustelua",
                        "Beslutar att komma igen eller att fortsätta samtalet",
                        "Decides to come again, or to go on talking",
                    ),
                    "phone",
                    aim="exceed",
                ),
            ),
            said("Muistelee ja kertoo", "Minns och berättar", "Remembers and tells"),
        ),
    ),
    plan="""invitation
signup
directions
arrival
welcome
any order
    programme
    catering
    optional people
farewell
thanks
optional telling
next
""",
)
