"""Telegram's limits, each with its source; all are of the Bot API unless it says otherwise."""

MAX_TEXT_UNITS = 4096  # sendMessage.text, in UTF-16 code units
MAX_CAPTION_UNITS = 1024  # sendPhoto.caption
MAX_CALLBACK_BYTES = 64  # InlineKeyboardButton.callback_data
MAX_BUTTONS = 100  # of one keyboard; more are refused
MESSAGES_PER_SECOND = 25.0  # 30 over all chats (Bots FAQ, "My bot is hitting limits"); the rest is for answers to presses
POLL_SECONDS = 25  # getUpdates.timeout
MAX_FILE_BYTES = 20_000_000  # getFile
MAX_COMMAND_DESCRIPTION = 256  # BotCommand.description
