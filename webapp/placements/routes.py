"""HTML endpoints of the room."""

from flask import Blueprint

blueprint = Blueprint("placements", __name__)
