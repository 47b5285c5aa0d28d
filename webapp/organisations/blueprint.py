"""The blueprint that the files of pages share."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__)
