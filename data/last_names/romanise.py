"""Greek, Russian and Korean names in plain Latin letters, by the systems that passports and maps
use.
"""

import unicodedata

# ELOT 743 (Greek passports) without its accents; pairs go first. The v or f of αυ, ευ, ηυ depends
# on the next sound.
GREEK_PAIRS = {"ου": "ou", "γγ": "ng", "γξ": "nx", "γχ": "nch", "μπ": "mp", "ντ": "nt"}
GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split())
)
VOICED_OR_VOWEL = set("αβγδεζηιλμνορυω")

# BGN/PCGN, with ё as yo, ъ and ь left out, and the endings -ий, -ый as -y.
RUSSIAN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        ("a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya")
        .replace("-", "''")
        .split(),
    )
)
RUSSIAN = {letter: latin.strip("'") for letter, latin in RUSSIAN.items()} | {"ё": "yo"}

# Revised Romanisation, syllable by syllable; finals as they sound at the end of a word.
INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "_").split()
VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
FINALS = "_ k k k n n n t l k m p l l p l m p p t t ng t t k t p t".split()
# How the bearers of the most frequent surnames mostly write them, where that differs from Revised
# Romanisation.
CUSTOMARY = dict(
    zip(
        "김 이 박 최 정 조 윤 임 신 고 문 허 유 심 노 곽 성 주 우 구 안 엄 천 공 변 추 길 표 명 기 육 림 리 량 국 선 모".split(),
        "Kim Lee Park Choi Jung Cho Yoon Lim Shin Ko Moon Hur Yoo Shim Noh Kwak Sung Joo Woo Koo "
        "Ahn Um Chun Kong Byun Choo Gil Pyo "
        "Myung Ki Yook Lim Lee Yang Kook Sun Mo".split(),
        strict=True,
    )
)


def greek(name: str) -> str:
    """Παπαδόπουλος -> Papadopoulos."""
    decomposed = unicodedata.normalize("NFD", name.lower())
    plain = "".join(
        character for character in decomposed if character != "\u0301"
    )  # the dots stay: αϊ is no pair
    out, at = "", 0
    while at < len(plain):
        pair = plain[at : at + 2]
        if pair in ("αυ", "ευ", "ηυ") and plain[at + 2 : at + 3] != "\u0308":
            after = plain[at + 2 : at + 3]
            out, at = out + GREEK[pair[0]] + ("v" if after in VOICED_OR_VOWEL else "f"), at + 2
        elif pair == "μπ" and at == 0:
            out, at = out + "b", at + 2
        elif pair in GREEK_PAIRS and plain[at + 2 : at + 3] != "\u0308":
            out, at = out + GREEK_PAIRS[pair], at + 2
        else:
            out, at = out + GREEK.get(plain[at], "" if plain[at] == "\u0308" else plain[at]), at + 1
    return out


def russian(name: str) -> str:
    """Достоевский -> Dostoevsky."""
    lower = name.lower()
    if lower.endswith(("ий", "ый")):
        lower = lower[:-2] + "ы"
    return "".join(RUSSIAN.get(letter, letter) for letter in lower)


def korean(name: str) -> str:
    """김 -> Kim, 남궁 -> namgung."""
    return CUSTOMARY.get(name) or "".join(_syllable(character) for character in name)


def _syllable(character: str) -> str:
    index = ord(character) - ord("가")
    if not 0 <= index < 11172:
        raise ValueError(
            f"{character!r} is not a syllable of Hangul; leave the row out or romanise it by hand"
        )
    return (INITIALS[index // 588] + VOWELS[index % 588 // 28] + FINALS[index % 28]).replace(
        "_", ""
    )
