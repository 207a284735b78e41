"""Viber's limits and manners, each with its source.

"API" is creators.viber.com/docs/bots-api (send-message, keyboards, errors), "FAQ" developers.viber.com/docs/faq,
"Infobip" infobip.com/docs/viber/bots/message-types. Where two sources differ, the smaller number is kept.
"""

MAX_BODY_BYTES = 30_000  # API, send-message: "Maximum message size is 30KB"; FAQ: JSON of all requests
MAX_TEXT_UNITS = 7_000  # Infobip, text; whether an emoji counts once or twice is not said, so it counts twice here
MAX_CAPTION_UNITS = 512  # Infobip, image; API says 768
MAX_PICTURE_BYTES = 1_000_000  # Infobip, image; API allows Android phones more
PICTURE_MIMES = ("image/jpeg", "image/png")  # API, picture message
MAX_SENDER_NAME_CHARS = 28  # API, sender.name
MAX_BUTTON_TEXT_CHARS = 250  # API, keyboards, Text
MAX_KEYBOARD_ROWS = 12  # FAQ, portrait mode; another page says 24
COLUMNS = 6  # API, keyboards: the width of a row
LOCATION_PICKER_API_VERSION = 3  # API, keyboards, ActionType location-picker: Viber 7.6 and above

# Ours: what a body may hold so that text, keyboard and the rest (receiver, sender, links) stay below MAX_BODY_BYTES together.
MAX_TEXT_BYTES = 15_000
MAX_KEYBOARD_BYTES = 13_000

UNANSWERED_PAUSE_SECONDS = 600  # API: 100 messages an hour without a word of the person; the hour slides on by itself
OPERATOR_PAUSE_SECONDS = 600  # ours: what only an operator can mend is not mended in seconds
CALL_SECONDS = 20.0  # ours; set_webhook answers only after Viber has called the webhook back
DOWNLOAD_SECONDS = 60.0  # ours, for a whole file
MEDIA_DOMAIN = "viber.com"  # seen in recorded callbacks: dl-media., share.cdn., media.cdn. and media-direct.cdn.viber.com
