"""The server's entry: loads all that a first page would wait for, before the processes that serve are made of it."""

import os

import django
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polku.project.settings")
django.setup()
# Django reads addresses and their views at the first request: every process would do it anew, and a visitor wait.
_ = get_resolver().url_patterns
application = get_wsgi_application()
