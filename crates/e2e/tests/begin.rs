//! The first minute: the page opens with time standing still, is looked at, resized and started.

use recraft_e2e::{Outcome, Page, Size, in_each_browser};

/// The virtual time.
fn now_us(page: &Page) -> Outcome<u64> {
    page.script("return Number(document.querySelector('#outline').dataset.nowUs);")
}

/// Whether the canvas has the resolution of the place it takes up, and shows something on either side of its middle.
const IS_DRAWN: &str = "
    const canvas = document.querySelector('#stage canvas');
    const ratio = Math.min(Math.max(devicePixelRatio, 1), 3);
    const fits = canvas.width === Math.round(canvas.clientWidth * ratio)
        && canvas.height === Math.round(canvas.clientHeight * ratio);
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const colours = (x) => {
        const { data } = context.getImageData(x, 0, 1, canvas.height);
        const seen = new Set();
        for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 4).join());
        return seen.size;
    };
    const left = Math.round(canvas.width / 4), right = Math.round(canvas.width * 3 / 4);
    return fits && colours(left) > 1 && colours(right) > 1;";

/// From where to where the start button reaches, as shares of the stage's height. A cluster's title stands in the upper third, what
/// it waits for in the lower one.
const POSTER: &str = "
    const stage = document.querySelector('#stage').getBoundingClientRect();
    const button = document.querySelector('#begin').getBoundingClientRect();
    return [(button.top - stage.top) / stage.height, (button.bottom - stage.top) / stage.height];";

#[test]
fn a_click_on_the_start_button_starts_the_clock() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7&speed=1")?;
        assert_eq!(now_us(page)?, 0);
        page.find("#begin")?.click()?;
        page.wait_for("the clock to run", || Ok((now_us(page)? > 50_000).then_some(())))?;
        assert!(page.all("#begin")?.is_empty(), "the button stays after the start");
        assert_eq!(page.find("#outline")?.attribute("data-playing")?.as_deref(), Some("true"));
        page.find("#play")?.click()
    });
}

#[test]
fn the_start_button_leaves_the_words_above_and_below_the_hull_free() {
    in_each_browser(|page| {
        for preset in ["three", "five", "seven", "figure-3"] {
            page.open(&format!("preset={preset}&seed=7"))?;
            for size in Size::ALL {
                page.resize(size)?;
                let [top, bottom]: [f64; 2] = page.script(POSTER)?;
                assert!(
                    top > 0.3 && bottom < 0.7,
                    "{preset} on a {}: from {top:.2} to {bottom:.2}",
                    size.name
                );
            }
        }
        Ok(())
    });
}

#[test]
fn a_resize_redraws_the_stage_while_time_stands_still() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7")?;
        for size in [Size::TABLET, Size::PHONE, Size::DESKTOP] {
            page.resize(size)?;
            page.wait_for(&format!("the stage to be drawn for a {}", size.name), || {
                Ok(page.script::<bool>(IS_DRAWN)?.then_some(()))
            })?;
        }
        assert_eq!(now_us(page)?, 0);
        Ok(())
    });
}
