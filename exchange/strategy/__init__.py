"""The city's International Strategy: policies, measures, leading projects."""
