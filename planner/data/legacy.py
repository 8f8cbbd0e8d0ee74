"""Text in an encoding from before Unicode: told by the Vietnamese it turns into.

A word is legacy when it is no Vietnamese syllable as it stands and is one after conversion. So
names of the Mông and Thái, foreign words and abbreviations pass: converted, they make no syllable.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

# Spelling of one syllable; "'" stands behind the vowel that carries the tone.
_ONSET = "ngh|ng|nh|gh|gi|g|kh|k|ch|c|ph|p|th|tr|t|qu|đ|d|b|h|l|m|n|r|s|v|x"
_CODA = "(?:ng|nh|ch|c|m|n|p|t)"
_RHYMES = (
    f"[aăâeêioôơuưy]'?{_CODA}?",  # one vowel: Pồ, Nậm
    "(?:[aeêioôơuư]'?[iouy]|[aâ]'?[uy])",  # and a glide behind: Huổi has two, Lai one
    "(?:o'?[ae]'?|u'?y'?)",  # a glide before, where the tone may stand on either: hoà, hòa
    f"(?:o[aăeo]|u[âêy])'?{_CODA}|u[êơ]'?",
    "(?:oa'?[ioy]|oe'?o|uâ'?y|uê'?u|uy'?[ua])",
    f"(?:[iy]ê'?(?:{_CODA}|u)|uô'?(?:{_CODA}|i)|ươ'?(?:{_CODA}|[iu])|uyê'?{_CODA})",
    "[iuư]'?a",
)
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{'|'.join(_RHYMES)})")
_STOPPED = re.compile("(?:c|ch|p|t)$")
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_STOPPED_TONES = ("\u0301", "\u0323")  # a syllable that ends in a stop has one of these
_WORD = re.compile(r"[^\s,;:()/\-–\"'.]+")


def _pairs(legacy: str, unicode_letters: str) -> dict[str, str]:
    return dict(zip(legacy.split(), unicode_letters.split(), strict=True))


# TCVN 5712 (fonts .VnTime): one byte per letter, seen as Windows-1252
_TCVN3 = _pairs(
    "¡ ¢ £ ¤ ¥ ¦ § ¨ © ª « ¬ \u00ad ® µ ¶ · ¸ ¹ » ¼ ½ ¾ Æ Ç È É Ê Ë Ì Î Ï Ð Ñ Ò Ó Ô Õ Ö × Ø Ü Ý Þ "
    "ß á â ã ä å æ ç è é ê ë ì í î ï ñ ò ó ô õ ö ÷ ø ù ú û ü ý þ",
    "Ă Â Ê Ô Ơ Ư Đ ă â ê ô ơ ư đ à ả ã á ạ ằ ẳ ẵ ắ ặ ầ ẩ ẫ ấ ậ è ẻ ẽ é ẹ ề ể ễ ế ệ ì ỉ ĩ í ị ò "
    "ỏ õ ó ọ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ù ủ ũ ú ụ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ",
)
# VNI (fonts VNI-Times): a vowel and then its mark; the few letters of one byte stand at the end
_VNI = _pairs(
    "aâ aá aà aå aã aä aê aé aè aú aü aë aù aø aû aõ aï eâ eá eà eå eã eä eù eø eû eõ eï "
    "oâ oá oà oå oã oä où oø oû oõ oï ôù ôø ôû ôõ ôï uù uø uû uõ uï öù öø öû öõ öï yù yø yû yõ "
    "ô ö æ ó ò î ñ",
    "â ấ ầ ẩ ẫ ậ ă ắ ằ ẳ ẵ ặ á à ả ã ạ ê ế ề ể ễ ệ é è ẻ ẽ ẹ "
    "ô ố ồ ổ ỗ ộ ó ò ỏ õ ọ ớ ờ ở ỡ ợ ú ù ủ ũ ụ ứ ừ ử ữ ự ý ỳ ỷ ỹ "
    "ơ ư ỉ ĩ ị ỵ đ",
)
_VNI |= {old.upper(): new.upper() for old, new in _VNI.items()} | {
    old[0].upper() + old[1:]: new.upper() for old, new in _VNI.items() if len(old) > 1
}
_VNI_LETTERS = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Legacy:
    """In which encoding a text is, and how it reads in Unicode."""

    encoding: str
    right: str


def find_legacy(text: str) -> Legacy | None:
    """Return how ``text`` is encoded if that is not Unicode's way, None if it is."""
    if text.isascii():
        return None
    for encoding, turn in _ENCODINGS:
        if any(_tells(word, turn) for word in _WORD.findall(text)):
            return Legacy(encoding, _turned(text, turn))
    return None


def is_syllable(word: str) -> bool:
    """Return whether ``word`` can be one syllable of Vietnamese."""
    marks = unicodedata.normalize("NFD", word.casefold())
    tones = "".join(c for c in marks if c in _TONES)
    # base and quality of the vowel first, then the tone, whatever order NFD puts them in
    spelled = "".join(_spelled(c) for c in unicodedata.normalize("NFC", word.casefold()))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(spelled):
        return False
    return tones in _STOPPED_TONES or not _STOPPED.search(spelled)


def _spelled(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    bare = unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES))
    return bare if bare == letter else f"{bare}'"


def _tells(word: str, turn: Callable[[str], str]) -> bool:
    if not any(c.isascii() and c.isalpha() for c in word):
        return False
    return not is_syllable(word) and is_syllable(turn(word)) and turn(word) != word


def _turned(text: str, turn: Callable[[str], str]) -> str:
    def right(word: re.Match[str]) -> str:
        return turn(word[0]) if is_syllable(turn(word[0])) else word[0]

    return _WORD.sub(right, text)


def _from_tcvn3(word: str) -> str:
    if not _is_one_byte(word):
        return word
    right = "".join(_TCVN3.get(c, c) for c in word)
    # fonts of capitals (.VnTimeH) keep small letters in the text
    capitals = [c.isupper() for c in word if c.isascii() and c.isalpha()]
    return right.upper() if len(capitals) > 1 and all(capitals) else right


def _from_vni(word: str) -> str:
    return _VNI_LETTERS.sub(lambda m: _VNI[m[0]], word) if _is_one_byte(word) else word


def _from_eth(word: str) -> str:
    return word.replace("Ð", "Đ").replace("ð", "đ")


def _from_misread_utf8(word: str) -> str:
    try:
        return b"".join(_byte(c) for c in word).decode("utf-8")
    except UnicodeError:
        return word


def _byte(character: str) -> bytes:
    # Windows-1252 leaves five bytes undefined; programs keep them as they are
    return character.encode("latin-1" if character <= "\xff" else "cp1252")


def _is_one_byte(word: str) -> bool:
    return all(c <= "\xff" for c in word)


_ENCODINGS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("UTF-8 / Windows-1252", _from_misread_utf8),
    ("TCVN3 (.VnTime)", _from_tcvn3),
    ("VNI", _from_vni),
    ("Ð (U+00D0)", _from_eth),
)
