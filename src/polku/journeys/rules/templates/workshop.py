"""A free workshop before the specification: from the application to what is remembered weeks later."""

from polku.journeys.rules.templates.shape import Column, Point, Template, said

# Phases of an encounter are scored from 1 to 5; four is what the template aims at, and what a team may change.
AIMED = 4.0

WORKSHOP = Template(
    key="workshop",
    names=said("Työpaja asiakkaan kanssa", "Workshop med kunden", "Workshop with the customer"),
    about=said(
        "Maksuton työpaja ennen määrittelyä. Sen vaiheet saa suoraan tavoitekokemuksen suunnittelupohjalle.",
        "Kostnadsfri workshop före specifikationen. Faserna går direkt in i planeringsmallen för målupplevelsen.",
        "A free workshop before the specification. Its phases go straight onto a target experience canvas.",
    ),
    purpose=said(
        "Nähdä oma tarve selvemmin ja kokea, millaista yhteistyö olisi",
        "Se sitt behov klarare och pröva hur samarbetet skulle vara",
        "See the own need more clearly, and feel what working together would be like",
    ),
    scheme="value",
    columns=(
        Column(
            "pre_service",
            said("Ennen työpajaa", "Före workshoppen", "Before the workshop"),
            (
                Point(
                    "application",
                    said(
                        "Hakee mukaan ja tulee valituksi perustellen",
                        "Ansöker och blir vald med motivering",
                        "Applies and is chosen, with reasons",
                    ),
                    "digital",
                ),
                Point(
                    "agreeing",
                    said(
                        "Sopii ajasta puhelimessa", "Kommer överens om tiden per telefon", "Agrees on a time by phone"
                    ),
                    "phone",
                    aim="exceed",
                    target_metric="scale5",
                    target_value=AIMED,
                ),
                Point(
                    "presurvey",
                    said(
                        "Vastaa ennakkokyselyyn viikkoa ennen",
                        "Svarar på förhandsenkäten en vecka före",
                        "Answers the survey sent a week ahead",
                    ),
                    "digital",
                ),
            ),
            said(
                "Kiinnostuu ja valmistautuu",
                "Blir intresserad och förbereder sig",
                "Becomes interested and gets ready",
            ),
        ),
        Column(
            "core_service",
            said("Työpaja", "Workshoppen", "The workshop"),
            (
                Point(
                    "beginning",
                    said("Tutustuu: työpajan alku", "Lär känna: början", "Gets acquainted: the beginning"),
                    "meeting",
                    aim="exceed",
                    target_metric="scale5",
                    target_value=AIMED,
                ),
                Point(
                    "middle",
                    said(
                        "Oivaltaa tarpeensa: työpajan keskivaihe",
                        "Får insikt i sitt behov: mitten",
                        "Grasps the need: the middle",
                    ),
                    "meeting",
                    aim="exceed",
                    layer="exceeding",
                    target_metric="scale5",
                    target_value=AIMED,
                ),
                Point(
                    "end",
                    said("Näkee kokonaisuuden: työpajan loppu", "Ser helheten: slutet", "Sees the whole: the end"),
                    "meeting",
                    aim="exceed",
                    target_metric="scale5",
                    target_value=AIMED,
                ),
            ),
            said(
                "Kuuntelee, kertoo ja oivaltaa",
                "Lyssnar, berättar och får insikter",
                "Listens, tells and understands",
            ),
        ),
        Column(
            "post_service",
            said("Työpajan jälkeen", "Efter workshoppen", "After the workshop"),
            (
                Point(
                    "document",
                    said(
                        "Näyttää yhteenvedon päättäjille, jotka eivät olleet paikalla",
                        "Visar sammanfattningen för beslutsfattare som inte var med",
                        "Shows the summary to deciders who were not there",
                    ),
                    "digital",
                ),
                Point(
                    "relationship",
                    said(
                        "Saa hyödyllisen yhteydenoton viikkojen päästä",
                        "Får en nyttig kontakt några veckor senare",
                        "Hears something useful some weeks later",
                    ),
                    "phone",
                    aim="exceed",
                    layer="exceeding",
                    target_metric="scale5",
                    target_value=AIMED,
                ),
            ),
            said("Kertoo muille ja harkitsee", "Berättar för andra och överväger", "Tells others and considers"),
        ),
    ),
)
