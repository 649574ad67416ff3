//! What is made, as Yew gets it.

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VTag};

use super::{Element, button, div, el, fragment, p, span, text};

fn tag(element: Element) -> VTag {
    match element.into() {
        Html::VTag(tag) => (*tag).clone(),
        other => panic!("not an element: {other:?}"),
    }
}

/// The attributes that are there, in the order in which they were set.
fn attributes(tag: &VTag) -> Vec<(&'static str, String)> {
    let Attributes::Dynamic { keys, values } = &tag.attributes else { return Vec::new() };
    let said = |value: &AttributeOrProperty| match value {
        AttributeOrProperty::Static(value) => (*value).to_owned(),
        AttributeOrProperty::Attribute(value) => value.to_string(),
        AttributeOrProperty::Property(value) => panic!("a property: {value:?}"),
    };
    keys.iter().zip(values).filter_map(|(name, value)| Some((*name, said(value.as_ref()?)))).collect()
}

fn children(tag: &VTag) -> Vec<Html> {
    match tag.children() {
        Some(Html::VList(list)) => list.to_vec(),
        Some(only) => vec![only.clone()],
        None => Vec::new(),
    }
}

fn said(html: &Html) -> String {
    match html {
        Html::VText(text) => text.text.to_string(),
        Html::VList(list) => list.iter().map(said).collect(),
        Html::VTag(tag) => children(tag).iter().map(said).collect(),
        other => panic!("neither text nor an element: {other:?}"),
    }
}

#[test]
fn classes_are_one_attribute_and_none_if_there_is_none() {
    let class = |element: Element| attributes(&tag(element));
    assert_eq!(
        class(div("row").class_if("open", true).class("wide")),
        [("class", "row open wide".to_owned())]
    );
    assert_eq!(class(div("row").class_if("open", false)), [("class", "row".to_owned())]);
    assert_eq!(class(el("i").class_if("open", false)), []);
    assert_eq!(class(el("i").class_if("open", false).class("wide")), [("class", "wide".to_owned())]);
    assert_eq!(class(el("i").class("")), []);
    assert_eq!(
        class(div("app").classes("no-clock no-speed")),
        [("class", "app no-clock no-speed".to_owned())]
    );
    assert_eq!(class(div("app").classes("")), [("class", "app".to_owned())]);
}

#[test]
fn an_attribute_is_there_or_not_as_its_value_says() {
    let made = |off: bool, title: Option<String>| {
        attributes(&tag(button("b")
            .attr("disabled", off)
            .title(title)
            .truth("aria-pressed", off)
            .attr("rows", 3_usize)))
    };
    let all =
        [("class", "b"), ("disabled", "disabled"), ("title", "why"), ("aria-pressed", "true"), ("rows", "3")];
    assert_eq!(made(true, Some("why".into())), all.map(|(name, value)| (name, value.to_owned())));
    assert_eq!(
        made(false, None).iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ["class", "aria-pressed", "rows"]
    );
}

#[test]
fn elements_of_a_kind_share_the_list_of_their_names() {
    let names = |title: Option<&'static str>| match tag(span("word").title(title).id("x")).attributes {
        Attributes::Dynamic { keys, .. } => keys,
        other => panic!("not as Yew compares quickly: {other:?}"),
    };
    assert!(std::ptr::eq(names(Some("a title")), names(None)));
    assert_eq!(names(None), ["class", "title", "id"]);
}

#[test]
fn what_is_missing_keeps_its_place() {
    let with = |note: Option<&'static str>| {
        children(&tag(div("box")
            .child("before")
            .child(note.map(|note| p("note").child(note)))
            .child("after")))
    };
    assert_eq!(with(None).len(), 3);
    assert_eq!(with(Some("found")).iter().map(said).collect::<Vec<_>>(), ["before", "found", "after"]);
    assert_eq!(with(None).iter().map(said).collect::<Vec<_>>(), ["before", "", "after"]);
}

#[test]
fn one_child_stands_alone_unless_their_number_changes() {
    let one = tag(el("ul").child(el("li")));
    assert!(matches!(one.children(), Some(Html::VTag(_))));
    let several = tag(el("ul").children([el("li").key(1)]));
    assert!(matches!(several.children(), Some(Html::VList(_))));
    assert_eq!(children(&tag(el("ul"))), []);
}

#[test]
fn a_fragment_is_its_children() {
    let Html::VList(list) = fragment().child("a").child(span("b").child(2_u64)).child('c').into() else {
        panic!("not a list")
    };
    assert_eq!(list.iter().map(said).collect::<Vec<_>>(), ["a", "2", "c"]);
    assert_eq!(said(&text("alone")), "alone");
}

#[test]
fn what_the_reader_changes_is_not_an_attribute() {
    let field = tag(el("input").value("typed").checked(true));
    assert_eq!((field.value().map(ToString::to_string), field.checked()), (Some("typed".into()), Some(true)));
    assert_eq!(attributes(&field), []);
    assert_eq!(tag(el("textarea").value("long")).value().map(ToString::to_string), Some("long".into()));
    // An option's value is what it stands for.
    assert_eq!(attributes(&tag(el("option").value("7"))), [("value", "7".to_owned())]);
}

#[test]
fn listeners_and_keys_reach_yew() {
    let made = tag(button("b").key(7_u64).on_click(|_| ()).on_key_down(|_| ()));
    assert_eq!(made.key.as_deref(), Some("7"));
    let all = format!("{made:?}");
    assert!(all.contains("kind: onclick") && all.contains("kind: onkeydown"), "{all}");
}
