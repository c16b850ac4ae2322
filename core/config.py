"""Every setting of the platform, read once from the environment and checked at start."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

HOUSE_ROOT = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """A setting that cannot be right; the message names it and the remedy."""


@dataclass(frozen=True)
class Settings:
    """All settings. Names in the environment are the fields' names in capitals."""

    instance: Path
    """Folder for the embedded database, the index, keys and files; created if missing, mode 0700."""
    database_url: str
    secret_key: str
    search_engine: str
    """``whoosh`` or ``postgres``; follows the database unless set."""
    base_url: str
    """How people reach the platform; used in certificates. No slash at the end."""
    proxies: int
    """Reverse proxies in front whose X-Forwarded-* headers are believed."""
    secure_cookies: bool
    staff_totp: bool
    """Ask staff for a one-time code at sign-in."""

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def _flag(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "").strip().lower()
    if value not in ("", "0", "1", "yes", "no", "true", "false"):
        raise SettingError(f"{name} is {value!r}; write 1 or 0")
    return value in ("1", "yes", "true")


def _count(environment: Mapping[str, str], name: str) -> int:
    value = environment.get(name, "").strip() or "0"
    if not (value.isascii() and value.isdigit()):
        raise SettingError(f"{name} is {value!r}; write a number, 0 for none")
    return int(value)


def _secret(instance: Path) -> str:
    """The key of cookies and keyed hashes: made on first start, kept in the instance folder for its owner alone."""
    path = instance / "secret-key"
    if not path.exists():
        _write_whole(path, secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def _write_whole(path: Path, words: str) -> None:
    """Write a draft, then give it its name: of processes that start together one wins, and none reads half a file."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(words)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _database_url(environment: Mapping[str, str], instance: Path) -> str:
    url = environment.get("DATABASE_URL") or f"sqlite:///{instance / 'platform.db'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            url = "postgresql+psycopg://" + url.removeprefix(plain)
    if not url.startswith(("sqlite", "postgresql+psycopg://")):
        raise SettingError("DATABASE_URL must begin with sqlite: or postgresql:")
    return url


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of `environment` (the process's own by default).

    :raises SettingError: naming the setting that cannot be right.
    """
    env = os.environ if environment is None else environment
    instance = Path(env.get("INSTANCE") or HOUSE_ROOT / "instance").resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    url = _database_url(env, instance)
    engine = env.get("SEARCH_ENGINE") or ("whoosh" if url.startswith("sqlite") else "postgres")
    if engine not in ("whoosh", "postgres") or (engine == "postgres" and url.startswith("sqlite")):
        raise SettingError("SEARCH_ENGINE must be whoosh, or postgres on a PostgreSQL database")
    return Settings(
        instance=instance,
        database_url=url,
        secret_key=env.get("SECRET_KEY") or _secret(instance),
        search_engine=engine,
        base_url=(env.get("BASE_URL") or f"http://127.0.0.1:{env.get('PORT') or 8000}").rstrip("/"),
        proxies=_count(env, "PROXIES"),
        secure_cookies=_flag(env, "SECURE_COOKIES"),
        staff_totp=_flag(env, "STAFF_TOTP"),
    )
