"""What the planner says to people, in Vietnamese and English.

Owns the sentences of faults and of the command line; knows nothing of where they are shown. Each
entry is (Vietnamese, English); ``{names}`` are filled from the fault's facts.
"""

from typing import Any

DEFAULT_LANGUAGE = "vi"
LANGUAGES = ("vi", "en")

FAULTS: dict[str, tuple[str, str]] = {
    "out_of_range": (
        "{field} phải nằm trong {low}..{high}, không phải {value!r}",
        "{field} must be within {low}..{high}, not {value!r}",
    ),
    "negative": (
        "{field} không được âm, đang là {value!r}",
        "{field} must not be negative, not {value!r}",
    ),
    "not_positive": (
        "{field} phải lớn hơn 0, đang là {value!r}",
        "{field} must be more than 0, not {value!r}",
    ),
    "more_than": (
        "{field} ({value!r}) không được lớn hơn {other} ({limit!r})",
        "{field} ({value!r}) must not exceed {other} ({limit!r})",
    ),
    "empty": (
        "{field} không được để trống",
        "{field} must not be empty",
    ),
    "swapped_coordinates": (
        "vĩ độ và kinh độ bị đổi chỗ cho nhau: {value!r}\nCó lẽ: đổi lại hai ô",
        "latitude and longitude are swapped: {value!r}\nMaybe exchange the two cells",
    ),
    "out_of_country": (
        "{field} phải nằm trong {low}..{high} (Việt Nam), không phải {value!r}",
        "{field} must be within {low}..{high} in Vietnam, not {value!r}",
    ),
    "ends_before_start": (
        "{field} ({value}) đứng trước lúc bắt đầu ({start})",
        "{field} ({value}) is before the start ({start})",
    ),
}


def say(code: str, language: str = DEFAULT_LANGUAGE, **facts: Any) -> str:
    """Return the sentence ``code`` in ``language`` with its facts filled in."""
    vietnamese, english = FAULTS[code]
    return (vietnamese if language == "vi" else english).format(**facts)
