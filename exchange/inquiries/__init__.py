"""Inquiries to sections: an indicator's value of a year is asked for, answered and accepted."""
