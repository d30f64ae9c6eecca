"""Searching by voice: a recording of "blue backpack" stands in for the microphone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from shopper import Open, cards, chip, found, settled, understood

SPEAKING_MS = 2_600
"""The recording lasts about two seconds and is played from its start when the microphone opens."""


def speak(page: Page) -> None:
    """With the keyboard: one press starts, another ends."""
    microphone = page.get_by_role("button", name=re.compile("^Search by voice"))
    microphone.focus()
    microphone.press("Enter")
    expect(page.get_by_role("meter", name="Loudness")).to_be_visible()
    page.wait_for_timeout(SPEAKING_MS)
    page.get_by_role("button", name="Stop and search").first.press("Enter")


def test_what_was_said_is_heard_shown_and_found(open_page: Open) -> None:
    """Speaking "blue backpack" shows these words in a chip, finds a backpack and writes the words into the address."""
    page = open_page()
    speak(page)
    heard = understood(page, "voice").get_by_role("textbox", name="Correct what was heard")
    expect(heard).to_have_value(re.compile("back ?pack", re.I))
    settled(page)
    assert any(id.startswith("backpack") for id in found(page)[:4])
    expect(page).to_have_url(re.compile(r"\?said=", re.I))


def test_what_was_heard_can_be_corrected(open_page: Open) -> None:
    """Typing over the transcript searches with the correction."""
    page = open_page("/?said=blew+back+pack")
    heard = understood(page, "voice").get_by_role("textbox", name="Correct what was heard")
    heard.fill("red coffee mug")
    heard.press("Enter")
    expect(page).to_have_url(re.compile(r"said=red\+coffee\+mug"))
    settled(page)
    assert found(page)[0] == "coffee-mug-red"


def test_holding_the_button_records_while_it_is_held(open_page: Open) -> None:
    """Pressing and holding starts the recording; letting go ends it and searches."""
    page = open_page()
    microphone = page.get_by_role("button", name=re.compile("^Search by voice"))
    place = microphone.bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.down()
    expect(page.get_by_role("meter", name="Loudness")).to_be_visible()
    page.wait_for_timeout(SPEAKING_MS)
    page.mouse.up()
    expect(page.get_by_role("meter", name="Loudness")).to_have_count(0)
    understood(page, "voice")


def test_a_recording_can_be_given_up(open_page: Open) -> None:
    """Cancel closes the microphone and searches for nothing."""
    page = open_page()
    settled(page)
    page.get_by_role("button", name=re.compile("^Search by voice")).press("Enter")
    expect(page.get_by_role("meter", name="Loudness")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("meter", name="Loudness")).to_have_count(0)
    expect(chip(page, "voice")).to_have_count(0)
    expect(cards(page).first).to_be_visible()
