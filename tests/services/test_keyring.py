"""Sealing: what was sealed opens in its own place and nowhere else."""

import stat

import pytest
from cryptography.exceptions import InvalidTag

from ssp.services.keyring import BrokenSeal, Keyring, create_master_key

TEXTS = ["Åse Nørgaard", "", "🙂" * 500, "linje\r\nlinje", "æ" * 20_000, "\x00\u2028"]


@pytest.fixture
def keyring():
    return Keyring(b"k" * 32)


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_sealed_opens_in_its_place(keyring, text):
    wrapped, key = keyring.new_key("B-7K3F-92QD")
    value = key.seal("concerns.observation", "B-7K3F-92QD", text)
    assert keyring.unwrap("B-7K3F-92QD", wrapped).open("concerns.observation", "B-7K3F-92QD", value) == text


def test_no_word_of_it_stands_in_what_is_stored(keyring):
    wrapped, key = keyring.new_key("B-7K3F-92QD")
    value = key.seal("concerns.observation", "B-7K3F-92QD", "Bo Nielsen")
    assert b"Bo" not in value + wrapped
    assert "Nielsen" not in repr(key)


@pytest.mark.parametrize(
    ("column", "row"),
    [("concerns.words", "B-7K3F-92QD"), ("concerns.observation", "B-7K3F-92QE"), ("messages.body", "B-7K3F-92QD")],
)
def test_moved_to_another_column_or_row_it_does_not_open(keyring, column, row):
    _, key = keyring.new_key("B-7K3F-92QD")
    value = key.seal("concerns.observation", "B-7K3F-92QD", "Bo Nielsen")
    with pytest.raises(BrokenSeal) as problem:
        key.open(column, row, value)
    assert "Bo" not in str(problem.value)


def test_a_data_key_opens_for_its_own_record_only(keyring):
    wrapped, _ = keyring.new_key("B-7K3F-92QD")
    with pytest.raises(BrokenSeal):
        keyring.unwrap("B-7K3F-92QE", wrapped)


def test_another_record_s_key_and_another_master_key_open_nothing(keyring):
    wrapped, key = keyring.new_key("B-7K3F-92QD")
    _, other = keyring.new_key("B-7K3F-92QD")
    value = key.seal("concerns.observation", "B-7K3F-92QD", "Bo Nielsen")
    with pytest.raises(BrokenSeal):
        other.open("concerns.observation", "B-7K3F-92QD", value)
    with pytest.raises(BrokenSeal):
        Keyring(b"x" * 32).unwrap("B-7K3F-92QD", wrapped)


def test_every_altered_byte_is_noticed(keyring):
    _, key = keyring.new_key("B-7K3F-92QD")
    value = key.seal("concerns.observation", "B-7K3F-92QD", "Bo")
    for place in range(len(value)):
        altered = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
        with pytest.raises(BrokenSeal):
            key.open("concerns.observation", "B-7K3F-92QD", altered)
    for length in range(len(value)):
        with pytest.raises((BrokenSeal, ValueError)):
            key.open("concerns.observation", "B-7K3F-92QD", value[:length])


def test_no_nonce_is_used_twice(keyring):
    _, key = keyring.new_key("B-7K3F-92QD")
    nonces = {key.seal("concerns.words", "B-7K3F-92QD", "det samme")[1:13] for _ in range(50_000)}
    assert len(nonces) == 50_000


def test_the_blind_index_finds_an_equal_value_and_tells_nothing_without_the_key(keyring):
    assert keyring.blind_index("010210-0000") == keyring.blind_index("0102 10 0000")
    assert keyring.blind_index("A\u030ase") == keyring.blind_index("åse")
    assert keyring.blind_index("010210-0000") != keyring.blind_index("010210-0001")
    assert keyring.blind_index("010210-0000") != Keyring(b"x" * 32).blind_index("010210-0000")


def test_the_four_uses_of_the_master_key_do_not_share_a_key(keyring):
    held = [keyring._audit, keyring._blind, keyring._wrap, keyring._log]
    assert len({id(key) for key in held}) == 4
    assert keyring._audit != keyring._blind
    wrapped, _ = keyring.new_key("B-7K3F-92QD")
    with pytest.raises(InvalidTag):
        keyring._log.decrypt(wrapped[1:13], wrapped[13:], b"key:B-7K3F-92QD")


def test_the_master_key_file_is_its_owner_s_alone_and_never_replaced(tmp_path):
    path = tmp_path / "keys" / "master.key"
    create_master_key(path)
    first = path.read_text()
    assert len(bytes.fromhex(first)) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    with pytest.raises(FileExistsError):
        create_master_key(path)
    assert path.read_text() == first
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring(b"short")
