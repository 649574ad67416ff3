//! The preprocessor as a program: mdBook runs it, `mdbook-recraft supports RENDERER` first, and then with the book on its standard input.

use std::io::{Read as _, stdin};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // In other forms of a book scenarios stay what they are: texts.
        ["supports", renderer] => {
            return if renderer == "html" { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        [] => {}
        _ => {
            eprintln!("mdbook-recraft is run by mdBook: put [preprocessor.recraft] into book.toml.");
            return ExitCode::from(2);
        }
    }
    let mut input = String::new();
    let read = stdin().read_to_string(&mut input).map_err(|error| error.to_string());
    match read.and_then(|_| mdbook_recraft::preprocess(&input)) {
        Ok(book) => {
            println!("{book}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
