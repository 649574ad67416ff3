//! Makes two parts of a program.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::reencode::{self, Error, Reencode};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
    Function, FunctionSection, GlobalSection, ImportSection, Instruction, MemoryType, Module, TableType,
};
use wasmparser::{
    CodeSectionReader, ExportSectionReader, FunctionSectionReader, GlobalSectionReader, Parser, Payload,
};

use super::program::{FLAG, Program, unreadable, unwritable};
use crate::failure::{Failure, Outcome};

/// What the first part is called where the second imports from it.
const FIRST: &str = "first";
/// The global that tells whether the second part is there. The page's script sets it.
const THERE: &str = "~there";

/// Both parts.
pub(super) struct Parts {
    pub(super) first: Vec<u8>,
    pub(super) later: Vec<u8>,
}

/// Splits a program; `is_first` says of each of its own functions whether a visit begins with it.
pub(super) fn split(program: &Program<'_>, is_first: impl Fn(u32) -> bool) -> Outcome<Parts> {
    let plan = Plan::new(program, is_first)?;
    let mut module = Module::new();
    FirstPart { plan: &plan }
        .parse_core_module(&mut module, Parser::new(0), program.bytes)
        .map_err(|error| unwritable(&error))?;
    Ok(Parts { first: module.finish(), later: later_part(&plan)? })
}

/// Which function is where.
struct Plan<'p, 'a> {
    program: &'p Program<'a>,
    bring: u32,
    /// The first part's own functions: those that it has, and those for which it has a stub.
    kept: Vec<u32>,
    /// The second part's functions.
    later: Vec<u32>,
    /// Where in the table the stub of a function finds it.
    stubs: BTreeMap<u32, u64>,
    /// What the second part calls in the first.
    shared: Vec<u32>,
    /// The number of each function in the first part, and in the second.
    in_first: BTreeMap<u32, u32>,
    in_later: BTreeMap<u32, u32>,
    /// How many places the table has.
    places: u64,
}

impl<'p, 'a> Plan<'p, 'a> {
    fn new(program: &'p Program<'a>, is_first: impl Fn(u32) -> bool) -> Outcome<Self> {
        let bring = program.bring.ok_or_else(|| {
            Failure::new("the program does not import what brings its second part")
                .at("the built page")
                .advice("see src/browser/later.rs")
        })?;
        let (first, later): (Vec<u32>, Vec<u32>) = program.own().partition(|&function| is_first(function));
        let is_later: BTreeSet<u32> = later.iter().copied().collect();
        let mut wanted: BTreeSet<u32> = program.exported.clone();
        wanted.extend(program.places.iter().map(|(_, function)| *function));
        for &function in &first {
            wanted.extend(program.calls(function)?);
        }
        let mut shared = BTreeSet::new();
        for &function in &later {
            shared.extend(program.calls(function)?.into_iter().filter(|called| !is_later.contains(called)));
        }
        let known: BTreeMap<u32, u64> =
            program.places.iter().map(|&(place, function)| (function, place)).collect();
        let mut places = program.table.1;
        let mut stubs = BTreeMap::new();
        for function in wanted.into_iter().filter(|function| is_later.contains(function)) {
            let place = known.get(&function).copied().unwrap_or_else(|| {
                places += 1;
                places - 1
            });
            stubs.insert(function, place);
        }
        let kept: Vec<u32> = program
            .own()
            .filter(|function| !is_later.contains(function) || stubs.contains_key(function))
            .collect();
        let shared: Vec<u32> = shared.into_iter().collect();
        let in_first = (0..program.imported).chain(kept.iter().copied()).zip(0..).collect();
        let in_later = shared.iter().chain(&later).copied().zip(0..).collect();
        Ok(Self { program, bring, kept, later, stubs, shared, in_first, in_later, places })
    }

    /// The number of the global that tells whether the second part is there.
    const fn there(&self) -> u32 {
        self.program.globals
    }

    /// A function that calls the one of its kind in the second part, and brings that part before, if it is not there.
    fn stub(&self, function: u32, place: u64) -> Function {
        let mut stub = Function::new([]);
        stub.instruction(&Instruction::GlobalGet(self.there()));
        stub.instruction(&Instruction::I32Eqz);
        stub.instruction(&Instruction::If(BlockType::Empty));
        stub.instruction(&Instruction::Call(self.bring));
        stub.instruction(&Instruction::End);
        for (local, _) in (0..).zip(self.program.parameters(function)) {
            stub.instruction(&Instruction::LocalGet(local));
        }
        stub.instruction(&Instruction::I32Const(place as i32));
        stub.instruction(&Instruction::CallIndirect {
            type_index: self.program.type_of(function),
            table_index: self.program.table.0,
        });
        stub.instruction(&Instruction::End);
        stub
    }
}

/// The name under which the first part exports a thing for the second.
fn shared_name(kind: char, number: usize) -> String {
    format!("~{kind}{number}")
}

/// Writes the first part: the program with stubs in the place of what is in the second, and with all that the second needs of it exported.
struct FirstPart<'s, 'p, 'a> {
    plan: &'s Plan<'p, 'a>,
}

/// Nothing more can go wrong than what goes wrong everywhere.
type Written<T = ()> = Result<T, Error<std::convert::Infallible>>;

impl Reencode for FirstPart<'_, '_, '_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Written<u32> {
        Ok(self.plan.in_first[&function])
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Written {
        for &function in &self.plan.kept {
            functions.function(self.plan.program.type_of(function));
        }
        Ok(())
    }

    fn table_type(&mut self, ty: wasmparser::TableType) -> Written<TableType> {
        with_stubs(self, ty, self.plan.places)
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Written {
        reencode::utils::parse_global_section(self, globals, section)?;
        globals.global(FLAG, &ConstExpr::i32_const(0));
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Written {
        reencode::utils::parse_export_section(self, exports, section)?;
        exports.export(THERE, ExportKind::Global, self.plan.there());
        let own = self.plan.program.globals;
        for global in 0..own {
            exports.export(&shared_name('g', global as usize), ExportKind::Global, global);
        }
        for table in 0..self.plan.program.tables {
            exports.export(&shared_name('t', table as usize), ExportKind::Table, table);
        }
        for (number, function) in self.plan.shared.iter().enumerate() {
            exports.export(&shared_name('f', number), ExportKind::Func, self.plan.in_first[function]);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _: CodeSectionReader<'_>) -> Written {
        for &function in &self.plan.kept {
            match self.plan.stubs.get(&function) {
                Some(&place) => {
                    code.function(&self.plan.stub(function, place));
                }
                None => self.parse_function_body(code, self.plan.program.body(function).clone())?,
            }
        }
        Ok(())
    }

    /// Names and notes of the makers stay behind.
    fn parse_custom_section(&mut self, _: &mut Module, _: wasmparser::CustomSectionReader<'_>) -> Written {
        Ok(())
    }
}

/// The type of a table as both parts have it: that of functions has a place for each stub.
fn with_stubs<R>(part: &mut R, ty: wasmparser::TableType, places: u64) -> Written<TableType>
where
    R: Reencode<Error = std::convert::Infallible>,
{
    let is_of_functions = ty.element_type.is_func_ref();
    let mut ty = reencode::utils::table_type(part, ty)?;
    if is_of_functions {
        ty.minimum = places;
        ty.maximum = ty.maximum.map(|maximum| maximum.max(places));
    }
    Ok(ty)
}

/// Writes what the second part has of the program's functions.
struct LaterPart<'s, 'p, 'a> {
    plan: &'s Plan<'p, 'a>,
}

impl Reencode for LaterPart<'_, '_, '_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Written<u32> {
        Ok(self.plan.in_later[&function])
    }

    fn table_type(&mut self, ty: wasmparser::TableType) -> Written<TableType> {
        with_stubs(self, ty, self.plan.places)
    }
}

fn later_part(plan: &Plan<'_, '_>) -> Outcome<Vec<u8>> {
    let mut part = LaterPart { plan };
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for &function in &plan.later {
        functions.function(plan.program.type_of(function));
        part.parse_function_body(&mut code, plan.program.body(function).clone())
            .map_err(|error| unwritable(&error))?;
    }
    let mut module = Module::new();
    module.section(&plan.program.type_section()?);
    module.section(&imports(plan, &mut part)?);
    module.section(&functions);
    module.section(&elements(plan));
    module.section(&code);
    Ok(module.finish())
}

/// What the second part takes from the first: memory, tables and globals, all of them and so under the numbers that they have there, and functions.
fn imports(plan: &Plan<'_, '_>, part: &mut LaterPart<'_, '_, '_>) -> Outcome<ImportSection> {
    let mut imports = ImportSection::new();
    for (number, &function) in plan.shared.iter().enumerate() {
        imports.import(
            FIRST,
            &shared_name('f', number),
            EntityType::Function(plan.program.type_of(function)),
        );
    }
    for payload in Parser::new(0).parse_all(plan.program.bytes) {
        match payload.map_err(|error| unreadable(&error))? {
            Payload::TableSection(section) => {
                for (number, table) in section.into_iter().enumerate() {
                    let table = table.map_err(|error| unreadable(&error))?;
                    let ty = part.table_type(table.ty).map_err(|error| unwritable(&error))?;
                    imports.import(FIRST, &shared_name('t', number), ty);
                }
            }
            Payload::MemorySection(_) => {
                let any = MemoryType {
                    minimum: 1,
                    maximum: None,
                    memory64: false,
                    shared: false,
                    page_size_log2: None,
                };
                imports.import(FIRST, "memory", any);
            }
            Payload::GlobalSection(section) => {
                for (number, global) in section.into_iter().enumerate() {
                    let global = global.map_err(|error| unreadable(&error))?;
                    let ty = part.global_type(global.ty).map_err(|error| unwritable(&error))?;
                    imports.import(FIRST, &shared_name('g', number), ty);
                }
            }
            _ => {}
        }
    }
    Ok(imports)
}

/// Puts the functions of the second part into their places in the table.
fn elements(plan: &Plan<'_, '_>) -> ElementSection {
    let places: BTreeMap<u64, u32> =
        plan.stubs.iter().map(|(function, &place)| (place, plan.in_later[function])).collect();
    let mut runs: Vec<(u64, Vec<u32>)> = Vec::new();
    for (place, function) in places {
        match runs.last_mut() {
            Some((begin, run)) if *begin + run.len() as u64 == place => run.push(function),
            _ => runs.push((place, vec![function])),
        }
    }
    let mut elements = ElementSection::new();
    for (begin, run) in runs {
        let table = Some(plan.program.table.0).filter(|&table| table > 0);
        elements.active(table, &ConstExpr::i32_const(begin as i32), Elements::Functions(run.into()));
    }
    elements
}
