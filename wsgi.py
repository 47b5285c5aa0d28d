"""The WSGI door: reads the environment once and builds the site."""

import os

from webapp.core.settings import read_settings
from webapp.factory import create_app

app = create_app(read_settings(os.environ))
