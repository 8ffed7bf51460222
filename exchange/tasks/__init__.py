"""What is to be done by whom until when."""
