//! `cargo xtask profile`: which functions run at the beginning of a visit.
//!
//! Each function of the program gets a global of its own that it sets when it is called; ordinary visits are played in a browser, and
//! the names of those that have run make the list of the first part's functions.

use std::fs;
use std::path::PathBuf;

use wasm_encoder::reencode::{self, Error, Reencode};
use wasm_encoder::{CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, Instruction, Module};
use wasmparser::{ExportSectionReader, FunctionBody, GlobalSectionReader, Parser};

use super::names;
use super::program::{FLAG, Program, unwritable};
use crate::failure::{Failure, OrFail, Outcome};
use crate::process::{cargo, run_aside};
use crate::setup::{self, Browser};
use crate::{page, project};

/// What the name of a function's global begins with.
const RAN: &str = "~ran";

/// Plays visits, and writes the list anew.
pub fn profile() -> Outcome {
    setup::for_page_in(&Browser::ALL)?;
    page::build()?;
    let bytes = fs::read(super::whole()).or_fail("the program before it was split cannot be read")?;
    let program = Program::read(&bytes)?;
    let folder = watched_page(&program)?;
    let notes = folder.join("ran.txt");
    run_aside(
        cargo()
            .args(["run", "--quiet", "--package", "recraft-e2e", "--bin", "profile", "--"])
            .args([&folder, &notes]),
    )?;
    let ran = fs::read_to_string(&notes).or_fail("what has run is not written down")?;
    let numbers = ran.lines().map(str::parse::<u32>).collect::<Result<Vec<_>, _>>();
    let numbers = numbers.or_fail("the numbers of the functions that have run cannot be read")?;
    if numbers.is_empty() {
        return Err(Failure::new("no function has run")
            .at("cargo xtask profile")
            .advice("see what was printed above"));
    }
    let list = project::root().join("xtask/src/split/first.txt");
    fs::write(&list, names::list(numbers.iter().map(|&function| names::plain(program.name(function)))))
        .or_fail("the list cannot be written")?;
    println!("{} of {} functions: {}", numbers.len(), program.own().len(), list.display());
    Ok(())
}

/// A copy of the page whose program, whole, notes which of its functions run.
fn watched_page(program: &Program<'_>) -> Outcome<PathBuf> {
    let folder = project::root().join("target/profile");
    let _ = fs::remove_dir_all(&folder);
    project::copy(&project::dist(), &folder)?;
    let index = folder.join("index.html");
    let page = fs::read_to_string(&index).or_fail("the built page cannot be read")?;
    let name = super::program_name(&page).ok_or_else(|| super::no_program(&index))?;
    let mut module = Module::new();
    Watched { program, next: program.imported }
        .parse_core_module(&mut module, Parser::new(0), program.bytes)
        .map_err(|error| unwritable(&error))?;
    fs::write(folder.join(name), module.finish()).or_fail("the watched program cannot be written")?;
    let whole = page.replace(&format!(" data-later=\"./{}\"", super::later_name(name)), "");
    fs::write(&index, whole).or_fail("the copy of the page cannot be written")?;
    Ok(folder)
}

/// Writes a program whose functions say that they have been called.
struct Watched<'p, 'a> {
    program: &'p Program<'a>,
    next: u32,
}

type Written = Result<(), Error<std::convert::Infallible>>;

impl Reencode for Watched<'_, '_> {
    type Error = std::convert::Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Written {
        reencode::utils::parse_global_section(self, globals, section)?;
        for _ in self.program.own() {
            globals.global(FLAG, &ConstExpr::i32_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Written {
        reencode::utils::parse_export_section(self, exports, section)?;
        for (function, global) in self.program.own().zip(self.program.globals..) {
            exports.export(&format!("{RAN}{function}"), ExportKind::Global, global);
        }
        Ok(())
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Written {
        let global = self.program.globals + (self.next - self.program.imported);
        self.next += 1;
        let mut function = self.new_function_with_parsed_locals(&body)?;
        function.instruction(&Instruction::I32Const(1));
        function.instruction(&Instruction::GlobalSet(global));
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            function.instruction(&self.parse_instruction(&mut operators)?);
        }
        code.function(&function);
        Ok(())
    }
}
