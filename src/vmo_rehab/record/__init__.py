"""A patient's record: events in, decisions as issued and as now."""
