"""The vetted knowledge: programmes, procedure, contacts, countries, prices; read from data/knowledge, dated."""
