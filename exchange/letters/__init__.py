"""Letters in and out: the log, replies awaited, texts to start from."""
