"""Measurements of the main job; python bench/run.py --help."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
os.environ.setdefault("DEMO_MODE", "1")
django.setup()
