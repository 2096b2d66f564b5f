"""Personal numbers: sealed, found again, masked, and gone when their key is gone."""

import stat

import pytest

from sentra.base.people import vault
from tests.cast import AT

NIK = b"3303094107850001"  # invented: a date of birth and a serial, of nobody
KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))


def test_sealed_opens_with_its_key_and_differs_each_time():
    sealed = vault.seal(KEY, NIK)
    assert vault.unseal(KEY, sealed) == NIK
    assert NIK not in sealed
    assert vault.seal(KEY, NIK) != sealed
    assert len(sealed) == len(NIK) + 28


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_changed_byte_or_another_key_is_refused(place):
    sealed = bytearray(vault.seal(KEY, NIK))
    with pytest.raises(vault.Tampered):
        vault.unseal(OTHER_KEY, bytes(sealed))
    sealed[place] ^= 1
    with pytest.raises(vault.Tampered):
        vault.unseal(KEY, bytes(sealed))


def test_tokens_find_the_same_number_under_the_same_scheme_only():
    token = vault.token("nik", "3303094107850001")
    assert vault.token("nik", "3303094107850001") == token
    assert len({token, vault.token("kk", "3303094107850001"), vault.token("nik", "3303094107850002")}) == 3
    assert len(token) == 32


@pytest.mark.parametrize(
    ("number", "masked"), [("3303094107850001", "••••••••••••0001"), ("1234", "••••"), ("", "")]
)
def test_masks_show_the_last_four_of_longer_numbers(number, masked):
    assert vault.mask(number) == masked


@pytest.mark.django_db
def test_keys_of_people_are_wrapped_and_destroyed_for_good():
    (first, clear), (second, other) = vault.new_keys(2)
    assert clear not in bytes(first.wrapped)
    assert vault.open_keys([first.pk, second.pk]) == {first.pk: clear, second.pk: other}
    vault.destroy_key(first, at=AT)
    first.refresh_from_db()
    assert (first.wrapped, first.destroyed_at) == (None, AT)
    assert vault.open_keys([first.pk, second.pk]) == {second.pk: other}
    with pytest.raises(vault.Erased):
        vault.open_key(first)


def test_files_are_sealed_whole(tmp_path):
    path = tmp_path / "deep" / "daftar.xlsx"
    vault.write_sealed(path, NIK, KEY)
    assert NIK not in path.read_bytes()
    assert vault.read_sealed(path, KEY) == NIK
    assert [each.name for each in path.parent.iterdir()] == ["daftar.xlsx"]


def test_secrets_of_the_installation_are_text_that_only_it_opens():
    sealed = vault.seal_secret("JBSWY3DP")
    assert vault.unseal_secret(sealed) == "JBSWY3DP"
    assert "JBSWY3DP" not in sealed
    with pytest.raises(vault.Tampered):
        vault.unseal_secret(vault.seal_secret("x")[:-8] + "AAAAAAA=")


def test_keys_are_made_once_for_the_owner_alone(tmp_path):
    vault.make_keys(tmp_path / "keys")
    before = {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()}
    vault.make_keys(tmp_path / "keys")
    assert {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()} == before
    assert {
        path.name: (len(key), stat.S_IMODE((tmp_path / "keys" / path.name).stat().st_mode))
        for path, key in ((tmp_path / "keys" / name, key) for name, key in before.items())
    } == {"master.key": (32, 0o600), "index.key": (32, 0o600)}


def test_without_key_files_nothing_personal_is_read(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "nowhere"
    with pytest.raises(vault.KeysMissing, match="sentra init"):
        vault.token("nik", "3303094107850001")
