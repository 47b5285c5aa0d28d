"""The blueprint that the page modules of this room share."""

from flask import Blueprint

blueprint = Blueprint("placements", __name__)
