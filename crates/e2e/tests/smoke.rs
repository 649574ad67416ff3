//! The page opens, under a path of a static host, in both browsers, and says nothing bad.

use recraft_e2e::{Look, Scheme, Size, in_each_browser, in_each_browser_as};

#[test]
fn the_page_opens_quietly() {
    in_each_browser(|page| {
        page.open("")?;
        assert_eq!(page.title()?, "ReCraft Lab");
        Ok(())
    });
}

#[test]
fn the_page_opens_on_a_telephone_in_the_dark() {
    let look = Look { size: Size::PHONE, scheme: Scheme::Dark, ..Look::default() };
    in_each_browser_as(&look, |page| {
        page.open("")?;
        let window: [u32; 2] = page.script("return [innerWidth, innerHeight];")?;
        assert_eq!(window, [Size::PHONE.width, Size::PHONE.height]);
        assert!(page.script::<bool>("return matchMedia('(prefers-color-scheme: dark)').matches;")?);
        let width: u32 = page.script("return document.documentElement.scrollWidth;")?;
        assert!(width <= Size::PHONE.width, "the page is {width} pixels wide and must be scrolled sideways");
        Ok(())
    });
}
