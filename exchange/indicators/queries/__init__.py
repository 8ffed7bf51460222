"""What pages, data files and commands ask the indicators for."""
