"""The project's own settings, on a database in memory and with cheap passwords.

``DATABASE_URL`` chooses another database: the suite runs on SQLite and on PostgreSQL.
"""

import os
import tempfile

os.environ["SECRET_KEY"] = "only for tests"
os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ["DEBUG"] = "false"
os.environ["HTTPS"] = "false"
os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="medigy-test-media-")
os.environ["STATIC_ROOT"] = tempfile.mkdtemp(prefix="medigy-test-static-")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from medigy.settings import *  # noqa: F403
from medigy.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
