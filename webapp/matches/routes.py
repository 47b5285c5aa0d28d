"""HTML endpoints of the room."""

from flask import Blueprint

blueprint = Blueprint("matches", __name__)
