"""The offer process of tailored work: the change felt before it, ten touchpoints, two endings."""

from polku.journeys.rules.templates.shape import Column, Point, Template, said

OFFER = Template(
    key="offer",
    names=said("Tarjousprosessi", "Offertprocess", "Offer process"),
    about=said(
        "Räätälöidyn työn pitkä myynti: muutospisteestä kymmenen kosketuspisteen kautta päätökseen.",
        "Lång försäljning av skräddarsytt arbete: från behovet av förändring via tio kontaktpunkter till beslutet.",
        "The long sale of tailored work: from the felt need to change, over ten touchpoints, to the decision.",
    ),
    purpose=said(
        "Löytää kumppani ja ratkaisu, jonka varassa uskaltaa muuttua",
        "Hitta en partner och en lösning som man vågar förändra sig med",
        "Find a partner and a solution that it is safe to change with",
    ),
    scheme="purchase",
    columns=(
        Column(
            "before",
            said("Tarve herää", "Behovet väcks", "The need awakens"),
            (
                Point(
                    "change",
                    said("Kokee muutoksen tarpeen", "Känner behov av förändring", "Feels the need to change"),
                    owner="customer",
                    interactive=False,
                    layer="extended",
                ),
                Point(
                    "message",
                    said("Kohtaa kohdennetun viestin", "Möter ett riktat budskap", "Meets a targeted message"),
                    "digital",
                    interactive=False,
                    aim="exceed",
                    layer="extended",
                    kinds=("brand",),
                ),
                Point("contact", said("Ottaa yhteyttä", "Tar kontakt", "Makes contact"), "phone", kinds=("purchase",)),
            ),
            said("Huomaa, mikä ei enää toimi", "Märker vad som inte längre fungerar", "Notices what no longer works"),
        ),
        Column(
            "before",
            said("Tutustuminen", "Vi lär känna varandra", "Getting acquainted"),
            (
                Point(
                    "talk",
                    said("Keskustelee ja tutustuu meihin", "Samtalar och lär känna oss", "Talks and gets to know us"),
                    "meeting",
                    aim="exceed",
                    kinds=("purchase",),
                ),
                Point(
                    "questions",
                    said("Vastaa esikysymyksiin", "Svarar på förhandsfrågor", "Answers preliminary questions"),
                    "digital",
                    kinds=("purchase",),
                ),
            ),
            said(
                "Arvioi osaamista, ihmisiä ja kemiaa",
                "Bedömer kunnande, människor och personkemi",
                "Weighs know-how, people and chemistry",
            ),
        ),
        Column(
            "during",
            said("Alustava tarjous", "Preliminär offert", "Tentative offer"),
            (
                Point(
                    "negotiation",
                    said(
                        "Neuvottelee; kumppaneitakin kuullaan",
                        "Förhandlar; även partner hörs",
                        "Negotiates; partners are consulted",
                    ),
                    "meeting",
                    aim="exceed",
                    kinds=("purchase", "hybrid"),
                ),
                Point(
                    "tentative",
                    said(
                        "Saa alustavan tarjouksen, joka ei sido kumpaakaan",
                        "Får en preliminär offert som inte binder någondera",
                        "Gets a tentative offer that binds neither",
                    ),
                    "mail",
                    interactive=False,
                    kinds=("purchase",),
                ),
                Point(
                    "walkthrough",
                    said(
                        "Käy tarjouksen läpi myyjän kanssa",
                        "Går igenom offerten med säljaren",
                        "Goes through the offer with the seller",
                    ),
                    "meeting",
                    kinds=("purchase",),
                ),
            ),
            said(
                "Vertaa arvoa hintaan ja riskiin",
                "Jämför värdet med priset och risken",
                "Sets the value against price and risk",
            ),
        ),
        Column(
            "during",
            said("Määrittely", "Specifikation", "Specification"),
            (
                Point(
                    "specification",
                    said(
                        "Osallistuu määrittelypäiviin (noin neljä, teemoittain)",
                        "Deltar i specifikationsdagar (cirka fyra, temavis)",
                        "Takes part in specification days (about four, by theme)",
                    ),
                    "meeting",
                    aim="exceed",
                    kinds=("purchase", "hybrid"),
                ),
                Point(
                    "refined",
                    said("Saa tarkennetun tarjouksen", "Får den preciserade offerten", "Gets the refined offer"),
                    "mail",
                    interactive=False,
                    kinds=("purchase",),
                ),
            ),
            said(
                "Tarkentaa tarvettaan kumppanien kanssa",
                "Preciserar sitt behov med partner",
                "Makes the need precise, partners present",
            ),
        ),
        Column(
            "during",
            said("Päätös", "Beslut", "Decision"),
            (
                Point(
                    "accepts",
                    said("Hyväksyy tarjouksen", "Godkänner offerten", "Accepts the offer"),
                    "meeting",
                    aim="exceed",
                    kinds=("purchase",),
                    ending="reached",
                ),
                Point(
                    "declines",
                    said(
                        "Kieltäytyy ja kertoo syyn", "Tackar nej och berättar varför", "Declines and tells the reason"
                    ),
                    "phone",
                    kinds=("purchase",),
                    ending="left",
                ),
            ),
            said(
                "Päättää; kieltäytyä voi jokaisessa vaiheessa",
                "Beslutar; det går att tacka nej i varje skede",
                "Decides; declining may come at any step",
            ),
        ),
    ),
    plan="""change
message
contact
talk
questions
negotiation
tentative
walkthrough
repeat specification
refined
choice
    accepts
    declines
""",
)
