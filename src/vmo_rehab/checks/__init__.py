"""What a whole protocol gets wrong although each of its lines is right: flow, safety and style."""
