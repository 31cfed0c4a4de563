"""Words for people: protocols, decisions and explanations as text."""
