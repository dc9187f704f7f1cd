import pytest

from kg.errors import InputError
from kg.text.language import require_english

FOREIGN = {
    "German": "Der Minister erklärte am Montag, dass er dem Vorschlag nicht zustimmen werde, solange es keine Garantien"
    " für die Bauern gebe. Die Verhandlungen in Genf sollen in der kommenden Woche weitergehen, so hieß es.",
    "Dutch": "De minister zei dat hij het voorstel niet zal steunen zolang er geen garanties zijn voor de boeren. Het"
    " was te duur of te vaag, en men had in Den Haag niet over de gevolgen nagedacht. We gaan door, zei hij.",
    "French": "Le ministre a déclaré lundi que la France ne soutiendrait pas la proposition tant que des garanties ne"
    " seraient pas données aux agriculteurs. On doit reprendre les discussions à Genève, a-t-il dit aux journalistes.",
    "Danish": "Ministeren sagde mandag, at regeringen ikke vil støtte forslaget, så længe der ikke er garantier for"
    " landmændene. Forhandlingerne i Geneve fortsætter i næste uge, og her skal parterne tale om en aftale for alle.",
    "Spanish": "El ministro dijo el lunes que no apoyará la propuesta mientras no haya garantías para los agricultores."
    " Las negociaciones de Ginebra seguirán la próxima semana, según fuentes del gobierno que piden el anonimato.",
}


@pytest.mark.parametrize("language", sorted(FOREIGN))
def test_other_languages_are_refused(language: str) -> None:
    with pytest.raises(
        InputError, match=r"^expected an article in English, got a text with \d% common English words in a.txt$"
    ):
        require_english(FOREIGN[language], "a.txt")


@pytest.mark.parametrize(
    "text", ["Министр заявил, что не поддержит предложение, пока нет гарантий.", "部长周一表示" * 10]
)
def test_other_scripts_are_refused(text: str) -> None:
    with pytest.raises(InputError) as error:
        require_english(text, "a.txt")
    assert str(error.value) == "expected an article in English, got 100% letters of another script in a.txt"


def test_english_full_of_foreign_names_passes() -> None:
    require_english(
        "Andrzej Wójcik, Nguyễn Văn Hùng, Jürgen Großmann, Иван Петров and María José Ñúñez met in Třebíč and Łódź. "
        "Wójcik of Prawo i Sprawiedliwość rejects the Großmann plan; Hùng and Núñez back it, say aides to Petrov.",
        "a.txt",
    )


def test_telegraphic_english_passes() -> None:
    require_english(
        "Hamas hands over twenty living hostages, Israel frees detainees under ceasefire, convoys enter", "a"
    )


def test_short_texts_pass() -> None:
    require_english("Nein, sagte der Minister.", "a.txt")
