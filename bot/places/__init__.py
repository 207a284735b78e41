"""Places in messages: countries and cities of return, places in Germany, in any script and as people spell them."""
