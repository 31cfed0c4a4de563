"""Pictures: a protocol as a diagram, a patient's way as a timeline."""
