"""The pages on which an institution plans the runs of its courses."""
