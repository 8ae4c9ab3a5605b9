"""Where each person lands: what can I do now? It has no tables; it reads every other noun."""
