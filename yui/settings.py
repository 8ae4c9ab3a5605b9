"""All settings; what differs between installations comes from the environment, as `YUI_…`.

Each variable is described in docs/reference/settings.md; a test holds the two together.
"""

import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """What an operator may set. A value that cannot be understood stops the start."""

    model_config = SettingsConfigDict(env_prefix="YUI_", extra="ignore")

    home: Path = Field(Path("var"), description="Folder of the database, the files and the key.")
    database_url: str = Field("", description="postgresql://…; empty means SQLite inside `home`.")
    secret_key: str = Field("", description="Signing key; empty makes one and keeps it in `home`.")
    hosts: str = Field(
        "localhost,127.0.0.1,[::1]", description="Names this server answers to, with commas."
    )
    https: bool = Field(False, description="True when people reach the server by https.")
    debug: bool = Field(False, description="Show tracebacks in the browser. Never in production.")
    demo: bool = Field(False, description="Show the demonstration buttons on the sign-in page.")
    language: Literal["ja", "en"] = Field("ja", description="Language before anybody chooses one.")
    max_upload_mb: int = Field(64, ge=1, le=1024, description="Largest file, in megabytes.")
    max_pixels: int = Field(
        60_000_000, ge=1_000_000, description="Largest picture, in pixels, before it is decoded."
    )
    max_pages: int = Field(500, ge=1, description="Most pages in one file.")
    room_networks: str = Field(
        "", description="Networks of rooms where work on the spot is done, such as 10.1.2.0/24."
    )
    lease_minutes: int = Field(20, ge=1, description="How long a task is kept for one person.")


env = Environment()
BASE = Path(__file__).resolve().parent
HOME = env.home.resolve()


def _kept_key(folder: Path) -> str:
    """Return the installation's signing key, made at the first start and readable by its owner."""
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text().strip()


def _database(url: str, folder: Path) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "yui.sqlite3",
            "OPTIONS": {
                # Writers queue at BEGIN instead of failing in the middle.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                # FULL: an answer that was confirmed survives a power cut.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
                    # Else INSERT OR REPLACE would pass by the triggers of append-only tables.
                    "PRAGMA recursive_triggers=ON"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("YUI_DATABASE_URL must begin with postgresql:// or be empty.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Such as ?host=/run/postgresql (a socket) or ?sslmode=require.
        "OPTIONS": dict(parse_qsl(parts.query, strict_parsing=bool(parts.query))),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = env.secret_key or _kept_key(HOME)
DEBUG = env.debug
ALLOWED_HOSTS = [host.strip() for host in env.hosts.split(",") if host.strip()]
DATABASES = {"default": _database(env.database_url, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMBEDDED = not env.database_url

INSTALLED_APPS = [
    "yui",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yui.home.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yui.people.gate.ChoosePasswordFirst",
]

ROOT_URLCONF = "yui.urls"
WSGI_APPLICATION = "yui.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["yui.templatetags.yui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yui.home.context.shell",
                "yui.demo.context.buttons",
            ],
        },
    }
]

# Sign-in -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "yui.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "yui.people.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = None
# Yui sends no mail: administrators hand out sign-ins, and a closed network has no mail server.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.https
MFA_TOTP_ISSUER = "Yui"

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.https
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "yui.home.views.csrf_failure"

# Words -------------------------------------------------------------------------------------------
LANGUAGE_CODE = env.language
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# Files -------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "yui.data.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
MAX_UPLOAD_BYTES = env.max_upload_mb * 1_000_000
MAX_PIXELS = env.max_pixels
MAX_PAGES = env.max_pages
LEASE_MINUTES = env.lease_minutes
DEMO = env.demo
ROOM_NETWORKS = [ip_network(n.strip()) for n in env.room_networks.split(",") if n.strip()]

CACHES = {
    # One process serves the embedded database, so its memory can count failed sign-ins; several
    # processes need a shared place.
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if EMBEDDED
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "yui_cache"}
}

# Headers -----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if env.https else 0
if env.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
