"""A text and where everything stands in it: YAML in a strict profile to nodes, and nodes to text again."""
