//! Higher contrast, as it is chosen in the header or in a link.

use recraft_e2e::{Look, Outcome, Page, Scheme, in_each_browser, in_each_browser_as};

/// The colour of the stage's corner, where nothing is drawn.
fn corner(page: &Page) -> Outcome<[u8; 3]> {
    page.script(
        "const canvas = document.querySelector('#stage canvas');
         const [r, g, b] = canvas.getContext('2d').getImageData(2, 2, 1, 1).data;
         return [r, g, b];",
    )
}

#[test]
fn words_stand_out_by_seven_to_one_in_light_and_dark() {
    for (scheme, stage) in [(Scheme::Light, [255; 3]), (Scheme::Dark, [0; 3])] {
        in_each_browser_as(&Look { scheme, ..Look::default() }, |page| {
            page.open("preset=five&seed=7&theme=contrast&speed=1&play=1")?;
            page.wait_for("a leader", || {
                let said: String = page.script("return document.querySelector('#outline').textContent;")?;
                Ok(said.contains("leader").then_some(()))
            })?;
            page.press(" ")?;
            page.wait_for(&format!("a stage of {stage:?}"), || Ok((corner(page)? == stage).then_some(())))?;
            for tab in ["Space-time", "Logs", "Lineage", "Quorums", "Data", "Charts", "Checks", "Explore"] {
                page.by_role("tab", tab)?.click()?;
                page.expect_high_contrast(&format!("the tab {tab}"))?;
            }
            page.press("1")?;
            page.expect_high_contrast("a node")?;
            for sheet in ["help-button", "lessons-button", "share-button"] {
                page.find(&format!("#{sheet}"))?.click()?;
                page.expect_high_contrast(sheet)?;
                page.find("#sheet-close")?.click()?;
            }
            page.expect_accessible("the page in high contrast")
        });
    }
}

#[test]
fn the_header_offers_higher_contrast_and_it_is_remembered() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7")?;
        let theme =
            || page.script::<Option<String>>("return document.documentElement.dataset.theme ?? null;");
        page.find("#theme")?.click()?;
        assert_eq!(
            theme()?.as_deref(),
            Some("dark"),
            "the first press changes what one sees: the system is light"
        );
        for _ in 0..2 {
            page.find("#theme")?.click()?;
        }
        assert_eq!(theme()?.as_deref(), Some("contrast"));
        page.open("preset=five&seed=7")?;
        assert_eq!(theme()?.as_deref(), Some("contrast"));
        page.find("#theme")?.click()?;
        assert_eq!(theme()?, None);
        Ok(())
    });
}
