//! The stage: a canvas that assistive technology does not see, and what lies over it.

use yew::prelude::*;

use crate::app::Msg;
use crate::browser::pointer;
use crate::session::Action;

use super::icon::Icon;
use super::press::act;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub canvas: NodeRef,
    /// Whether something that can be selected is under the pointer.
    pub over: bool,
    /// Whether the run stands at its very beginning.
    pub fresh: bool,
    pub on: Callback<Msg>,
    pub children: Children,
}

#[component]
pub fn Stage(props: &Props) -> Html {
    let on = &props.on;
    html! {
        <div class="stage" id="stage">
            <canvas ref={props.canvas.clone()} aria-hidden="true" class={classes!(props.over.then_some("over"))}
                onpointermove={on.reform(|event: PointerEvent| Msg::Hover(Some(pointer(&event))))}
                onpointerleave={on.reform(|_| Msg::Hover(None))}
                onpointerup={on.reform(|event: PointerEvent| Msg::Tap(pointer(&event)))}></canvas>
            { for props.children.iter() }
            if props.fresh {
                <button class="button primary poster" id="begin" onclick={act(on, Action::TogglePlay)}>
                    { Icon::Play.draw() }{ "Start the clock" }
                </button>
            }
        </div>
    }
}
