"""HTML endpoints of the room."""

from flask import Blueprint

blueprint = Blueprint("postings", __name__)
