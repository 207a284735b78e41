"""Bringing facts up to date from open files of others."""
