"""The keyring: seals columns, opens them, and signs the log. Only the door holds it."""

import hashlib
import hmac
import os
import secrets
import unicodedata
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE = 12


class BrokenSeal(Exception):
    """A sealed value was altered, moved to another row or column, or sealed with another key."""


class Keyring:
    """Keys derived from one master key, which lives outside the database and its backups.

    A sealed value is version (1 byte), nonce (12 bytes), AES-256-GCM ciphertext with tag. The associated data
    names the column and the row, so a value moved elsewhere does not open.
    """

    def __init__(self, master: bytes):
        if len(master) != 32:
            raise ValueError("the master key is 32 bytes")
        self._wrap = AESGCM(_derive(master, b"wrap"))
        self._log = AESGCM(_derive(master, b"criterion"))
        self._audit = _derive(master, b"audit")
        self._blind = _derive(master, b"blind")

    @classmethod
    def from_file(cls, path: Path) -> "Keyring":
        """The keyring of the master key file: 64 hexadecimal characters."""
        return cls(bytes.fromhex(path.read_text("ascii").strip()))

    def new_key(self, owner: str) -> tuple[bytes, "DataKey"]:
        """A fresh data key for the record with reference `owner`: wrapped for storing, and open for use."""
        raw = secrets.token_bytes(32)
        return _encrypt(self._wrap, raw, b"key:" + owner.encode()), DataKey(raw)

    def unwrap(self, owner: str, wrapped: bytes) -> "DataKey":
        return DataKey(_decrypt(self._wrap, bytes(wrapped), b"key:" + owner.encode()))

    def seal_criterion(self, text: str, salt: bytes) -> bytes:
        """What was searched for, for the log: readable only with the master key (B2)."""
        return _encrypt(self._log, text.encode(), b"criterion:" + salt)

    def blind_index(self, value: str) -> str:
        """A keyed fingerprint that finds an equal value without storing it."""
        plain = unicodedata.normalize("NFC", value).casefold().replace("-", "").replace(" ", "")
        return hmac.new(self._blind, plain.encode(), hashlib.sha256).hexdigest()

    def mac(self, previous: bytes, seq: int, commitment: bytes) -> bytes:
        """The link in the log's chain: binds a row to its number and to everything before it."""
        return hmac.new(self._audit, previous + seq.to_bytes(8, "big") + commitment, hashlib.sha256).digest()


class DataKey:
    """The key of one matter, person or draft."""

    __slots__ = ("_cipher",)

    def __init__(self, raw: bytes):
        self._cipher = AESGCM(raw)

    def seal(self, column: str, row: str, text: str) -> bytes:
        return self.seal_bytes(column, row, text.encode())

    def open(self, column: str, row: str, value: bytes) -> str:
        return self.open_bytes(column, row, value).decode()

    def seal_bytes(self, column: str, row: str, data: bytes) -> bytes:
        return _encrypt(self._cipher, data, f"{column}|{row}".encode())

    def open_bytes(self, column: str, row: str, value: bytes) -> bytes:
        return _decrypt(self._cipher, bytes(value), f"{column}|{row}".encode())

    def open_row(self, columns: tuple[bytes, ...], row: str, values) -> list[bytes]:
        """What several columns of one row hold, in their order; those that hold nothing are left out."""
        bound_to, decrypt, found = f"|{row}".encode(), self._cipher.decrypt, []
        for column, value in zip(columns, values, strict=False):
            if value is None:
                continue
            if value[:1] != VERSION:
                raise BrokenSeal(row)
            try:
                found.append(decrypt(value[1 : 1 + NONCE], value[1 + NONCE :], column + bound_to))
            except InvalidTag as error:
                raise BrokenSeal(row) from error
        return found


def create_master_key(path: Path) -> None:
    """Write a new master key to `path`, readable by its owner alone. Raises FileExistsError rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))


def _derive(master: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"samspil/" + use).derive(master)


def _encrypt(cipher: AESGCM, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return VERSION + nonce + cipher.encrypt(nonce, plain, bound_to)


def _decrypt(cipher: AESGCM, value: bytes, bound_to: bytes) -> bytes:
    if value[:1] != VERSION:
        raise BrokenSeal(bound_to.decode())
    try:
        return cipher.decrypt(value[1 : 1 + NONCE], value[1 + NONCE :], bound_to)
    except InvalidTag as error:
        raise BrokenSeal(bound_to.decode()) from error
