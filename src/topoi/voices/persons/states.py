"""States by their adjectives."""

from __future__ import annotations

DEMONYMS = dict(
    pair.split("=")
    for pair in """
        Armenian=Armenia Australian=Australia Azerbaijani=Azerbaijan Belarusian=Belarus
        Brazilian=Brazil Chinese=China Cuban=Cuba German=Germany Estonian=Estonia French=France
        British=Britain Georgian=Georgia Indian=India Iranian=Iran Japanese=Japan Kazakh=Kazakhstan
        Kyrgyz=Kyrgyzstan Lithuanian=Lithuania Latvian=Latvia Moldovan=Moldova Mongolian=Mongolia
        Pakistani=Pakistan Polish=Poland Russian=Russia Singaporean=Singapore Serbian=Serbia
        Tajik=Tajikistan Turkmen=Turkmenistan Turkish=Türkiye Ukrainian=Ukraine American=USA
        Uzbek=Uzbekistan Venezuelan=Venezuela Israeli=Israel Syrian=Syria Hungarian=Hungary
        Italian=Italy Spanish=Spain Finnish=Finland Swedish=Sweden Norwegian=Norway
        Canadian=Canada Mexican=Mexico Egyptian=Egypt Czech=Czechia Slovak=Slovakia Romanian=Romania
        Bulgarian=Bulgaria Austrian=Austria Dutch=Netherlands Belgian=Belgium Danish=Denmark
        Greek=Greece Croatian=Croatia Slovenian=Slovenia Indonesian=Indonesia Malaysian=Malaysia
        Thai=Thailand Vietnamese=Vietnam Afghan=Afghanistan Iraqi=Iraq Lebanese=Lebanon
        Ethiopian=Ethiopia Nigerian=Nigeria Algerian=Algeria Argentine=Argentina
        Kazakhstani=Kazakhstan Byelorussian=Belarus Emirati=UAE
    """.split()
)
