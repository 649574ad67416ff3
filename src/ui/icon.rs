//! The page's few icons: strokes on a grid of 16, in the colour of the text beside them.

use yew::Html;

use super::element::el;

/// An icon; it says nothing that the text or the label beside it does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Play,
    Pause,
    Next,
    Back,
    Skip,
    ToStart,
    ToEnd,
    Undo,
    Redo,
    Pen,
    Compare,
    Sun,
    Moon,
    System,
    Help,
    Close,
    Check,
    Alarm,
    Dice,
    Forward,
    Backward,
    Plus,
    Minus,
    Previous,
    Following,
    ChevronDown,
    ChevronUp,
    Clock,
    Twice,
    Whole,
    Scissors,
    Save,
    Share,
    Book,
    Shrink,
    Legend,
    Contrast,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Save => "M8 2.4v7M5 6.6l3 3 3-3M2.8 10.8v2.6h10.4v-2.6",
            Self::Share => "M8 10V2.4M5 5.2 8 2.2l3 3M4.6 7.4H3v6.2h10V7.4h-1.6",
            Self::Play => "M4.5 2.8v10.4l8.7-5.2z",
            Self::Pause => "M4 3h2.6v10H4zM9.4 3H12v10H9.4z",
            Self::Next => "M3.2 3.2v9.6L10 8zM11.4 3.2v9.6",
            Self::Skip => "M1.8 3.4v9.2L7.4 8zM8 3.4v9.2L13.6 8zM14.2 3.4v9.2",
            Self::Back => "M12.8 3.2v9.6L6 8zM4.6 3.2v9.6",
            Self::ToStart => "M11.4 3.6 7 8l4.4 4.4M4.6 3.6v8.8",
            Self::ToEnd => "M4.6 3.6 9 8l-4.4 4.4M11.4 3.6v8.8",
            Self::Undo => "M5.6 3 2.8 5.8l2.8 2.8M3 5.8h6.2a3.7 3.7 0 0 1 0 7.4H6",
            Self::Redo => "M10.4 3l2.8 2.8-2.8 2.8M13 5.8H6.8a3.7 3.7 0 0 0 0 7.4H10",
            Self::Pen => "M3 13l.7-2.9 7-7 2.2 2.2-7 7zM9.6 4.2l2.2 2.2",
            Self::Compare => "M3 5h8.6M9.2 2.4 11.8 5 9.2 7.6M13 11H4.4M6.8 8.4 4.2 11l2.6 2.6",
            Self::Sun => {
                "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.4v1.2M8 13.4v1.2M1.4 8h1.2M13.4 8h1.2M3.3 3.3l.9.9M11.8 11.8l.9.9M3.3 12.7l.9-.9M11.8 4.2l.9-.9"
            }
            Self::Moon => "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
            Self::System => {
                "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 2.2v11.6M8 4.6h4.7M8 7h5.7M8 9.4h5.6M8 11.8h4.3"
            }
            Self::Help => "M5.9 6.1a2.1 2.1 0 1 1 3.2 1.8c-.7.4-1.1.9-1.1 1.7M8 11.9v.1",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Check => "M3.4 8.4l3 3 6.2-6.6",
            Self::Alarm => "M8 2.4 14.4 13.4H1.6zM8 6.6v3M8 11.4v.1",
            Self::Dice => {
                "M3.6 2.8h8.8c.5 0 .8.3.8.8v8.8c0 .5-.3.8-.8.8H3.6c-.5 0-.8-.3-.8-.8V3.6c0-.5.3-.8.8-.8zM5.6 5.6v.01M10.4 5.6v.01M8 8v.01M5.6 10.4v.01M10.4 10.4v.01"
            }
            Self::Forward => "M6.4 3.6 10.8 8l-4.4 4.4",
            Self::Backward => "M9.6 3.6 5.2 8l4.4 4.4",
            Self::Plus => "M8 3.2v9.6M3.2 8h9.6",
            Self::Minus => "M3.2 8h9.6",
            Self::Previous => "M8.6 3.8 4.4 8l4.2 4.2M4.6 8h8",
            Self::Following => "M7.4 3.8 11.6 8l-4.2 4.2M3.4 8h8",
            Self::ChevronDown => "M3.6 6 8 10.4 12.4 6",
            Self::ChevronUp => "M3.6 10.4 8 6l4.4 4.4",
            Self::Clock => "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 4.8V8l2.4 1.6",
            Self::Twice => "M5.6 5.6h7.6v7.6H5.6zM10.4 5.4V2.8H2.8v7.6h2.6",
            Self::Whole => "M2.6 6V2.6H6M10 2.6h3.4V6M13.4 10v3.4H10M6 13.4H2.6V10",
            Self::Book => {
                "M8 4.4C6.4 3.2 4.4 3 2.4 3.4v8.8c2-.4 4-.2 5.6 1 1.6-1.2 3.6-1.4 5.6-1V3.4C11.6 3 9.6 3.2 8 4.4zM8 4.4v8.8"
            }
            Self::Shrink => "M6 2.6V6H2.6M10 2.6V6h3.4M10 13.4V10h3.4M6 13.4V10H2.6",
            Self::Contrast => {
                "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 2.2v11.6M8 5.2 4 11M8 8.6 5.4 12.6M8 2.2 2.6 9"
            }
            Self::Legend => "M3.4 4.2v.01M6.4 4.2h6.4M3.4 8v.01M6.4 8h6.4M3.4 11.8v.01M6.4 11.8h6.4",
            Self::Scissors => {
                "M5.9 9.9 13 2.8M10.1 9.9 3 2.8M4.6 9.4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM11.4 9.4a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
            }
        }
    }

    /// The drawing.
    pub fn draw(self) -> Html {
        let filled = matches!(self, Self::Play | Self::Pause | Self::Next | Self::Back | Self::Skip);
        let fill = if filled { "currentColor" } else { "none" };
        el("svg")
            .attr("viewBox", "0 0 16 16")
            .attr("aria-hidden", "true")
            .attr("focusable", "false")
            .attr("fill", fill)
            .attr("stroke", "currentColor")
            .attr("stroke-width", "1.5")
            .attr("stroke-linecap", "round")
            .attr("stroke-linejoin", "round")
            .child(el("path").attr("d", self.path()))
            .into()
    }
}

/// The mark of the lab: one becomes two.
pub fn mark() -> Html {
    el("svg")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .class("mark")
        .child(
            el("path")
                .attr("d", "M12 7c0 5-5.4 4.4-5.4 9M12 7c0 5 5.4 4.4 5.4 9")
                .attr("fill", "none")
                .attr("stroke", "var(--line-2)")
                .attr("stroke-width", "2"),
        )
        .child(
            el("circle")
                .attr("cx", "12")
                .attr("cy", "5.6")
                .attr("r", "3.4")
                .attr("fill", "oklch(0.74 0.15 70)"),
        )
        .child(
            el("circle")
                .attr("cx", "6.4")
                .attr("cy", "17.6")
                .attr("r", "3.4")
                .attr("fill", "oklch(0.68 0.13 250)"),
        )
        .child(
            el("circle")
                .attr("cx", "17.6")
                .attr("cy", "17.6")
                .attr("r", "3.4")
                .attr("fill", "oklch(0.7 0.13 160)"),
        )
        .into()
}
