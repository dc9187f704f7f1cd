"""The keys that open a served store: a file beside the store, which holds no key but only what recognises one.

A key is 256 random bits, so a fast hash protects it as well as a slow one: there is nothing to guess, and scrypt
would only give everybody who sends nonsense a way to keep the server busy. The salt keeps equal hashes from telling
of equal keys. The first characters of a key find its line; they are no secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from kg.errors import AccessError, InputError, MissingError

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
RESERVED: Final = "local"
"""The author of what the commands of the user who started a server write through it."""
VERSION: Final = 1
TOKEN_BYTES: Final = 32


class Scope(StrEnum):
    """What a key opens; who may write may read."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One line of the keys file: whose key it is, what it opens, until the end of which day (UTC), and its hash."""

    name: str
    scope: Scope
    prefix: str
    salt: str
    digest: str
    created: date
    changed: date
    expires: date | None = None

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or self.name == RESERVED:
            raise InputError(
                f"expected a name of at most 64 letters, digits and . _ @ - (but not {RESERVED!r}), got {self.name!r}"
            )

    def fits(self, token: str) -> bool:
        """Whether ``token`` is this key; a near miss takes as long as a far one."""
        return hmac.compare_digest(_digest(self.salt, token), self.digest)

    def is_over(self, today: date) -> bool:
        """Whether the key opens nothing any more."""
        return self.expires is not None and today > self.expires


def keys_file(store: str | Path) -> Path:
    """Where the keys of the store at ``store`` lie: ``peace.db.keys.json`` beside ``peace.db``."""
    if "://" in str(store):
        raise InputError(f"expected a graph on this machine to have keys for, got {store}")
    path = Path(store).absolute()
    return path.with_name(path.name + ".keys.json")


def prefix_of(token: str) -> str:
    """The characters of a key that find its line: ``parley_1f2e3d4c``, of ``parley_1f2e3d4c_`` and the secret."""
    return token[: len("parley_") + 8]


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys in the file at ``path``, by name; none when there is no file.

    Raises AccessError when it cannot be read, InputError when it is no keys file.
    """
    try:
        content = json.loads(path.read_bytes())
        if content["version"] != VERSION:
            raise ValueError(f"version {content['version']!r}, not {VERSION}")
        return tuple(_key(line) for line in content["keys"])
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise AccessError(f"expected to read the keys in {path}, got: {error.strerror}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"expected the keys file of a store in {path}, got: {error}") from error


def add_key(
    path: Path, name: str, scope: Scope, *, today: date, expires: date | None = None, replacing: bool = False
) -> str:
    """Make a key for ``name`` and return it; the file at ``path`` keeps only its hash, so nobody can read it again.

    With ``replacing``, the key that ``name`` has opens nothing from then on. Without it, having one is an InputError.
    """
    with _rewriting(path) as keys:
        old = keys.get(name)
        if old is not None and not replacing:
            raise InputError(
                f"expected a name that has no key yet, got {name!r}; --replace puts a new one in its place"
            )
        token, key = _make(name, scope, today=today, expires=expires)
        keys[name] = key if old is None else replace(key, created=old.created)
    return token


def remove_key(path: Path, name: str) -> None:
    """Let the key of ``name`` open nothing any more; MissingError when it has none."""
    with _rewriting(path) as keys:
        if keys.pop(name, None) is None:
            raise MissingError(f"expected a name that has a key, got {name!r}; parley keys list shows them")


def _make(name: str, scope: Scope, *, today: date, expires: date | None) -> tuple[str, Key]:
    token = f"parley_{secrets.token_hex(4)}_{secrets.token_urlsafe(TOKEN_BYTES)}"
    salt = secrets.token_hex(16)
    key = Key(
        name=name,
        scope=scope,
        prefix=prefix_of(token),
        salt=salt,
        digest=_digest(salt, token),
        created=today,
        changed=today,
        expires=expires,
    )
    if key.is_over(today):
        raise InputError(f"expected a day of expiry from {today} on, got {expires}")
    return token, key


def _digest(salt: str, token: str) -> str:
    return hashlib.sha256(f"{salt}:{token}".encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def _rewriting(path: Path) -> Iterator[dict[str, Key]]:
    """The keys in the file, to be changed; the file is replaced as a whole when the block ends well.

    The new file is made under its own name first, which also keeps a second writer out.
    """
    new = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise AccessError(
            f"expected nobody else to change {path}, but {new.name} is there: wait, or delete it if it is a left-over"
        ) from None
    except OSError as error:
        raise AccessError(f"expected to write {new}, got: {error.strerror}") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            keys = {key.name: key for key in read_keys(path)}
            yield keys
            file.write(_content(keys.values()))
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _content(keys: Iterable[Key]) -> bytes:
    lines = [_line(key) for key in sorted(keys, key=lambda key: key.name)]
    return (json.dumps({"version": VERSION, "keys": lines}, indent=2) + "\n").encode()


def _line(key: Key) -> dict[str, str | None]:
    return {
        "name": key.name,
        "scope": key.scope,
        "prefix": key.prefix,
        "salt": key.salt,
        "sha256": key.digest,
        "created": key.created.isoformat(),
        "changed": key.changed.isoformat(),
        "expires": None if key.expires is None else key.expires.isoformat(),
    }


def _key(line: Mapping[str, Any]) -> Key:
    return Key(
        name=line["name"],
        scope=Scope(line["scope"]),
        prefix=line["prefix"],
        salt=line["salt"],
        digest=line["sha256"],
        created=date.fromisoformat(line["created"]),
        changed=date.fromisoformat(line["changed"]),
        expires=None if line["expires"] is None else date.fromisoformat(line["expires"]),
    )
