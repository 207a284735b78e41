"""The gate: takes what messengers bring, keeps it, and sends what is to be sent. It thinks nothing; the brain does."""
