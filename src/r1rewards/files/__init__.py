"""Files of samples: rows in, rows with scores out, and what is known of a run."""

__all__: list[str] = []
