//! Gathers what the sources say: the arguments of `t!` and `tn!` in Rust, and of `t(…)` in the page's few scripts.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::LitStr;

use super::po::Message;
use crate::failure::{Failure, OrFail, Outcome};
use crate::project;

/// Where things are said, in the order in which a translator reads them.
const FOLDERS: [&str; 8] = [
    "src",
    "crates/scene/src",
    "crates/sim/src",
    "crates/script/src",
    "crates/share/src",
    "crates/worker/src",
    "assets",
    "xtask/src/bundle.js",
];

/// The flag of texts with arguments; gettext's own tools know it, and check them.
pub const BRACES: &str = "python-brace-format";

/// Every message, in the order of the sources. One that is said in several places is there once.
pub fn gather() -> Outcome<Vec<Message>> {
    let mut found: Vec<Message> = Vec::new();
    for folder in FOLDERS {
        let place = project::root().join(folder);
        let mut files = if place.is_dir() { project::files(&place)? } else { vec![place] };
        files.sort();
        for file in files {
            let name =
                file.strip_prefix(project::root()).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            for message in of_file(&file, &name)? {
                add(&mut found, message, &name)?;
            }
        }
    }
    Ok(found)
}

/// The messages of one file.
fn of_file(file: &Path, name: &str) -> Outcome<Vec<Message>> {
    let text = || {
        fs::read_to_string(file)
            .or_fail("a source cannot be read")
            .map_err(|failure| failure.at(name.to_owned()))
    };
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => of_rust(&text()?).map_err(|failure| failure.at(name.to_owned())),
        Some("js") => Ok(of_script(&text()?)),
        _ => Ok(Vec::new()),
    }
}

fn add(found: &mut Vec<Message>, mut message: Message, place: &str) -> Outcome {
    let Some(known) = found.iter_mut().find(|known| known.name() == message.name()) else {
        message.places = vec![place.to_owned()];
        found.push(message);
        return Ok(());
    };
    if known.plural != message.plural || known.flags != message.flags {
        return Err(Failure::new(format!(
            "“{}” is said in two ways: counted and not, or with arguments and without",
            message.id
        ))
        .at(format!("{}, {place}", known.places.join(", ")))
        .advice("say one of them in other words, or with a context: t!(in \"…\": \"…\")"));
    }
    if known.places.last().is_none_or(|last| last != place) {
        known.places.push(place.to_owned());
    }
    Ok(())
}

/// The messages of a Rust source.
fn of_rust(text: &str) -> Outcome<Vec<Message>> {
    let tokens: TokenStream = text.parse().or_fail("this is no Rust source")?;
    let mut found = Vec::new();
    walk(tokens, &mut found)?;
    Ok(found)
}

fn walk(tokens: TokenStream, found: &mut Vec<Message>) -> Outcome {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        if let [.., TokenTree::Ident(name), TokenTree::Punct(mark)] = &tokens[..at]
            && mark.as_char() == '!'
            && group.delimiter() == Delimiter::Parenthesis
        {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            if name == "t" {
                found.push(said(&inside)?);
            } else if name == "tn" {
                found.push(counted(&inside)?);
            }
        }
        walk(group.stream(), found)?;
    }
    Ok(())
}

/// What `t!` is given.
fn said(inside: &[TokenTree]) -> Outcome<Message> {
    let mut message = Message::default();
    let rest = match inside {
        [TokenTree::Ident(word), context, TokenTree::Punct(_), rest @ ..] if word == "in" => {
            message.context = Some(literal(context)?);
            rest
        }
        rest => rest,
    };
    let [text, arguments @ ..] = rest else { return Err(no_text()) };
    message.id = literal(text)?;
    // A comma may follow the text of a call that is written over several lines.
    if arguments.len() > 1 {
        message.flags.push(BRACES.to_owned());
    }
    Ok(message)
}

/// What `tn!` is given: a number, two texts, and perhaps more.
fn counted(inside: &[TokenTree]) -> Outcome<Message> {
    let parts: Vec<&[TokenTree]> =
        inside.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',')).collect();
    let [_, [one], [many], ..] = parts[..] else { return Err(no_text()) };
    Ok(Message {
        id: literal(one)?,
        plural: Some(literal(many)?),
        flags: vec![BRACES.to_owned()],
        ..Message::default()
    })
}

fn literal(token: &TokenTree) -> Outcome<String> {
    let literal: LitStr = syn::parse2(token.clone().into()).map_err(|_| no_text())?;
    Ok(literal.value())
}

fn no_text() -> Failure {
    Failure::new("t! and tn! take texts as literals").advice("see the documentation of recraft-words")
}

/// The messages of a script: the literals in `t("…")`.
fn of_script(text: &str) -> Vec<Message> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("t(\"") {
        let is_longer =
            text[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.');
        let Some((id, after)) = text[at + 3..].split_once('"').filter(|_| !is_longer) else { continue };
        let flags = if after.starts_with(',') { vec![BRACES.to_owned()] } else { Vec::new() };
        found.push(Message { id: id.to_owned(), flags, ..Message::default() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_sources_say_is_found_wherever_it_stands() {
        let source = "fn f() -> Html { html! { <p title={t!(\"A “title”\")}>{ format!(\"{}\", t!(\n\"{n} is \\\nlong\", n = 3 + g(1, 2),)) }</p> } }\n\
                      // t!(\"a comment\")\nconst S: &str = \"t!(\\\"a string\\\")\"; fn g() { tn!(f(1, 2), \"one\", \"{count} of {x}\", x); t!(in \"verb\": \"Split\"); not!(\"it\") }";
        let found = of_rust(source).unwrap();
        let texts: Vec<&str> = found.iter().map(|message| message.id.as_str()).collect();
        assert_eq!(texts, ["A “title”", "{n} is long", "one", "Split"]);
        assert_eq!(found[2].plural.as_deref(), Some("{count} of {x}"));
        assert_eq!(found[3].context.as_deref(), Some("verb"));
        assert_eq!(found.iter().map(|message| message.flags.len()).collect::<Vec<_>>(), [0, 1, 1, 0]);
        assert!(of_rust("fn f() { t!(name) }").is_err() && of_rust("fn f() { tn!(1, \"one\") }").is_err());
    }

    #[test]
    fn scripts_say_things_too() {
        let found = of_script(
            "a(t(\"Loading…\")); at(\"nothing\"); x.t(\"nor this\"); t(\"Failed: {error}\", { error });",
        );
        assert_eq!(
            found.iter().map(|message| message.id.as_str()).collect::<Vec<_>>(),
            ["Loading…", "Failed: {error}"]
        );
        assert_eq!((found[0].flags.len(), found[1].flags.len()), (0, 1));
    }

    #[test]
    fn one_text_is_one_message() {
        let mut found = Vec::new();
        let message = |plural: Option<&str>| Message {
            id: "a".to_owned(),
            plural: plural.map(str::to_owned),
            ..Message::default()
        };
        add(&mut found, message(None), "a.rs").unwrap();
        add(&mut found, message(None), "a.rs").unwrap();
        add(&mut found, message(None), "b.rs").unwrap();
        assert_eq!((found.len(), found[0].places.len()), (1, 2));
        assert!(add(&mut found, message(Some("as")), "c.rs").is_err());
    }
}
