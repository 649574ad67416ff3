//! A WebAssembly program, read as far as splitting it needs.

use std::collections::BTreeSet;

use wasm_encoder::GlobalType;
use wasm_encoder::reencode::{self, RoundtripReencoder};
use wasmparser::{
    BinaryReaderError, ElementItems, ElementKind, ExternalKind, FuncType, FunctionBody, KnownCustom, Name,
    Operator, Parser, Payload, TypeRef, ValType,
};

use crate::failure::{Failure, Outcome};

/// What the page's script offers: brings the second part.
const BRING: &str = "recraftLater";

/// A program. Functions are numbered as WebAssembly does: imported ones first.
pub(super) struct Program<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) bodies: Vec<FunctionBody<'a>>,
    pub(super) imported: u32,
    pub(super) globals: u32,
    /// How many tables there are.
    pub(super) tables: u32,
    /// The number of the table of functions, and how many places it has.
    pub(super) table: (u32, u64),
    /// Functions with their places in the table.
    pub(super) places: Vec<(u64, u32)>,
    pub(super) exported: BTreeSet<u32>,
    /// The function that brings the second part.
    pub(super) bring: Option<u32>,
    types: Vec<FuncType>,
    type_of: Vec<u32>,
    names: Vec<String>,
}

impl<'a> Program<'a> {
    /// Reads a program.
    pub(super) fn read(bytes: &'a [u8]) -> Outcome<Self> {
        let mut program = Self {
            bytes,
            bodies: Vec::new(),
            imported: 0,
            globals: 0,
            tables: 0,
            table: (0, 0),
            places: Vec::new(),
            exported: BTreeSet::new(),
            bring: None,
            types: Vec::new(),
            type_of: Vec::new(),
            names: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(bytes) {
            program.take(payload.map_err(|error| unreadable(&error))?).map_err(|error| unreadable(&error))?;
        }
        program.names.resize(program.type_of.len(), String::new());
        Ok(program)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::TypeSection(section) => {
                for ty in section.into_iter_err_on_gc_types() {
                    self.types.push(ty?);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    match import.ty {
                        TypeRef::Func(ty) => {
                            if import.name.contains(BRING) {
                                self.bring = Some(self.imported);
                            }
                            self.type_of.push(ty);
                            self.imported += 1;
                        }
                        TypeRef::Global(_) => self.globals += 1,
                        _ => {}
                    }
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.type_of.push(ty?);
                }
            }
            Payload::TableSection(section) => {
                self.tables = section.count();
                for (number, table) in (0..).zip(section) {
                    let ty = table?.ty;
                    if ty.element_type.is_func_ref() {
                        self.table = (number, ty.initial);
                    }
                }
            }
            Payload::GlobalSection(section) => self.globals += section.count(),
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.exported.insert(export.index);
                    }
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    self.take_element(element?)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for part in names {
                        if let Name::Function(names) = part? {
                            self.take_names(names)?;
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take_element(&mut self, element: wasmparser::Element<'a>) -> Result<(), BinaryReaderError> {
        let ElementKind::Active { offset_expr, .. } = element.kind else { return Ok(()) };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else { return Ok(()) };
        if let ElementItems::Functions(functions) = element.items {
            for (place, function) in (u64::from(value.cast_unsigned())..).zip(functions) {
                self.places.push((place, function?));
            }
        }
        Ok(())
    }

    fn take_names(&mut self, names: wasmparser::NameMap<'a>) -> Result<(), BinaryReaderError> {
        for naming in names {
            let naming = naming?;
            let place = naming.index as usize;
            if self.names.len() <= place {
                self.names.resize(place + 1, String::new());
            }
            naming.name.clone_into(&mut self.names[place]);
        }
        Ok(())
    }

    /// Whether it says what its functions are called.
    pub(super) fn has_names(&self) -> bool {
        self.names.iter().any(|name| !name.is_empty())
    }

    /// What a function is called.
    pub(super) fn name(&self, function: u32) -> &str {
        &self.names[function as usize]
    }

    /// How many functions there are, imported ones among them.
    pub(super) fn functions(&self) -> u32 {
        self.type_of.len() as u32
    }

    /// The functions that are not imported.
    pub(super) fn own(&self) -> std::ops::Range<u32> {
        self.imported..self.functions()
    }

    /// The number of a function's type.
    pub(super) fn type_of(&self, function: u32) -> u32 {
        self.type_of[function as usize]
    }

    /// What a function takes.
    pub(super) fn parameters(&self, function: u32) -> &[ValType] {
        self.types[self.type_of(function) as usize].params()
    }

    /// A function that is not imported.
    pub(super) fn body(&self, function: u32) -> &FunctionBody<'a> {
        &self.bodies[(function - self.imported) as usize]
    }

    /// The functions that a function calls or names.
    pub(super) fn calls(&self, function: u32) -> Outcome<BTreeSet<u32>> {
        let mut calls = BTreeSet::new();
        let operators = self.body(function).get_operators_reader().map_err(|error| unreadable(&error))?;
        for operator in operators {
            match operator.map_err(|error| unreadable(&error))? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => {
                    calls.insert(function_index);
                }
                _ => {}
            }
        }
        Ok(calls)
    }

    /// The section of types, as it is.
    pub(super) fn type_section(&self) -> Outcome<wasm_encoder::TypeSection> {
        let mut types = wasm_encoder::TypeSection::new();
        for ty in &self.types {
            let ty = reencode::utils::func_type(&mut RoundtripReencoder, ty.clone());
            types.ty().func_type(&ty.map_err(|error| unwritable(&error))?);
        }
        Ok(types)
    }
}

/// A global that says whether something has happened.
pub(super) const FLAG: GlobalType =
    GlobalType { val_type: wasm_encoder::ValType::I32, mutable: true, shared: false };

/// What is said of a program that cannot be read.
pub(super) fn unreadable(error: &BinaryReaderError) -> Failure {
    Failure::new(format!("the program is not as expected: {error}")).at("the built page").advice(
        "build the page again; if that does not help, look at what xtask/src/split expects of the program",
    )
}

/// What is said of a part that cannot be written.
pub(super) fn unwritable(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(format!("the program cannot be split: {error}"))
        .at("the built page")
        .advice("look at what xtask/src/split expects of the program")
}
