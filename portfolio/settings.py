"""Django settings. What differs between installations comes from `Environment`."""

from django.utils.translation import gettext_lazy as _

from organisation.places import BASE_DIR, FILES_DIR  # noqa: F401
from portfolio.api_settings import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401
from portfolio.environment import Environment
from portfolio.log_settings import logging_of
from portfolio.policy_settings import content_security_policy

env = Environment.read()

DEBUG = env.debug
VAR_DIR = env.var_folder  # what the service writes, but for the database
SECRET_KEY = env.secret_key
ALLOWED_HOSTS = env.allowed_hosts
CSRF_TRUSTED_ORIGINS = env.csrf_trusted_origins
BEHIND_HTTPS_PROXY = env.behind_https_proxy

# The organisation, and the day (see projects/clock.py).
ORGANISATION_NAME = env.organisation_name
ORGANISATION_NAMES = env.organisation_names  # in other languages, by their codes
ORGANISATION_LOGO = env.organisation_logo
ORGANISATION_ACCENT = env.organisation_accent
# Of documents (organisation/brand.py): files, because a document opens no address.
ORGANISATION_LOGO_FILE = env.organisation_logo_file
ORGANISATION_FONT = env.organisation_font
ORGANISATION_FONT_FOLDER = env.organisation_font_folder
TODAY = env.today
REPORT_DAYS = env.report_days
ASSESSMENT_DAYS = env.assessment_days
PREFLIGHT_BLOCKING = env.preflight_blocking
PREFLIGHT_OFF = env.preflight_off
SUPPORT_CONTACT = env.support_contact
SECURITY_CONTACT = env.security_contact
DATA_PROTECTION_CONTACT = env.data_protection_contact
# Where residents find what is published, and on what terms they may use it.
SITE_ADDRESS = env.site_origin
# Below a path of another site each address begins with it; a proxy may take it off or leave it.
FORCE_SCRIPT_NAME = env.site_path or None
OPEN_DATA_LICENCE = env.open_data_licence

INSTALLED_APPS = [
    "operations",
    "api",
    "portfolio",
    "reports",
    "impact_assessments",
    "projects",
    "accounts",
    "accounts.oidc",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "rest_framework",
    "simple_history",
    "tree_queries",
]

MIDDLEWARE = [
    "portfolio.web.proxies.ProxyHeadersMiddleware",
    "operations.health.middleware.HealthMiddleware",
    "operations.metrics.middleware.MetricsMiddleware",
    "portfolio.web.request_log.RequestLogMiddleware",
    "operations.service.slow_queries.SlowQueriesMiddleware",
    "portfolio.web.headers.SmallPagesMiddleware",
    "api.problems.ProblemsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "portfolio.web.headers.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portfolio.web.bounds.BoundsMiddleware",
    "portfolio.starting.tables.BeingUpdatedMiddleware",
    "accounts.signing_in.middleware.ReadingOnMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.signing_in.middleware.UserLanguageMiddleware",
    "accounts.web.posts.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.signing_in.middleware.IdleTimeoutMiddleware",
    "accounts.signing_in.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "projects.saving.change_sets.ChangeSetMiddleware",
    "reports.jobs.middleware.TooManyJobsMiddleware",
    "accounts.web.once.OnceMiddleware",
]

ROOT_URLCONF = "portfolio.urls"
# `runserver` has Django's own application; portfolio/wsgi.py and asgi.py serve production only.

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [FILES_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portfolio.web.context.site",
            ],
        },
    },
]

DATABASES = {"default": env.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "first-page"
LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Sign-in (django-allauth); accounts/signing_in/adapters.py says who may come in.
SIGN_IN = env.sign_in
ACCOUNT_ADAPTER = "accounts.signing_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True  # until it is idle for SESSION_COOKIE_AGE
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
# Wrong passwords, and floods of them, are counted by accounts/signing_in/attempts.py: a whole
# city may come from one address, and right ones have no limit.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "6/15m/key",  # wrong codes of one person's second step
    "change_password": "20/15m/user",
    "reauthenticate": "20/15m/user",
    "reset_password": "30/m/ip,3/15m/key",
    "reset_password_from_key": "120/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "240/m/ip"}
TRUSTED_PROXIES = env.trusted_proxies
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.behind_https_proxy else 0
# Each field of theirs takes so much and no more.
_FORMS = "accounts.signing_in.bounded_forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
    "change_password": "accounts.signing_in.forms.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reset_password": "accounts.signing_in.forms.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateWithStepForm",
    "activate_totp": f"{_FORMS}.ActivateTOTPForm",
    "add_webauthn": f"{_FORMS}.AddWebAuthnForm",
    "edit_webauthn": f"{_FORMS}.EditWebAuthnForm",
    "authenticate_webauthn": f"{_FORMS}.AuthenticateWebAuthnForm",
    "login_webauthn": f"{_FORMS}.LoginWebAuthnForm",
    "reauthenticate_webauthn": f"{_FORMS}.ReauthenticateWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = env.sign_in.local
MFA_TOTP_ISSUER = "Salkku"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = True  # by accounts.signing_in.middleware.IdleTimeoutMiddleware
SOCIALACCOUNT_ADAPTER = "accounts.signing_in.adapters.ProviderAdapter"
SOCIALACCOUNT_ONLY = not env.sign_in.local
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {
    "oidc": {
        "APPS": [
            {
                "provider_id": "organisation",
                "name": env.sign_in.oidc_name,
                "client_id": env.sign_in.oidc_client,
                "secret": env.sign_in.oidc_secret,
                "settings": {"server_url": env.sign_in.oidc_server},
            }
        ]
        if env.sign_in.oidc_server
        else []
    }
}
OIDC_CLAIM = env.sign_in.oidc_claim
OIDC_ROLES = env.sign_in.oidc_roles
OIDC_DEFAULT_ROLE = env.sign_in.oidc_default_role
OIDC_TRUST_EMAIL = env.sign_in.oidc_trust_email
MFA_REQUIRED = env.sign_in.mfa_required
AUDIT_KEPT_DAYS = env.sign_in.audit_kept_days
# Idle sessions end; IdleTimeoutMiddleware (above) moves the end while one is in use.
SESSION_COOKIE_AGE = env.sign_in.idle_minutes * 60
# Limits and lock-outs hold for all processes of the service.
CACHES = {
    "default": env.cache,
    # Figures of the dashboard, for as long as nothing changes; each process keeps its own.
    "figures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "figures",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
if env.cache_is_shared:
    CACHES["sessions"] = {**env.cache, "BACKEND": "accounts.caches.shared.SessionCache"}
    SESSION_ENGINE, SESSION_CACHE_ALIAS = "django.contrib.sessions.backends.cached_db", "sessions"
# Mail is written into the database and sent by the worker (accounts/mail/outbox.py).
vars().update(env.email)
EMAIL_BACKEND = "accounts.mail.outbox.OutboxBackend"
MAIL_BACKEND = env.email["EMAIL_BACKEND"]  # what carries it on; empty where no mail is set up
EMAIL_TIMEOUT = 8  # seconds that a mail server has for each answer
MAIL_KEPT_DAYS = env.mail_kept_days
NEWS_HOUR = env.news_hour  # at which mail of news is due
WEBHOOK_NETWORKS = env.webhook_networks  # of one's own, that webhooks may reach
WEBHOOK_KEPT_DAYS = env.webhook_kept_days
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mail_from

LANGUAGE_CODE = env.default_language
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [FILES_DIR / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["portfolio.formats"]

STATIC_URL = f"{env.static_address}{env.site_path}/static/"
STATIC_ROOT = FILES_DIR / "staticfiles"
STATICFILES_DIRS = [FILES_DIR / "static"]
STORAGES = {
    "default": env.media,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Who installs is not the user of the service; `FILE_UPLOAD_PERMISSIONS` are for uploads.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
if env.static_address:  # its pages may take them from another site; no others may by default
    WHITENOISE_ADD_HEADERS_FUNCTION = lambda headers, _path, _url: headers.setdefault(  # noqa: E731
        "Cross-Origin-Resource-Policy", "cross-origin"
    )
# Attachments, editions and results of jobs. No address leads there: project/attachments.py and
# reports/files/stored.py serve them, to who may see them.
MEDIA_ROOT = VAR_DIR / "media"
# Kept by `manage.py backup` (operations/backup).
BACKUP_FOLDER = env.backup_folder
BACKUPS_KEPT = env.backups_kept
ATTACHMENT_BYTES = env.attachment_megabytes * 1024**2
FILE_UPLOAD_PERMISSIONS = 0o600

# Work behind the pages (reports/jobs): `manage.py work` takes it from the database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# By the clock (reports/jobs/timers.py): a day of the week or None, and a time; None for never.
NIGHTLY_AT = env.nightly_at
VERIFY_AT = env.verify_at
REMINDERS_AT = env.reminders_at
PLAN_FILES_KEPT_DAYS = env.plan_files_kept_days
QUEUE_MINUTES = env.queue_minutes  # a job that waits for longer is told of
JOB_LEASE_SECONDS = 30  # without a sign of life for so long, a worker or a job counts as dead
JOBS_KEPT_DAYS = env.jobs_kept_days
JOBS_KEPT_BYTES = env.jobs_kept_megabytes * 1024**2
PAGE_WAIT_ROWS = env.page_wait_rows  # a longer list as PDF is made in the background
SHEET_WAIT_ROWS = env.sheet_wait_rows  # a longer spreadsheet is imported in the background
LIST_WAIT_ROWS = env.list_wait_rows  # a longer list is written in the background
SHEET_KEPT_HOURS = env.sheet_kept_hours
PLAN_WAIT_PROJECTS = env.plan_wait_projects  # a larger plan's files are made in the background

API_REQUESTS_A_MINUTE = env.api_requests_a_minute

FORM_RENDERER = "portfolio.web.form_renderer.FormRenderer"
# Forms with a project's phases, costs and resources hold many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = content_security_policy(env)
# No script reads a cookie of these, no other site sends one along with a form. In production they
# come over HTTPS only, and a browser takes them from this very host only (their prefix says so).
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{env.site_path}/"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEBUG
COOKIE_PREFIX = "" if DEBUG else "__Host-" if SESSION_COOKIE_PATH == "/" else "__Secure-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}device"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
# Messages name rows: they stay here, and no cookie carries them.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Warnings and errors go to standard error, in production too: a path and a status, of a failure
# a traceback. What was sent, cookies and settings are in none of them (portfolio/web/logs.py).
LOG_FORMAT = env.log_format
METRICS = env.metrics
METRICS_FROM = env.metrics_from
METRICS_FOLDER = VAR_DIR / "metrics"
SENTRY_DSN = env.sentry_dsn
SLOW_QUERY_MILLISECONDS = env.slow_query_milliseconds  # 0: none is told of
LOGGING = logging_of(LOG_FORMAT, DEBUG)
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    # Other names of the domain are the organisation's, which alone can promise HTTPS for them.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.hsts_subdomains
    SECURE_HSTS_PRELOAD = env.hsts_preload
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    if env.behind_https_proxy:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
