"""Sister-city exchange and delegation management; importing a submodule builds no app."""

__version__ = "0.1.0"
