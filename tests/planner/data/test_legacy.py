"""Text from before Unicode is told, with the Vietnamese it should be; real names never are."""

import pytest

from planner.data.legacy import Legacy, find_legacy, is_syllable


@pytest.mark.parametrize(
    ("text", "encoding", "right"),
    [
        ("NËm På", "TCVN3 (.VnTime)", "Nậm Pồ"),
        ("NËm Po", "TCVN3 (.VnTime)", "Nậm Po"),
        ("B¶n Huæi S©u", "TCVN3 (.VnTime)", "Bản Huổi Sâu"),
        ("x· Nµ Hú", "TCVN3 (.VnTime)", "xã Nà Hỳ"),
        ("Naäm Poà", "VNI", "Nậm Pồ"),
        ("Baûn Huoåi Saâu", "VNI", "Bản Huổi Sâu"),
        ("NAÄM POÀ", "VNI", "NẬM PỒ"),
        ("Ðiện Biên", "Ð (U+00D0)", "Điện Biên"),
        ("Náº\xadm Pá»“", "UTF-8 / Windows-1252", "Nậm Pồ"),
    ],
)
def test_legacy_text_is_told_with_what_it_should_be(text: str, encoding: str, right: str) -> None:
    assert find_legacy(text) == Legacy(encoding, right)


@pytest.mark.parametrize(
    "text",
    [
        "Nậm Pồ, Điện Biên",
        "Đề Tinh 1",
        "Huổi Sâu; Nà Sự; Pháng Chủ; Mạy Hốc; Nậm Đích; Lả Chà",
        "Hmông, Mông Đơ, Mông Lềnh, Thái, Khơ Mú, Kháng, Xạ Phang, Si La, Phù Lá",
        "Zế Xôm",
        "Krông Pa, Đắk Lắk, Brâu",
        "Vừ A Dơ (ví dụ)",
        "hòa, hoà, thủy, thuỷ, quý, quí",
        "Houei Tan, Muong Cha, Pin Lou",
        "5 × 3 m², ½ giờ, 20 °C, § 3",
        "© 2022, « tốt »",
        "Müller, Noël, café, Niño, façade, für",
        "",
        "ASCII only",
    ],
)
def test_real_text_is_left_alone(text: str) -> None:
    assert find_legacy(text) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("nguyễn", True),
        ("Huổi", True),
        ("khuya", True),
        ("rượu", True),
        ("gìn", True),
        ("hoà", True),
        ("hòa", True),
        ("thaù", False),
        ("bàc", False),
        ("naọm", False),
        ("strong", False),
    ],
)
def test_what_a_syllable_is(word: str, expected: bool) -> None:
    assert is_syllable(word) is expected
