//! `cargo xtask shots`: pictures of the built page in three sizes, light and dark.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use lexopt::prelude::{Long, ValueExt};
use recraft_e2e::{Browser, Failure, Look, OrFail, Outcome, Page, Scheme, Size, exit_code};

/// What to take pictures of.
struct Options {
    /// The folder for the pictures.
    out: PathBuf,
    /// The page's query.
    query: String,
    /// How long the page runs before the picture.
    after: Duration,
    /// A script that runs when the page is ready.
    script: Option<String>,
    browser: Browser,
}

fn main() -> ExitCode {
    exit_code(read_options().and_then(|options| take_pictures(&options)))
}

fn read_options() -> Outcome<Options> {
    parse(lexopt::Parser::from_env()).map_err(|error| {
        Failure::new(error.to_string()).at("the command line").advice("`cargo xtask help` lists the options")
    })
}

fn parse(mut words: lexopt::Parser) -> Result<Options, lexopt::Error> {
    let mut options = Options {
        out: PathBuf::from("target/shots"),
        query: String::new(),
        after: Duration::ZERO,
        script: None,
        browser: Browser::Chromium,
    };
    while let Some(word) = words.next()? {
        match word {
            Long("out") => options.out = words.value()?.into(),
            Long("query") => options.query = words.value()?.string()?,
            Long("after") => options.after = words.value()?.parse_with(seconds)?,
            Long("run") => options.script = Some(words.value()?.string()?),
            Long("browser") => {
                options.browser =
                    words.value()?.parse_with(|name| Browser::named(name).ok_or("no such browser"))?;
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

fn take_pictures(options: &Options) -> Outcome {
    fs::create_dir_all(&options.out).or_fail("the folder for the pictures cannot be made")?;
    for scheme in Scheme::ALL {
        let page = Page::start(options.browser, &Look { scheme, ..Look::default() })?;
        for size in Size::ALL {
            page.resize(size)?;
            page.open(&options.query)?;
            if let Some(script) = &options.script {
                page.script::<serde_json::Value>(script)?;
            }
            thread::sleep(options.after);
            let file = options.out.join(format!("{}-{}.png", size.name, scheme.name()));
            page.save_picture(&file)?;
            println!("{}", file.display());
        }
        for report in page.trouble()? {
            eprintln!("the browser reported {report}");
        }
    }
    Ok(())
}
