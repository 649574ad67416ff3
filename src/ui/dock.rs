//! The dock: the views of the run under the stage, one a tab, in a strip that scrolls where they have no room. Wide pages show the
//! events beside the rest; on narrow ones it is a sheet that holds the inspector too.

use recraft_words::t;
use yew::prelude::*;

use crate::app::{Msg, Width};
use crate::browser::{capture, height_below};
use crate::session::Tab;
use crate::ui::element::{button, div, section, span};

use super::icon::Icon;
use super::press::press;

/// The tabs of a page of this width.
fn tabs_of(width: Width) -> &'static [Tab] {
    match width {
        Width::Narrow => Tab::ALL,
        Width::Medium => &Tab::ALL[Tab::ELSEWHERE[0]..],
        Width::Wide => &Tab::ALL[Tab::ELSEWHERE[1]..],
    }
}

/// This tab, or the first one that a page of this width has.
pub fn tab_on(tab: Tab, width: Width) -> Tab {
    let all = tabs_of(width);
    if all.contains(&tab) { tab } else { all[0] }
}

#[derive(PartialEq)]
pub struct Props {
    pub width: Width,
    pub tab: Tab,
    pub collapsed: bool,
    /// The height that was chosen, in CSS pixels.
    pub height_px: Option<f64>,
    pub violations: usize,
    /// The panel of the tab.
    pub panel: Html,
    /// The panel beside it, on wide pages.
    pub beside: Option<Html>,
    pub on: Callback<Msg>,
}

pub fn dock(props: &Props) -> Html {
    let height = match (props.width, props.collapsed, props.height_px) {
        (Width::Narrow, ..) | (_, true, _) => String::new(),
        (_, false, Some(px)) => format!("height:{px:.0}px"),
        (_, false, None) => "height:clamp(180px, 29vh, 340px)".into(),
    };
    let collapsed = props.collapsed && props.width != Width::Narrow;
    section("dock")
        .class_if("collapsed", collapsed)
        .style(height)
        .label(t!("Record of the run"))
        .child((props.width != Width::Narrow).then(|| grip(&props.on, props.height_px.unwrap_or(260.0))))
        .child(tabs(props, collapsed))
        .child((!collapsed).then(|| {
            div("panes")
                .class_if("two", props.beside.is_some())
                .child(
                    div("pane")
                        .key(props.tab.id())
                        .role("tabpanel")
                        .id("panel")
                        .attr("tabindex", "0")
                        .attr("aria-labelledby", props.tab.id())
                        .child(props.panel.clone()),
                )
                .child(
                    props.beside.clone().map(|beside| {
                        div("pane").key("beside").role("region").label(t!("Events")).child(beside)
                    }),
                )
        }))
        .into()
}

fn tabs(props: &Props, collapsed: bool) -> Html {
    let all = tabs_of(props.width);
    let on = &props.on;
    let two = props.beside.is_some() && !collapsed;
    let onkeydown = {
        let (on, now) = (on.clone(), props.tab);
        move |event: KeyboardEvent| {
            let place = all.iter().position(|&tab| tab == now).unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" => (place + 1) % all.len(),
                "ArrowLeft" => (place + all.len() - 1) % all.len(),
                "Home" => 0,
                "End" => all.len() - 1,
                _ => return,
            };
            event.prevent_default();
            on.emit(Msg::Show(all[next]));
            crate::browser::focus(all[next].id());
        }
    };
    div("tabs")
        .class_if("two", two)
        .child(
            div("strip")
                .role("tablist")
                .label(t!("Record of the run"))
                .on_key_down(onkeydown)
                .children(all.iter().map(|&tab| one_tab(tab, props, collapsed))),
        )
        .child(if two { span("beside-title").child(t!("Events")) } else { span("gap") })
        .child((props.width != Width::Narrow).then(|| {
            button("button quiet icon")
                .id("collapse")
                .truth("aria-expanded", !collapsed)
                .label(if collapsed { t!("Show the record") } else { t!("Hide the record") })
                .title(if collapsed {
                    t!("Show the record")
                } else {
                    t!("Hide the record: more room for the stage")
                })
                .on_click(press(on, Msg::Collapse(!collapsed)))
                .child(if collapsed { Icon::ChevronUp.draw() } else { Icon::ChevronDown.draw() })
        }))
        .into()
}

fn one_tab(tab: Tab, props: &Props, collapsed: bool) -> Html {
    let selected = tab == props.tab && !collapsed;
    button("tab")
        .role("tab")
        .id(tab.id())
        .truth("aria-selected", selected)
        .attr("aria-controls", "panel")
        .attr("tabindex", if tab == props.tab { "0" } else { "-1" })
        .on_click(press(&props.on, Msg::Show(tab)))
        .child(tab.name())
        .child(
            (tab == Tab::Checks && props.violations > 0).then(|| span("count bad").child(props.violations)),
        )
        .into()
}

/// The edge by which the dock is made larger or smaller.
fn grip(on: &Callback<Msg>, height_px: f64) -> Html {
    let drag = {
        let on = on.clone();
        move |event: PointerEvent| {
            if event.buttons() & 1 == 1 {
                on.emit(Msg::ResizeDock(height_below(f64::from(event.client_y()))));
            }
        }
    };
    let keys = {
        let on = on.clone();
        move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowUp" => on.emit(Msg::GrowDock(32.0)),
            "ArrowDown" => on.emit(Msg::GrowDock(-32.0)),
            _ => {}
        }
    };
    div("grip")
        .role("separator")
        .attr("tabindex", "0")
        .attr("aria-orientation", "horizontal")
        .label(t!("Height of the record"))
        .attr("aria-valuenow", format!("{height_px:.0}"))
        .attr("aria-valuemin", "120")
        .attr("aria-valuemax", "640")
        .on_pointer_down(|event: PointerEvent| capture(&event))
        .on_pointer_move(drag)
        .on_key_down(keys)
        .into()
}
