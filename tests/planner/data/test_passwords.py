"""Passwords: the method's strength as decided, composed letters, and what an unknown name costs."""

import unicodedata

import pytest
from argon2 import Type, extract_parameters

from planner.data import passwords
from planner.data.passwords import HASHER, NOBODYS, hash_password, is_outdated, is_password
from planner.domain.account import refuse_weak
from planner.errors import BadData

PASSWORD = "ruộng lúa bậc thang"  # noqa: S105 - of tests only


def test_the_product_hashes_as_decision_29_says() -> None:
    """The names above were imported before any test made hashes cheap."""
    for parameters in (extract_parameters(HASHER.hash("x")), extract_parameters(NOBODYS)):
        assert parameters.type is Type.ID
        assert (parameters.time_cost, parameters.memory_cost) == (3, 64 * 1024)
        assert (parameters.parallelism, parameters.hash_len, parameters.salt_len) == (1, 32, 16)


def test_a_password_fits_its_own_hash_only() -> None:
    hashed = hash_password(PASSWORD)
    assert PASSWORD not in hashed
    assert is_password(hashed, PASSWORD)
    assert not is_password(hashed, PASSWORD + " ")
    assert not is_password("no hash", PASSWORD)
    assert hash_password(PASSWORD) != hashed


def test_two_keyboards_type_the_same_password() -> None:
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    assert is_password(hash_password(decomposed), PASSWORD)


def test_without_a_hash_nothing_fits_and_one_hash_is_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = hash_password(PASSWORD)
    compared: list[str] = []

    class Counting:
        def verify(self, hashed: str, _password: str) -> bool:
            compared.append(hashed)
            return True

    monkeypatch.setattr(passwords, "HASHER", Counting())
    assert not is_password(None, PASSWORD)
    assert is_password(known, PASSWORD)
    assert compared == [passwords.NOBODYS, known]


def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert not is_outdated(hash_password(PASSWORD))
    assert is_outdated(HASHER.hash(PASSWORD))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_short"),
        ("chín ký tự"[:9], "password_short"),
        ("a" * 201, "too_long"),
        ("aaaaaaaaaaaa", "password_easy"),
        ("abababababab", "password_easy"),
        ("lò thị  mai hoa", "password_easy"),
    ],
)
def test_weak_passwords_are_refused_and_never_repeated(password: str, code: str) -> None:
    with pytest.raises(BadData) as caught:
        refuse_weak(password, "Lò Thị Mai Hoa")
    assert caught.value.code == code
    if password:
        assert password not in caught.value.text("vi") + caught.value.text("en") + str(caught.value)


def test_a_few_words_will_do() -> None:
    refuse_weak(PASSWORD, "mai")
