"""The secret key of a data folder, with which cookies and forms are signed."""

import hmac
import os
import secrets
from functools import cached_property
from pathlib import Path
from threading import Lock

from flask import current_app

from planner.errors import StorageError

EXTENSION = "lenban.secret"
FILE_NAME = "secret.key"
KEY_BYTES = 32


class Secret:
    """The key, made when it is first needed and nobody else has made one."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._making = Lock()

    @property
    def key(self) -> bytes:
        """The key.

        Raises
        ------
        StorageError
            If it can be neither read nor written.
        """
        with self._making:
            return self._kept

    @cached_property
    def _kept(self) -> bytes:
        try:
            return self._read() or self._make()
        except OSError as error:
            raise StorageError(f"{self._path}: {error.strerror}").saying(
                "store_failed", path=self._path, cause=error.strerror
            ) from error

    def _read(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""

    def _make(self) -> bytes:
        """Write a key that only the owner of the folder can read, whole or not at all."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        waiting = self._path.with_name(f".{FILE_NAME}.{secrets.token_hex(8)}")
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(waiting, self._path)  # fails if another process was first: its key is the key
        except FileExistsError:
            pass
        except OSError:  # a file system without links; of two who are first, the second's key stays
            waiting.replace(self._path)
        finally:
            waiting.unlink(missing_ok=True)
        return self._path.read_bytes()


def secret_key() -> bytes:
    """Return the key of the app that answers this request."""
    found: Secret = current_app.extensions[EXTENSION]
    return found.key


def keyed(kind: str, text: str) -> str:
    """Return a hash of a text that nobody can make, or guess from, without the key."""
    message = f"{kind}:{text}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret_key(), message, "sha256").hex()
