//! The dock: the views of the run under the stage, one a tab, in a strip that scrolls where they have no room. Wide pages show the
//! events beside the rest; on narrow ones it is a sheet that holds the inspector too.

use yew::prelude::*;

use crate::app::{Msg, Width};
use crate::browser::{capture, height_below};
use crate::session::Tab;

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

#[derive(Properties, PartialEq)]
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

#[component]
pub fn Dock(props: &Props) -> Html {
    let height = match (props.width, props.collapsed, props.height_px) {
        (Width::Narrow, ..) | (_, true, _) => String::new(),
        (_, false, Some(px)) => format!("height:{px:.0}px"),
        (_, false, None) => "height:clamp(180px, 29vh, 340px)".into(),
    };
    let collapsed = props.collapsed && props.width != Width::Narrow;
    let panes = classes!("panes", props.beside.is_some().then_some("two"));
    html! {
        <section class={classes!("dock", collapsed.then_some("collapsed"))} style={height} aria-label="Record of the run">
            if props.width != Width::Narrow {
                { grip(&props.on, props.height_px.unwrap_or(260.0)) }
            }
            { tabs(props, collapsed) }
            if !collapsed {
                <div class={panes}>
                    <div key={props.tab.id()} class="pane" role="tabpanel" id="panel" tabindex="0" aria-labelledby={props.tab.id()}>{ props.panel.clone() }</div>
                    if let Some(beside) = props.beside.clone() {
                        <div key="beside" class="pane" role="region" aria-label="Events">{ beside }</div>
                    }
                </div>
            }
        </section>
    }
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
    html! {
        <div class={classes!("tabs", two.then_some("two"))}>
            <div class="strip" role="tablist" aria-label="Record of the run" {onkeydown}>
                { for all.iter().map(|&tab| one_tab(tab, props, collapsed)) }
            </div>
            if two {
                <span class="beside-title">{ "Events" }</span>
            } else {
                <span class="gap"></span>
            }
            if props.width != Width::Narrow {
                <button class="button quiet icon" id="collapse" aria-expanded={(!collapsed).to_string()}
                    aria-label={if collapsed { "Show the record" } else { "Hide the record" }}
                    title={if collapsed { "Show the record" } else { "Hide the record: more room for the stage" }}
                    onclick={press(on, Msg::Collapse(!collapsed))}>
                    { if collapsed { Icon::ChevronUp.draw() } else { Icon::ChevronDown.draw() } }
                </button>
            }
        </div>
    }
}

fn one_tab(tab: Tab, props: &Props, collapsed: bool) -> Html {
    let selected = tab == props.tab && !collapsed;
    html! {
        <button class="tab" role="tab" id={tab.id()} aria-selected={selected.to_string()} aria-controls="panel"
            tabindex={if tab == props.tab { "0" } else { "-1" }} onclick={press(&props.on, Msg::Show(tab))}>
            { tab.name() }
            if tab == Tab::Checks && props.violations > 0 {
                <span class="count bad">{ props.violations }</span>
            }
        </button>
    }
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
    html! {
        <div class="grip" role="separator" tabindex="0" aria-orientation="horizontal" aria-label="Height of the record"
            aria-valuenow={format!("{height_px:.0}")} aria-valuemin="120" aria-valuemax="640"
            onpointerdown={|event: PointerEvent| capture(&event)} onpointermove={drag} onkeydown={keys}></div>
    }
}
