"""What the directory takes (`asked`) and gives (`shown`) on the wire."""
