"""The shapes of the files: which keys each part has; one set of classes for reader, schema and reference."""
