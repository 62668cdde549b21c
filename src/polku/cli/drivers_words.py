"""The words in which the command tells drivers, in three languages; it loads no Django, so it carries its own."""

from __future__ import annotations

_TEXTS: dict[str, dict[str, str]] = {
    "too_few": {
        "en": "{n} answers are too few to tell what goes with {outcome}.",
        "fi": "{outcome}: {n} vastausta ei riitä kertomaan, mikä siihen on yhteydessä.",
        "sv": "{outcome}: {n} svar är för få för att säga vad som hänger ihop med det.",
    },
    "nothing": {
        "en": "No driver goes with {outcome} more than chance would have it.",
        "fi": "{outcome}: mikään tekijä ei ole siihen yhteydessä enempää kuin sattumalta voisi olla.",
        "sv": "{outcome}: ingen faktor hänger ihop med det mer än slumpen kunde ge.",
    },
    "one_first": {
        "en": "{names} goes with {outcome} most: {share} of what the drivers explain together.",
        "fi": "{outcome}: eniten yhteydessä on {names}, osuus {share} siitä, minkä tekijät yhdessä selittävät.",
        "sv": "{outcome} hänger mest ihop med {names}: {share} av det som faktorerna tillsammans förklarar.",
    },
    "some_first": {
        "en": "{names} go with {outcome} most; which of them is first, these answers cannot tell.",
        "fi": "{outcome}: eniten yhteydessä ovat {names}. Niiden keskinäistä järjestystä nämä vastaukset eivät kerro.",
        "sv": "{outcome} hänger mest ihop med {names}; vilken av dem som kommer först kan de här svaren inte säga.",
    },
    "many_first": {
        "en": "{count} of {all} drivers may go with {outcome} most; which, cannot be told. The largest share is that "
        "of {names}: {share}.",
        "fi": "{outcome}: tärkein voi olla mikä tahansa {count} tekijästä (kaikkiaan {all}); mikä niistä, ei voida "
        "sanoa. Suurin osuus on tekijällä {names}: {share}.",
        "sv": "{outcome}: {count} av {all} faktorer kan stå först; vilken kan inte sägas. Störst andel har {names}: "
        "{share}.",
    },
    "and": {"en": "{some} and {last}", "fi": "{some} ja {last}", "sv": "{some} och {last}"},
    "explained": {
        "en": "Together they explain {share} of the differences in {outcome}.",
        "fi": "Yhdessä ne selittävät {share} vastausten eroista ({outcome}).",
        "sv": "Tillsammans förklarar de {share} av skillnaderna mellan svaren ({outcome}).",
    },
    "no_more": {
        "en": "No more than chance: {names}.",
        "fi": "Ei sattumaa enempää: {names}.",
        "sv": "Inte mer än slumpen: {names}.",
    },
    "answers": {"en": "{n} answers.", "fi": "{n} vastausta.", "sv": "{n} svar."},
    "answers_of": {
        "en": "{n} answers of {accounts} accounts.",
        "fi": "{n} vastausta, asiakasyrityksiä {accounts}.",
        "sv": "{n} svar från {accounts} kundföretag.",
    },
    "left_out": {
        "en": "{n} rows lack the outcome or every driver.",
        "fi": "{n} riviltä puuttuu tulos tai jokainen tekijä.",
        "sv": "{n} rader saknar utfallet eller alla faktorer.",
    },
    "filled_in": {
        "en": "{n} missing answers were filled in.",
        "fi": "{n} puuttuvaa vastausta on täydennetty.",
        "sv": "{n} saknade svar har fyllts i.",
    },
    "few_accounts": {
        "en": "Under 10 accounts: take every interval with care.",
        "fi": "Asiakasyrityksiä on alle 10: suhtaudu luottamusväleihin varoen.",
        "sv": "Färre än 10 kundföretag: ta konfidensintervallen med försiktighet.",
    },
    "few_answers": {
        "en": "Few answers for so many drivers: shares will move when more come in.",
        "fi": "Vastauksia on vähän näin monelle tekijälle: osuudet muuttuvat, kun vastauksia tulee lisää.",
        "sv": "Svaren är få för så många faktorer: andelarna flyttar sig när fler kommer in.",
    },
    "no_relation": {
        "en": "An outcome that goes with none of them would look like this often enough.",
        "fi": "Tulos, joka ei ole yhteydessä mihinkään näistä, näyttäisi usein samalta.",
        "sv": "Ett utfall som inte hänger ihop med någon av dem skulle ofta nog se ut så här.",
    },
    "collinear": {
        "en": "Some drivers are answered so much alike that their shares can hardly be told apart.",
        "fi": "Joihinkin tekijöihin vastataan niin samalla tavalla, että niiden osuuksia tuskin voi erottaa.",
        "sv": "En del faktorer besvaras så lika att andelarna knappt går att skilja åt.",
    },
    "ceiling": {
        "en": "Half or more of the answers to a driver are its highest: what it is worth below cannot be seen well.",
        "fi": "Vähintään puolet jonkin tekijän vastauksista on korkeimpia: sen merkitys alempana näkyy huonosti.",
        "sv": "Minst hälften av svaren på en faktor är de högsta: vad ett lägre skulle betyda syns dåligt.",
    },
    "outcome_ceiling": {
        "en": "Half or more of the outcomes are the highest: little is left to explain.",
        "fi": "Vähintään puolet tuloksista on korkeimpia: selitettävää jää vähän.",
        "sv": "Minst hälften av utfallen är de högsta: det finns lite att förklara.",
    },
    "much_filled_in": {
        "en": "A fifth or more of the answers was missing and filled in from the others.",
        "fi": "Vähintään viidennes vastauksista puuttui ja on täydennetty muiden perusteella.",
        "sv": "Minst en femtedel av svaren saknades och har fyllts i utifrån de övriga.",
    },
    "repaired": {
        "en": "The correlations did not quite fit together and were repaired.",
        "fi": "Korrelaatiot eivät aivan sopineet yhteen, ja ne on korjattu.",
        "sv": "Korrelationerna passade inte riktigt ihop och har rättats.",
    },
    "driver": {"en": "driver", "fi": "tekijä", "sv": "faktor"},
    "share": {"en": "share, %", "fi": "osuus, %", "sv": "andel, %"},
    "place": {"en": "place", "fi": "sija", "sv": "plats"},
    "by_chance": {"en": "by chance", "fi": "sattumalta", "sv": "av slump"},
    "johnson": {"en": "Johnson, %", "fi": "Johnson, %", "sv": "Johnson, %"},
    "step": {"en": "one step up", "fi": "askel ylös", "sv": "ett steg upp"},
    "correlation": {"en": "correlation", "fi": "korrelaatio", "sv": "korrelation"},
    "answered": {"en": "answered", "fi": "vastattu", "sv": "besvarad"},
    "about_share": {
        "en": "Share: part of R2 averaged over all orders of entry (Shapley; Lindeman, Merenda & Gold 1980), 95 % by "
        "bootstrap; it says how stable the share is.",
        "fi": "Osuus: osa R2:sta keskiarvona kaikista järjestyksistä (Shapley; Lindeman, Merenda & Gold 1980); "
        "95 %:n luottamusväli (bootstrap) kertoo, kuinka vakaa osuus on.",
        "sv": "Andel: del av R2 i medeltal över alla ordningar (Shapley; Lindeman, Merenda & Gold 1980); "
        "konfidensintervallet på 95 % (bootstrap) säger hur stabil andelen är.",
    },
    "about_chance": {
        "en": "By chance: how often an outcome that goes with nothing gives some driver as large a part; small means "
        "that the driver matters.",
        "fi": "Sattumalta: kuinka usein tulos, joka ei ole yhteydessä mihinkään, antaa jollekin tekijälle näin suuren "
        "osan; pieni luku tarkoittaa, että tekijällä on merkitystä.",
        "sv": "Av slump: hur ofta ett utfall som inte hänger ihop med något ger någon faktor en så stor del; ett litet "
        "tal betyder att faktorn har betydelse.",
    },
    "about_step": {
        "en": "One step up: how much higher the outcome is where the driver is one step higher and the others are the "
        "same. Association, not effect.",
        "fi": "Askel ylös: kuinka paljon korkeampi tulos on, kun tekijä on askelta korkeampi ja muut ovat ennallaan. "
        "Yhteys, ei vaikutus.",
        "sv": "Ett steg upp: hur mycket högre utfallet är när faktorn är ett steg högre och de andra är oförändrade. "
        "Samband, inte effekt.",
    },
    "improve_first": {"en": "Improve first", "fi": "Paranna ensin", "sv": "Förbättra först"},
    "keep_up": {"en": "Keep it up", "fi": "Pidä yllä", "sv": "Behåll nivån"},
    "not_first": {"en": "Low, but not first", "fi": "Heikko, mutta ei ensimmäisenä", "sv": "Lågt, men inte först"},
    "enough": {"en": "Good enough", "fi": "Riittää näin", "sv": "Räcker så"},
    "basic": {"en": "basic", "fi": "perusedellytys", "sv": "grundkrav"},
    "linear": {"en": "linear", "fi": "tasainen", "sv": "linjär"},
    "exciting": {"en": "exciting", "fi": "ilahduttava", "sv": "attraktiv"},
    "cannot_tell": {"en": "cannot be told yet", "fi": "ei voida vielä sanoa", "sv": "kan inte sägas ännu"},
    "penalty": {"en": "a step below takes away", "fi": "askel alas vie", "sv": "ett steg under tar bort"},
    "reward": {"en": "a step above adds", "fi": "askel ylös tuo", "sv": "ett steg över tillför"},
    "nature": {"en": "nature", "fi": "luonne", "sv": "karaktär"},
    "few_complete": {
        "en": "{n} complete answers are too few to tell basic from exciting.",
        "fi": "{n} täyttä vastausta ei riitä erottamaan perusedellytystä ilahduttavasta.",
        "sv": "{n} fullständiga svar är för få för att skilja grundkrav från attraktiva egenskaper.",
    },
    "about_nature": {
        "en": "From {point} on, {n} complete answers. Basic: what is lost below surely outweighs what is gained above; "
        "exciting: the other way; linear: an effect, and no difference between the two that can be shown.",
        "fi": "Käännekohta {point}, täysiä vastauksia {n}. Perusedellytys: alapuolella menetetään varmasti enemmän "
        "kuin yläpuolella voitetaan; ilahduttava: päinvastoin; tasainen: yhteys on, eikä näiden välillä näy eroa.",
        "sv": "Vändpunkt {point}, {n} fullständiga svar. Grundkrav: det som förloras under är säkert mer än det som "
        "vinns över; attraktiv: tvärtom; linjär: ett samband, och ingen skillnad mellan de två kan visas.",
    },
    "against_targets": {"en": "Against targets", "fi": "Tavoitteisiin nähden", "sv": "Mot målen"},
    "said_beside": {"en": "Said beside found", "fi": "Sanottu ja löydetty", "sv": "Sagt och funnet"},
    "mean": {"en": "mean", "fi": "keskiarvo", "sv": "medelvärde"},
    "target": {"en": "target", "fi": "tavoite", "sv": "mål"},
    "gap": {"en": "gap", "fi": "ero", "sv": "skillnad"},
    "missed": {"en": "missed", "fi": "alle tavoitteen", "sv": "under målet"},
    "met": {"en": "reached", "fi": "saavutettu", "sv": "nått"},
    "said": {"en": "said, from the average", "fi": "sanottu, keskiarvosta", "sv": "sagt, från medel"},
    "finding": {"en": "finding", "fi": "havainto", "sv": "fynd"},
    "both": {
        "en": "important, by word and by score",
        "fi": "tärkeä, sanojen ja arvosanojen mukaan",
        "sv": "viktig, enligt ord och betyg",
    },
    "hidden": {
        "en": "hidden: scores say important, words say less than average",
        "fi": "piilevä: arvosanojen mukaan tärkeä, sanojen mukaan vähemmän kuin keskimäärin",
        "sv": "dold: viktig enligt betygen, mindre än i medeltal enligt orden",
    },
    "said_only": {
        "en": "said only: words say important, scores say less than average",
        "fi": "vain sanottu: sanojen mukaan tärkeä, arvosanojen mukaan vähemmän kuin keskimäärin",
        "sv": "bara sagt: viktig enligt orden, mindre än i medeltal enligt betygen",
    },
    "neither": {
        "en": "less important, by word and by score",
        "fi": "vähemmän tärkeä, sanojen ja arvosanojen mukaan",
        "sv": "mindre viktig, enligt ord och betyg",
    },
    "lines": {
        "en": "Lines: equal shares, and the average of all drivers. Whiskers hold for all drivers of an axis together.",
        "fi": "Viivat: tasaosuudet ja kaikkien tekijöiden keskiarvo. Janat pätevät akselin kaikille tekijöille yhtä "
        "aikaa.",
        "sv": "Linjer: lika andelar och medelvärdet av alla faktorer. Strecken gäller alla faktorer på en axel "
        "samtidigt.",
    },
    "scale_seen": {
        "en": "The scale, {low} to {high}, was taken from the answers; --scale names another.",
        "fi": "Asteikko {low}–{high} on päätelty vastauksista; toisen voi antaa valitsimella --scale.",
        "sv": "Skalan, {low} till {high}, är tagen ur svaren; ange en annan med --scale.",
    },
    "shares": {"en": "Shares", "fi": "Osuudet", "sv": "Andelar"},
    "map": {"en": "Importance and performance", "fi": "Tärkeys ja nykytilanne", "sv": "Betydelse och nuläge"},
    "figures": {"en": "Figures", "fi": "Luvut", "sv": "Siffror"},
    "natures": {"en": "Basic or exciting", "fi": "Perusedellytys vai ilahduttava", "sv": "Grundkrav eller attraktiv"},
}


def say(key: str, language: str, **values: object) -> str:
    """A phrase by its key.

    Example:
        >>> say("improve_first", "sv")
        'Förbättra först'
    """
    return _TEXTS[key][language].format(**values)


def listed(names: list[str], language: str) -> str:
    """Names in a row.

    Example:
        >>> listed(["trust", "ease", "speed"], "en")
        'trust, ease and speed'
    """
    if len(names) == 1:
        return names[0]
    return say("and", language, some=", ".join(names[:-1]), last=names[-1])
