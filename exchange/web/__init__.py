"""Flask glue the features share."""
