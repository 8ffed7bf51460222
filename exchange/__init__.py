"""Sister-city exchange and delegation management; importing a submodule builds no app."""
