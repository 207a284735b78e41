"""The counsellors' web console: a process of its own, without the key of addresses, for the counsellors' network only."""
