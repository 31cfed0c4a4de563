"""What a protocol is made of: phases, rules, doses."""
