"""Verbs on people and their posts."""

from exchange.people.services.names import Manners, add_person, correct_person
from exchange.people.services.posts import PostDetails, add_post, correct_post

__all__ = ["Manners", "PostDetails", "add_person", "add_post", "correct_person", "correct_post"]
