"""The way itself: what comes next, papers, luggage, the day of travel."""

from __future__ import annotations

from bot.answers.options import _static

ask_next_steps = _static("utter_next_steps")
ask_apply = _static("utter_apply")
ask_processing_time = _static("utter_processing_time")
ask_travel_documents = _static("utter_travel_documents")
ask_luggage = _static("utter_luggage")
ask_travel_day = _static("utter_travel_day")
ask_before_leaving = _static("utter_before_leaving")
ask_counselling_free = _static("utter_counselling_free")
ask_my_status = _static("utter_my_status")
