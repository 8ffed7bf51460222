"""Users, sign-in, sessions, invitations, roles."""
