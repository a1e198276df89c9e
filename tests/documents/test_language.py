"""A language is told from its own neighbours, and null for too little text."""

from __future__ import annotations

import pytest

from topoi.documents.language import guess_language

SENTENCES = {
    "ar": "أكد المجلس أن التعاون سيستمر.",
    "az": "Beş dövlətin nazirləri cümə axşamı görüşdülər.",
    "be": "Міністры пяці краін сустрэліся ў чацвер і дамовіліся аб вучэннях.",
    "bg": "Министрите от петте страни се срещнаха в четвъртък.",
    "de": "Die Minister vereinbarten gemeinsame Übungen für das kommende Jahr.",
    "en": "The Council confirmed that cooperation would continue.",
    "es": "El Consejo confirmó que la cooperación continuará.",
    "fr": "Le Conseil a confirmé que la coopération se poursuivrait.",
    "hy": "Հինգ երկրների նախարարները հանդիպեցին հինգշաբթի օրը։",
    "ka": "ხუთი ქვეყნის მინისტრები შეხვდნენ ხუთშაბათს.",
    "kk": "Бес мемлекеттің министрлері бейсенбі күні кездесіп, жаттығулар туралы келісті.",
    "ky": "Беш өлкөнүн министрлери бейшемби күнү жолугуп, машыгуулар тууралуу макулдашты.",
    "ro": "Cinci miniștri s-au întâlnit joi și au convenit asupra exercițiilor.",
    "ru": "Совет подтвердил, что сотрудничество будет продолжено.",
    "sr": "Министри пет земаља састали су се у четвртак и договорили вежбе.",
    "tg": "Вазирони панҷ кишвар рӯзи панҷшанбе мулоқот карданд.",
    "tr": "Konsey, beş devletin iş birliğinin süreceğini doğruladı.",
    "uk": "Рада підтвердила, що співпраця триватиме й надалі.",
    "uz": "Besh davlat vazirlari payshanba kuni uchrashib, mashqlar haqida kelishib oldilar.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_tells_its_language(language):
    assert guess_language(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["The lake.", "2031 — 2032 … 41", "Орест", "", "— «»"])
def test_too_little_text_tells_none(text):
    assert guess_language(text) is None


def test_names_in_another_script_do_not_change_the_language():
    text = "Совет подтвердил, что сотрудничество с Merid News и Lake Daily будет продолжено."
    assert guess_language(text) == "ru"
    assert guess_language("«Совет» " + SENTENCES["en"]) == "en"
