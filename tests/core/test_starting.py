"""Processes that start together on an empty folder agree on its secrets."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.config import SettingError, read_settings
from core.signing import _load


def test_they_read_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as together:
        keys = list(together.map(lambda _: read_settings({"INSTANCE": str(tmp_path)}).secret_key, range(16)))
    assert len(set(keys)) == 1
    assert len(keys[0]) == 64


def test_they_sign_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as together:
        keys = list(together.map(lambda _: _load(tmp_path / "keys").current, range(16)))
    assert len(set(keys)) == 1


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    read_settings({"INSTANCE": str(tmp_path)})
    _load(tmp_path / "keys")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["keys", "secret-key", "signing-key.pem"]


@pytest.mark.parametrize(
    "wrong", [{"DATABASE_URL": "mysql://x"}, {"STAFF_TOTP": "perhaps"}, {"SEARCH_ENGINE": "postgres"}]
)
def test_a_setting_that_cannot_be_right_is_named(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(SettingError, match=next(iter(wrong))):
        read_settings({"INSTANCE": str(tmp_path), **wrong})
