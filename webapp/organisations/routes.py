"""HTML endpoints of the room."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__)
