"""Hours as a form gives them."""


def test_hours_of_a_form():
    from bot.console.hours import hours_of
    from bot.console.views import Form

    def read(text):
        found = hours_of(Form({"hours_mon": [text]}))
        return None if found is None else found.get("mon", [])

    assert read("9:00-12:00, 13:00 – 17:00") == [["09:00", "12:00"], ["13:00", "17:00"]]
    assert read("") == []
    assert read("20:00-24:00") == [["20:00", "24:00"]]
    for wrong in ("9-17", "17:00-09:00", "25:00-26:00", "09:00", "09:60-10:00"):
        assert read(wrong) is None
