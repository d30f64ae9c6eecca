"""Searching with a photo: chosen, dropped, pasted, cropped, weighed, dropped again."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from browser_shop import photo_file
from playwright.sync_api import Page, expect
from shopper import Open, box, cards, chip, found, settled, understood

INTO_PAGE = """([kind, base64]) => {
  const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
  const told = { bubbles: true, cancelable: true };
  if (kind === 'paste') document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, ...told }));
  else for (const step of kind === 'hover' ? ['dragenter', 'dragover'] : ['dragenter', 'dragover', 'drop'])
    document.body.dispatchEvent(new DragEvent(step, { dataTransfer: data, ...told }));
}"""


def choose_photo(page: Page, photo: Path) -> None:
    page.get_by_role("button", name="Search with a photo").click()
    expect(page.get_by_role("button", name="Choose a picture")).to_be_visible()
    page.get_by_test_id("photo-file").set_input_files(photo)


def bring(page: Page, how: str, photo: Path) -> None:
    page.evaluate(INTO_PAGE, [how, base64.b64encode(photo.read_bytes()).decode()])


def test_a_chosen_photo_finds_what_it_shows(open_page: Open, files: Path) -> None:
    """A photo of a red lamp is understood as an input of its own and finds a lamp among the first results."""
    page = open_page()
    choose_photo(page, photo_file(files, "red", "table lamp"))
    understood(page, "photo")
    settled(page)
    assert any(id.startswith("table-lamp") for id in found(page)[:4])


def test_a_photo_can_be_dropped_on_the_page(open_page: Open, files: Path) -> None:
    """A picture dropped anywhere becomes the search's photo, beside the words that are there."""
    page = open_page("/?q=mug")
    settled(page)
    bring(page, "drop", photo_file(files, "green", "coffee mug"))
    understood(page, "photo")
    expect(chip(page, "words")).to_contain_text("mug")
    settled(page)
    assert found(page)[0].startswith("coffee-mug")


def test_the_whole_page_takes_a_picture_that_is_held_above_it(open_page: Open, files: Path) -> None:
    """While a picture is dragged, the page says everywhere that it may be dropped, not in its header alone."""
    page = open_page("/?q=mug", width=1280, height=800)
    settled(page)
    bring(page, "hover", photo_file(files, "green", "coffee mug"))
    veil = page.locator(".drop-veil")
    expect(veil).to_contain_text("Drop the picture")
    covered = veil.bounding_box()
    assert covered is not None and (covered["width"], covered["height"]) >= (1200, 700), covered


def test_a_photo_can_be_pasted(open_page: Open, files: Path) -> None:
    """A picture on the clipboard becomes the search's photo."""
    page = open_page()
    settled(page)
    bring(page, "paste", photo_file(files, "blue", "backpack"))
    understood(page, "photo")


def test_a_file_that_is_no_picture_is_refused_kindly(open_page: Open, files: Path) -> None:
    """A text file named .jpg is said not to be a picture; nothing is searched."""
    page = open_page()
    settled(page)
    fake = files / "fake.jpg"
    fake.write_text("not a picture")
    page.get_by_test_id("photo-file").set_input_files(fake)
    expect(page.get_by_role("alert")).to_have_text("This file is not a picture that can be read here.")
    expect(chip(page, "photo")).to_have_count(0)


def test_the_crop_frame_moves_by_mouse_and_by_keyboard(open_page: Open, files: Path) -> None:
    """A corner dragged by the mouse and arrow keys on the frame change the part; a search with that part follows."""
    page = open_page()
    choose_photo(page, photo_file(files, "blue", "backpack"))
    understood(page, "photo")
    page.get_by_role("button", name="Photo: choose the part that matters").click()
    dialog = page.get_by_role("dialog")
    corner = dialog.get_by_role("button", name=re.compile("^Top left corner"))
    spoken = corner.get_attribute("aria-label")
    place = corner.bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + 80, place["y"] + 60, steps=4)
    page.mouse.up()
    expect(corner).not_to_have_attribute("aria-label", spoken or "")
    dragged = corner.get_attribute("aria-label")
    dialog.get_by_role("button", name=re.compile("^Frame")).press("Shift+ArrowRight")
    expect(corner).not_to_have_attribute("aria-label", dragged or "")
    with page.expect_request(re.compile("/v1/search")):
        dialog.get_by_role("button", name="Search with this part").click()
    crop = page.evaluate("history.state.memo.crop")
    assert 0 < crop["left"] < crop["right"] <= 1
    assert 0 < crop["top"] < crop["bottom"] <= 1
    expect(dialog).to_have_count(0)
    understood(page, "photo")


def test_an_input_can_be_weighed_and_dropped(open_page: Open, files: Path) -> None:
    """With words and photo each has a share; the slider changes it, and dropping the photo leaves the words."""
    page = open_page("/?q=backpack")
    choose_photo(page, photo_file(files, "red", "backpack"))
    understood(page, "photo")
    settled(page)
    slider = page.get_by_role("slider", name="Share of Photo")
    slider.fill("90")
    expect(page).to_have_url(re.compile(r"weights=words%3A0.1%2Cphoto%3A0.9"))
    settled(page)
    expect(slider).to_have_value("90")
    page.get_by_role("button", name="Remove Photo").click()
    expect(chip(page, "photo")).to_have_count(0)
    settled(page)
    expect(page).to_have_url(re.compile(r"\?q=backpack$"))


def test_a_photo_survives_back_forward_and_reload(open_page: Open, files: Path) -> None:
    """Going back takes the photo off, going forward puts it on, and a reload keeps it."""
    page = open_page("/?q=bag")
    settled(page)
    choose_photo(page, photo_file(files, "black", "tote bag"))
    understood(page, "photo")
    page.go_back()
    expect(chip(page, "photo")).to_have_count(0)
    page.go_forward()
    understood(page, "photo")
    page.reload()
    understood(page, "photo")


def test_a_hit_is_searched_with(open_page: Open) -> None:
    """ "Search with this picture" on a hit looks for what looks like it, by an address that can be shared."""
    page = open_page("/?q=green+yoga+mat")
    settled(page)
    cards(page).first.get_by_role("button", name="Search with this picture").click()
    expect(page).to_have_url(re.compile(r"\?like=yoga-mat-green$"))
    understood(page, "photo")
    expect(box(page)).to_have_value("")
    settled(page)
    assert any(id.startswith("yoga-mat") for id in found(page)[:4])


def test_a_photo_is_taken_with_the_camera(open_page: Open) -> None:
    """The camera opens in the page, and what it sees becomes the search's photo."""
    page = open_page()
    page.get_by_role("button", name="Search with a photo").click()
    page.get_by_role("button", name="Take a photo").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Take the photo").click()
    expect(dialog).to_have_count(0)
    expect(chip(page, "photo")).to_be_visible()
