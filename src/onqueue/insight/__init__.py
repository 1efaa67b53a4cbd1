"""How well is it going? One definition a metric, from events, the same wherever it is shown."""
