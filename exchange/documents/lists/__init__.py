"""Lists of people as offices send them: headings found and told, kept until confirmed. Pure."""
