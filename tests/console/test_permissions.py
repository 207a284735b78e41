"""Each view against each role, over real HTTP: no view is without a line here."""

import pytest

from bot.console.permissions import PUBLIC, VIEWS
from bot.store.counsellors import ROLES
from tests.console.harness import Browser, on_both

EXAMPLES = {"case": "999", "member": "1", "token": "x" * 43, "medium": "none", "name": "console.css"}


def methods(routes, name):
    [found] = [route for route in routes if route.name == name]
    return sorted(found.methods - {"HEAD"})


def path_of(desk, name):
    [found] = [route for route in desk.server.routes if route.name == name]
    path = found.path
    for key in found.param_convertors:
        path = path.replace("{" + key + ":int}", EXAMPLES[key]).replace("{" + key + "}", EXAMPLES[key])
    return path


async def test_every_view_has_a_role_and_every_role_a_view(desk):
    assert {route.name for route in desk.server.routes} == set(VIEWS)
    assert set(VIEWS.values()) <= {PUBLIC, *ROLES}


@pytest.mark.parametrize(
    ("desk", "who"), [*(("sqlite", who) for who in (None, *ROLES)), ("postgresql", "admin")], indirect=["desk"]
)
async def test_each_view_lets_in_whom_the_table_says(desk, who):
    if who:
        await desk.add(who, who)
    async with Browser(desk.url) if who is None else await desk.client(who) as browser:
        word = await browser.csrf() if who else ""
        for name in [*sorted(set(VIEWS) - {"sign_out"}), "sign_out"]:
            path = path_of(desk, name)
            for method in methods(desk.server.routes, name):
                data = {"data": {"csrf": word}} if method == "POST" else {}
                async with browser.stream(method, path, **data) as answer:
                    status, place = answer.status_code, answer.headers.get("location", "")
                if VIEWS[name] == PUBLIC:
                    assert status not in (401, 500), (method, path)
                elif who is None:
                    assert status == 401 or place.startswith("/sign-in"), (method, path, status)
                else:
                    may = ROLES.index(who) >= ROLES.index(VIEWS[name])
                    assert (status not in (401, 403)) == may, (who, method, path, status)
                    assert status != 500, (method, path)


@on_both
async def test_a_number_that_no_database_holds_is_a_page_that_is_not_there(desk):
    await desk.add("amal", "lead")
    async with await desk.client("amal") as browser:
        for path in (f"/cases/{10**30}", f"/team/{10**30}", "/nothing"):
            page = await browser.get(path)
            assert (page.status_code, "There is no such page" in page.text) == (404, True), path
            assert 'href="/queue"' in page.text
        for query in (
            f"/records?case={10**30}",
            f"/records?before={10**30}",
            f"/cases/1?first={10**30}",
            f"/events?case={10**30}",
        ):
            async with browser.stream("GET", query) as answer:
                assert answer.status_code != 500, query


async def test_a_post_without_the_word_of_its_form_or_from_elsewhere_is_refused(desk):
    await desk.add("amal", "admin")
    async with await desk.client("amal") as browser:
        word = await browser.csrf()
        for name in sorted(VIEWS):
            if "POST" not in methods(desk.server.routes, name):
                continue
            path = path_of(desk, name)
            assert (await browser.post(path, data={"csrf": "wrong"})).status_code == 403, path
            assert (await browser.post(path, data={})).status_code == 403, path
            for origin in ("https://evil.example", "null"):
                assert (await browser.post(path, data={"csrf": word}, headers={"Origin": origin})).status_code == 403, path
