"""The languages: their scripts, which of them cannot be told apart, and how many characters make a word."""

from __future__ import annotations

NAMES: dict[str, str] = dict(
    pair.split("=")
    for pair in (
        "af=Afrikaans am=Amharic ar=Arabic az=Azerbaijani be=Belarusian bg=Bulgarian bn=Bengali bs=Bosnian ca=Catalan "
        "cs=Czech cy=Welsh da=Danish de=German el=Greek en=English eo=Esperanto es=Spanish et=Estonian eu=Basque "
        "fa=Persian fi=Finnish fr=French ga=Irish gl=Galician gu=Gujarati he=Hebrew hi=Hindi hr=Croatian hu=Hungarian "
        "hy=Armenian id=Indonesian is=Icelandic it=Italian ja=Japanese ka=Georgian kk=Kazakh km=Khmer kn=Kannada "
        "ko=Korean la=Latin lg=Ganda lo=Lao lt=Lithuanian lv=Latvian mi=Maori mk=Macedonian ml=Malayalam mn=Mongolian "
        "mr=Marathi ms=Malay my=Burmese nb=Bokmål ne=Nepali nl=Dutch nn=Nynorsk or=Odia pa=Punjabi pl=Polish "
        "pt=Portuguese ro=Romanian ru=Russian si=Sinhala sk=Slovak sl=Slovene sn=Shona so=Somali sq=Albanian "
        "sr=Serbian st=Sotho sv=Swedish sw=Swahili ta=Tamil te=Telugu th=Thai tl=Tagalog tn=Tswana tr=Turkish "
        "ts=Tsonga uk=Ukrainian ur=Urdu vi=Vietnamese xh=Xhosa yo=Yoruba zh=Chinese zu=Zulu"
    ).split()
)
"""ISO 639-1 code and English name of every language that can be asked for."""

SCRIPTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("be bg kk mk mn ru uk".split(), ("Cyrl",)),
    "sr": ("Cyrl", "Latn"),
    **dict.fromkeys("ar fa ur".split(), ("Arab",)),
    **dict.fromkeys("hi mr ne".split(), ("Deva",)),
    "zh": ("Hani",),
    "ja": ("Kana", "Hani"),
    "ko": ("Hang",),
    "th": ("Thai",),
    "lo": ("Laoo",),
    "km": ("Khmr",),
    "my": ("Mymr",),
    "el": ("Grek",),
    "hy": ("Armn",),
    "he": ("Hebr",),
    "bn": ("Beng",),
    "pa": ("Guru",),
    "gu": ("Gujr",),
    "or": ("Orya",),
    "ta": ("Taml",),
    "te": ("Telu",),
    "kn": ("Knda",),
    "ml": ("Mlym",),
    "si": ("Sinh",),
    "ka": ("Geor",),
    "am": ("Ethi",),
}
"""The scripts of the languages that are not written in Latin letters alone."""

ALIASES: dict[str, str] = {
    alias: code
    for code, aliases in (
        line.split("=")
        for line in (
            "af=afr;am=amh;ar=ara arb;az=aze azj;be=bel;bg=bul;bn=ben;bs=bos;ca=cat;cs=ces cze;cy=cym wel;da=dan;"
            "de=deu ger;el=ell gre;en=eng;eo=epo;es=spa;et=est ekk;eu=eus baq;fa=fas per pes farsi;fi=fin;fr=fra fre;"
            "ga=gle;gl=glg;gu=guj;he=heb iw;hi=hin;hr=hrv sh;hu=hun;hy=hye arm;id=ind in;is=isl ice;it=ita;ja=jpn jp;"
            "ka=kat geo;kk=kaz;km=khm;kn=kan;ko=kor;la=lat;lg=lug;lo=lao;lt=lit;lv=lav lvs;mi=mri mao;mk=mkd mac;"
            "ml=mal;mn=mon khk;mr=mar;ms=msa may zsm;my=mya bur;nb=nob nor no norwegian;ne=nep npi;nl=nld dut;nn=nno;"
            "or=ori ory;pa=pan;pl=pol;pt=por;ro=ron rum;ru=rus;si=sin;sk=slk slo;sl=slv slovenian;sn=sna;so=som;"
            "sq=sqi alb als;sr=srp;st=sot;sv=swe;sw=swa swh;ta=tam;te=tel;th=tha;tl=tgl fil filipino;tn=tsn;tr=tur;"
            "ts=tso;uk=ukr;ur=urd;vi=vie;xh=xho;yo=yor;zh=zho chi cmn yue cn mandarin;zu=zul"
        ).split(";")
    )
    for alias in aliases.split()
} | {name.lower(): code for code, name in NAMES.items()}
"""Other codes (ISO 639-2 and 639-3, old ones, common slips) and names of the languages, before any hyphen."""

ONLY: dict[str, str] = {
    script: language
    for language, scripts in SCRIPTS.items()
    for script in scripts
    if script not in ("Latn", "Cyrl", "Arab", "Deva", "Hani")
}
"""Scripts that one known language is written in."""

TWINS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split()) for group in ("bs hr sr", "id ms", "nb nn", "xh zu", "st tn")
)
"""Languages that share most of their words: a text in one counts as the other, unless ten words in a row speak for the
other with 30 nats."""

COUSINS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split()) for group in ("da nb nn", "es gl", "gl pt", "cs sk", "af nl", "bg mk")
)
"""Languages that share many words: ten words in a row must speak for the other with 18 nats."""

CHARACTERS_PER_WORD: dict[str, float] = {"Hani": 1.65, "Kana": 2.1, "Thai": 3.9, "Laoo": 3.9, "Khmr": 4.5, "Mymr": 4.0}
"""How many characters make a word where none are parted by spaces."""

ONE_LETTER: dict[str, str] = {
    "af": "n",
    "be": "аіуўзяё",
    "bg": "ваиоскуе",
    "bs": "aiosuk",
    "ca": "aioeyéò",
    "cs": "aiksuvzo",
    "cy": "ayoi",
    "da": "åi",
    "en": "ai",
    "es": "yaoeu",
    "fr": "ayà",
    "ga": "aié",
    "gl": "aoeéó",
    "hr": "aiosuk",
    "hu": "aés",
    "is": "áíó",
    "it": "aeoiè",
    "lt": "oįi",
    "mi": "ieoa",
    "mk": "аивосе",
    "nb": "åi",
    "nn": "åi",
    "pl": "aiouwz",
    "pt": "aeoéà",
    "ro": "aoe",
    "ru": "авиоскуя",
    "sk": "aiksuvzo",
    "sl": "aosvzk",
    "so": "u",
    "sq": "eiu",
    "sr": "аиосукaiosuk",
    "st": "eao",
    "sv": "åi",
    "tn": "aeo",
    "tr": "o",
    "uk": "авіойузєя",
    "yo": "nóaoí",
}
"""Words of one letter; any other single letter is a variable."""


def language_code(code: str) -> str | None:
    """The code that the tables use for a language; None if it is unknown.

    `zh-Hans`, `pt_BR`, `no`, ISO 639-3 as in `deu`, and English names as in "Chinese (Simplified)" are known.
    """
    base = code.lower().replace("_", "-").partition("-")[0].partition("(")[0].strip()
    base = ALIASES.get(base, base)
    return base if base in NAMES else None


def scripts(language: str) -> tuple[str, ...]:
    """The scripts that a language is written in."""
    return SCRIPTS.get(language, ("Latn",))


def twins(language: str) -> frozenset[str]:
    """The languages that can hardly be told from this one."""
    return _others(TWINS, language)


def cousins(language: str) -> frozenset[str]:
    """The languages that are told from this one by more than a few words."""
    return _others(COUSINS, language) - twins(language)


def _others(groups: tuple[frozenset[str], ...], language: str) -> frozenset[str]:
    return frozenset[str]().union(*(group for group in groups if language in group)) - {language}
