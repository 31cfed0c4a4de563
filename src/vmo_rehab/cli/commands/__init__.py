"""The commands, one to a module, each named as it is typed."""
