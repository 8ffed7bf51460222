"""The application for as many processes as a benchmark asks of gunicorn."""

from config import load_settings
from exchange.app import create_app

application = create_app(load_settings())
