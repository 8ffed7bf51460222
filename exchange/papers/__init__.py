"""What a visit prints: programme and lists of members, as papers and workbooks."""
