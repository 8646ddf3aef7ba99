"""Every setting of Medigy, read top to bottom. No other module reads the environment.

docs/configuration.md explains each variable; a test compares the two.
"""

import secrets
import tomllib
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env")  # what the environment already holds wins

# --- The door --------------------------------------------------------------------------------

try:
    DEBUG = env.bool("DEBUG", False)
    HTTPS = env.bool("HTTPS", False)
    SECRET_KEY = env.str("SECRET_KEY", "")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [])
    CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
    SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
    DATABASES = {
        "default": env.dj_db_url(
            "DATABASE_URL",
            f"sqlite:///{BASE_DIR / 'var' / 'medigy.sqlite3'}",
            conn_max_age=60,
            conn_health_checks=True,
        )
    }
    MEDIA_ROOT = BASE_DIR / env.path("MEDIA_ROOT", "var/media")
    STATIC_ROOT = BASE_DIR / env.path("STATIC_ROOT", "var/static")
    TIME_ZONE = env.str("TIME_ZONE", "UTC")
    FETCH_ALLOWED_HOSTS = env.list("FETCH_ALLOWED_HOSTS", [])
    FETCH_PORTS = env.list("FETCH_PORTS", [80, 443, 8080, 8443], subcast=int)
    FETCH_SECONDS = env.float("FETCH_SECONDS", 20.0)
    FETCH_PAUSE = env.float("FETCH_PAUSE", 2.0)
    TASK_WORKER = env.bool("TASK_WORKER", False)
    LOG_LEVEL = env.log_level("LOG_LEVEL", "INFO")
except (EnvError, ValueError) as mistake:
    raise ImproperlyConfigured(f"A setting in the environment is wrong. {mistake}") from mistake

if not DEBUG and not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing. Set it to a long random text, or set DEBUG=true on a machine of "
        "your own. 'make run' makes one in .env by itself."
    )
if not DEBUG and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is missing. Set it to the host names that readers use, separated by "
        "commas, such as ALLOWED_HOSTS=news.example.org."
    )
if unfit := [host for host in FETCH_ALLOWED_HOSTS if set(host) & set("/@*?")]:
    raise ImproperlyConfigured(
        f"FETCH_ALLOWED_HOSTS names {unfit[0]!r}, which is no host. Write hosts without http://, "
        "such as FETCH_ALLOWED_HOSTS=wiki.internal,10.0.0.5:8080."
    )
if not (0 < FETCH_SECONDS <= 60 and 0 <= FETCH_PAUSE <= 60):
    raise ImproperlyConfigured(
        "FETCH_SECONDS or FETCH_PAUSE is wrong. Write seconds, 60 at the most: an editor waits for "
        "the first."
    )
SECRET_KEY = SECRET_KEY or secrets.token_urlsafe(50)  # in DEBUG: sign-ins end with the process

if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# Readers get nothing from elsewhere and no inline script. The desk brings its own scripts,
# which evaluate expressions in attributes, so it stands outside this policy.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

# --- What it is made of ----------------------------------------------------------------------

INSTALLED_APPS = [
    "medigy",
    "news",
    "offerings",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "taggit",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "medigy.urls"
WSGI_APPLICATION = "medigy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Where things are kept -------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if ":memory:" not in DATABASES["default"]["NAME"]:
        Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # Readers never wait for a writer (WAL), and two writers take turns instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;"
        ),
    }

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATIC_URL = "/static/"
MEDIA_URL = "/media/"

# --- Work in the background --------------------------------------------------------------------

# Without a worker the desk does such work itself, piece by piece, while its page is open.
_BACKEND = (
    "django_tasks_db.DatabaseBackend"
    if TASK_WORKER
    else "django_tasks.backends.immediate.ImmediateBackend"
)
TASKS = {"default": {"BACKEND": _BACKEND}}

# --- What comes from outside -------------------------------------------------------------------

_VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
FETCH_USER_AGENT = f"Medigy/{_VERSION} (+{SITE_URL})"  # who reads, and where to complain
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024**2  # a page that a program sends with its address

# --- People, time and language ---------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True

# --- Libraries -------------------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True


def _may(*permissions: str) -> Callable[[HttpRequest], bool]:
    return lambda request: request.user.has_perms(permissions)


def _is_at_articles(request: HttpRequest) -> bool:
    """Not at the pages of the exchange, whose addresses begin as those of articles do."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    return name in {f"news_article_{page}" for page in ("changelist", "add", "change", "delete")}


def _list_of(model: str, title: str, icon: str) -> dict[str, object]:
    """An entry of the desk's menu: the list of a model, for those who may see it."""
    app, name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist"),
        "permission": _may(f"{app}.view_{name}"),
    }


UNFOLD = {
    "SITE_TITLE": "Medigy desk",
    "SITE_HEADER": "Medigy",
    "SITE_SUBHEADER": "The curation desk",
    "SITE_SYMBOL": "clinical_notes",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("favicon.svg")}
    ],
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "news.admin.dashboard.first_page",
    "STYLES": [lambda _: static("news/desk.css"), lambda _: static("news/exchange.css")],
    "SCRIPTS": [lambda _: static("news/desk.js")],
    "COLORS": {
        # The hue of the reader's pages.
        "primary": {
            "50": "oklch(97.5% .015 172)",
            "100": "oklch(94% .035 172)",
            "200": "oklch(88% .065 172)",
            "300": "oklch(80% .09 172)",
            "400": "oklch(72% .1 172)",
            "500": "oklch(62% .1 172)",
            "600": "oklch(48% .085 172)",
            "700": "oklch(42% .075 172)",
            "800": "oklch(36% .062 172)",
            "900": "oklch(30% .05 172)",
            "950": "oklch(22% .035 172)",
        },
    },
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            {
                "items": [
                    {
                        "title": "What needs doing",
                        "icon": "checklist",
                        "link": reverse_lazy("admin:index"),
                    },
                ]
            },
            {
                "title": "News",
                "separator": True,
                "items": [
                    {
                        **_list_of("news.article", "Articles", "article"),
                        "active": _is_at_articles,
                    },
                    {
                        "title": "Capture",
                        "icon": "add_link",
                        "link": reverse_lazy("admin:news_article_capture"),
                        "permission": _may("news.add_article"),
                    },
                    _list_of("news.author", "Curators", "edit_note"),
                    _list_of("news.publication", "Publications", "newspaper"),
                    _list_of("news.feed", "Feeds", "rss_feed"),
                    _list_of("news.sourcecheck", "Sources to look at", "link_off"),
                    _list_of("news.section", "Sections", "folder"),
                    _list_of("taggit.tag", "Tags", "sell"),
                ],
            },
            {
                "title": "Exchange",
                "separator": True,
                "items": [
                    {
                        "title": "Import Markdown",
                        "icon": "upload",
                        "link": reverse_lazy("admin:news_article_import"),
                        "permission": _may("news.add_article", "news.change_article"),
                    },
                    {
                        "title": "Export Markdown",
                        "icon": "download",
                        "link": reverse_lazy("admin:news_article_export_all"),
                        "permission": _may("news.view_article"),
                    },
                ],
            },
            {
                "title": "Catalogue",
                "separator": True,
                "items": [
                    _list_of("offerings.category", "Topics", "topic"),
                    _list_of("offerings.vocabulary", "Vocabularies", "menu_book"),
                    _list_of("offerings.offering", "Offerings", "inventory_2"),
                    _list_of("offerings.institution", "Institutions", "domain"),
                ],
            },
            {
                "title": "People",
                "separator": True,
                "items": [
                    _list_of("auth.user", "Editors", "person"),
                    _list_of("auth.group", "Groups", "group"),
                    {
                        "title": "API tokens",
                        "icon": "key",
                        "link": reverse_lazy("admin:news_apitoken_changelist"),
                        "permission": _may("news.add_article"),
                    },
                ],
            },
        ],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
