"""What is different between two protocols, and for whom."""
