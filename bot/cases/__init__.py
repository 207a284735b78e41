"""Cases: when a person takes over from the bot, who is asked, and what everybody is told meanwhile."""
