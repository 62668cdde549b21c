"""Settings, each from the environment with a default for one machine; docs/run/settings.md explains them all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF

env = environ.Env()
SOURCE = Path(__file__).resolve().parent.parent
VAR = Path(env.str("POLKU_VAR", default=str(SOURCE.parent.parent / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)
# Kernels are compiled once an install and kept beside the code, or here where that is not ours to write.
if not os.access(SOURCE, os.W_OK):
    os.environ.setdefault("NUMBA_CACHE_DIR", str(VAR / "kernels"))


def kept_secret(name: str) -> str:
    """A secret made at the first start and kept in var/, readable by its owner only."""
    place = VAR / name
    if not place.exists():
        place.touch(mode=0o600)
        place.write_text(secrets.token_urlsafe(50))
    return place.read_text().strip()


SECRET_KEY = env.str("POLKU_SECRET_KEY", default="") or kept_secret("secret-key")
DEBUG = env.bool("POLKU_DEBUG", default=False)
ALLOWED_HOSTS = env.list("POLKU_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("POLKU_ORIGINS", default=[])
HTTPS = env.bool("POLKU_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("POLKU_BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "polku.governance",
    "polku.people",
    "polku.journeys",
    "polku.surveys",
    "polku.outreach",
    "polku.finance",
    "polku.action",
    "polku.strategy",
    "polku.web.workspace",
    "polku.web.respond",
    # After the workspace, whose sign-in templates take the place of theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Those who answer surveys go no further than this: no session, no cookie, no sign-in.
    "polku.web.respond.door.respondents_door",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "polku.web.workspace.language.MemberLanguage",
    "polku.web.workspace.storable.Storable",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "polku.project.urls"
WSGI_APPLICATION = "polku.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        # Each subject of the workspace keeps its pages beside its views.
        "DIRS": sorted(str(path) for path in SOURCE.glob("web/workspace/*/templates")),
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "polku.web.workspace.shell.shell",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("POLKU_DATABASE_URL", default=f"sqlite:///{VAR / 'polku.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Durable means FULL; IMMEDIATE makes writers queue at the start of a transaction instead of failing in its middle.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;",
    }
    # Opening the file and setting it up costs more than an answer does: each thread keeps its connection.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "governance.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# Nobody signs up: members are invited. The second factor is each member's choice: an app's codes, and codes to keep.
ACCOUNT_ADAPTER = "polku.web.workspace.sign_in.Door"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Polku"
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = env.str("POLKU_LANGUAGE", default="en")
# Each by its own name, as its readers look for it.
LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
# Each package keeps its own catalogue beside its code, so that its words and its pages change together.
LOCALE_PATHS = sorted(str(path) for path in SOURCE.glob("**/locale"))
TIME_ZONE = env.str("POLKU_TIME_ZONE", default="Europe/Helsinki")
USE_TZ = True
FORMAT_MODULE_PATH = "polku.project.formats"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SNAPSHOT = Path(env.str("POLKU_SNAPSHOT", default=str(VAR / "snapshot")))

LARGEST_FILE_MB = env.int("POLKU_LARGEST_FILE_MB", default=500)
FILE_UPLOAD_HANDLERS = [
    "polku.web.workspace.imports.largest.PassOver",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["now", "long"]}}
EMAIL_CONFIG = env.email_url("POLKU_MAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# What a mail provider's webhook has to know to tell which letters came back; empty: none is listened to.
MAIL_SECRET = env.str("POLKU_MAIL_SECRET", default="")
DEFAULT_FROM_EMAIL = env.str("POLKU_MAIL_FROM", default="polku@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF, "'unsafe-inline'"],
        "script-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
