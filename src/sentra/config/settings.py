"""Settings: one file for every installation; what differs stands in the data folder's `sentra.env`."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from sentra.config.environment import BadSetting, Environment, data_folder, database

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = data_folder()
BUILD_DIR = (
    PACKAGE.parent.parent / "build"
    if (PACKAGE.parent.parent / "pyproject.toml").exists()
    else DATA_DIR / "build"
)
env = Environment(DATA_DIR)

DEBUG = env.flag("SENTRA_DEBUG")
DEMO_DATE = env.text("SENTRA_DEMO_DATE")  # set only in a demo: its clock stands on this day
SECRET_KEY = env.text("SENTRA_SECRET_KEY", "not-initialised-run-sentra-init")
KEYS_DIR = Path(env.text("SENTRA_KEYS_DIR", str(DATA_DIR / "keys")))
FILES_DIR = DATA_DIR / "files"

PUBLIC_BASE_URL = env.text("SENTRA_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
if not PUBLIC_BASE_URL.startswith(("http://", "https://")):
    raise BadSetting(f"SENTRA_PUBLIC_URL must start with http:// or https://, not {PUBLIC_BASE_URL!r}")
SECURE = PUBLIC_BASE_URL.startswith("https://")
ALLOWED_HOSTS = [
    PUBLIC_BASE_URL.split("//")[1].split(":")[0].split("/")[0],
    "127.0.0.1",
    "localhost",
    *env.items("SENTRA_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL] if SECURE else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^hidup/$"]  # the watchdog asks on the inside, without TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # a field day must not end in a sign-in page
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The regency this installation serves; another regency changes these rows, not the code.
REGENCY_CODE = env.text("SENTRA_REGENCY", "33.03")
OFFICE_NAME = env.text("SENTRA_OFFICE", "Dinas Perindustrian dan Perdagangan")
OFFICE_ADDRESS = env.text("SENTRA_OFFICE_ADDRESS")
SIGNER = env.text("SENTRA_SIGNER")  # dotted path of a signer; empty: the installation's own certificate

INSTALLED_APPS = [
    "sentra.web",  # first, so that our templates win over those of packages
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "sentra.base.people",
    "sentra.base.audit",
    "sentra.base.jobs",
    "sentra.base.documents",
    "sentra.base.places",
    "sentra.registry",
    "sentra.lab",
    "sentra.programmes",
    "sentra.cli",
    "sentra.worker",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sentra.web.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "sentra.api.language.AcceptLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sentra.web.account.second_factor.SecondFactorMiddleware",
    "sentra.web.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "sentra.config.urls"
WSGI_APPLICATION = "sentra.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sentra.web.navigation.shell",
            ]
        },
    }
]

DATABASES = {"default": database(env.text("DATABASE_URL"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False  # actions are atomic; a page that only reads takes no lock

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "sentra.web.account.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation by mail is the verification
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Sentra"
MFA_TOTP_TOLERANCE = 1  # a code may change while somebody types it
MFA_ADAPTER = "sentra.web.account.adapter.SealedSecretsAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("SENTRA_MAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.number("SENTRA_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("SENTRA_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("SENTRA_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("SENTRA_MAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("SENTRA_MAIL_FROM", "sentra@localhost")

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = env.text("SENTRA_TIME_ZONE", "Asia/Jakarta")
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = BUILD_DIR / "static"
STATICFILES_DIRS = [BUILD_DIR / "assets"]  # the font, cut by `sentra assets`
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # the folder is not there before the first `sentra assets`
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is ever stored in clear
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

# Uploads hold personal numbers: they stay in memory until they are sealed, never in a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}  # allauth's rate limits count here

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"sentra": {"level": "INFO"}},
}

TEST_RUNNER = "django.test.runner.DiscoverRunner"
