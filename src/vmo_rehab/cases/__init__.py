"""What a protocol is expected to do: cases by date, run against it, and what they have seen of it."""
