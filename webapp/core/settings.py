"""What differs between installations. Read from the environment once, at the edge, and passed on.

Every field is described in docs/settings.md; a test insists on it. Weights and thresholds of matching are not
settings: they are a versioned plan.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from webapp.core.errors import ConfigurationError

PREFIX = "NINE_"


@dataclass(frozen=True)
class Settings:
    environment: str = "development"
    data_dir: Path = Path("var")
    database_url: str = ""
    secret_key: str = ""
    base_url: str = "http://127.0.0.1:8000"
    mail_dir: Path = Path("")
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = "no-reply@nine-cities.example"
    secure_cookies: bool = False
    sign_in_attempts: str = "10 per 15 minutes"
    report_attempts: str = "5 per hour; 20 per day"
    rate_limit_storage: str = "memory://"
    max_upload_mebibytes: int = 20
    worker_threads: int = 2
    match_cluster: str = ""
    trusted_proxies: int = 0
    log_level: str = "INFO"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def queue_path(self) -> Path:
        return self.data_dir / "queue.sqlite3"

    @property
    def match_index_dir(self) -> Path:
        return self.data_dir / "match_index"

    @property
    def upload_dir(self) -> Path:
        return self.data_dir / "uploads"

    @property
    def evidence_dir(self) -> Path:
        return self.data_dir / "evidence"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from variables named NINE_<FIELD>. Raises ConfigurationError for a value that cannot be used."""
    values: dict[str, object] = {}
    for field in fields(Settings):
        raw = environ.get(PREFIX + field.name.upper())
        if raw is not None:
            values[field.name] = _convert(field.name, field.type, raw)
    settings = Settings(**values)  # type: ignore[arg-type]
    return _complete(settings, values)


def _convert(name: str, kind: object, raw: str) -> object:
    if kind is int:
        if not raw.isdigit():
            raise ConfigurationError("setting_not_a_number", field=name)
        return int(raw)
    if kind is bool:
        if raw.lower() not in {"0", "1", "true", "false", "yes", "no"}:
            raise ConfigurationError("setting_not_yes_or_no", field=name)
        return raw.lower() in {"1", "true", "yes"}
    if kind is Path:
        return Path(raw)
    return raw


def _complete(settings: Settings, given: dict[str, object]) -> Settings:
    """Fill what follows from other values, and refuse what would be unsafe in production."""
    merged: dict[str, object] = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    if not settings.database_url:
        merged["database_url"] = f"sqlite:///{(settings.data_dir / 'site.sqlite3').resolve()}"
    if "mail_dir" not in given:
        merged["mail_dir"] = settings.data_dir / "mail"
    if not settings.secret_key:
        if settings.is_production:
            raise ConfigurationError("secret_key_missing", field="secret_key")
        merged["secret_key"] = _development_key(settings.data_dir)
    if settings.is_production and "secure_cookies" not in given:
        merged["secure_cookies"] = True
    return Settings(**merged)  # type: ignore[arg-type]


def _development_key(data_dir: Path) -> str:
    """A key made on the first start and kept, so that a restart signs nobody out and no default key exists."""
    path = data_dir / "secret_key"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    data_dir.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(32)
    path.touch(mode=0o600)
    path.write_text(key, encoding="ascii")
    return key
