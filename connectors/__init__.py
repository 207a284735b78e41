"""The messengers: a folder each, over one small base. None yet; the terminal (`wegweiser chat`) speaks for them."""
