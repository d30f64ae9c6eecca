"""A shop under load while its parts are killed, stopped and starved: what was acknowledged must be there afterwards."""
