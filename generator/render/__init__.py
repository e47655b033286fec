"""Render: a spec's values and the templates make the files of an environment, with their source map."""
