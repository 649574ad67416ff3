//! The numbers, and what was aimed at.

use serde_json::{Value, json};

/// What a number should be.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// Less than this.
    Under(f64),
    /// At least this.
    AtLeast(f64),
    /// Nothing.
    Zero,
    /// Whatever it is.
    None,
}

/// One number.
#[derive(Clone, Debug)]
pub struct Row {
    what: String,
    value: f64,
    unit: &'static str,
    goal: Goal,
}

impl Row {
    /// A number with its unit and its goal.
    pub fn new(what: &str, value: f64, unit: &'static str, goal: Goal) -> Self {
        Self { what: what.to_owned(), value, unit, goal }
    }

    fn is_met(&self) -> bool {
        match self.goal {
            Goal::Under(limit) => self.value < limit,
            Goal::AtLeast(least) => self.value >= least,
            Goal::Zero => self.value == 0.0,
            Goal::None => true,
        }
    }

    fn goal(&self) -> String {
        let verdict = if self.is_met() { "met" } else { "MISSED" };
        match self.goal {
            Goal::Under(limit) => format!("under {}: {verdict}", shown(limit)),
            Goal::AtLeast(least) => format!("at least {}: {verdict}", shown(least)),
            Goal::Zero => format!("none: {verdict}"),
            Goal::None => String::new(),
        }
    }

    fn json(&self) -> Value {
        let limit = match self.goal {
            Goal::Under(limit) => json!({ "under": limit }),
            Goal::AtLeast(least) => json!({ "at_least": least }),
            Goal::Zero => json!({ "exactly": 0 }),
            Goal::None => Value::Null,
        };
        json!({
            "what": self.what,
            "value": (self.value * 1000.0).round() / 1000.0,
            "unit": self.unit,
            "goal": limit,
            "is_met": self.is_met(),
        })
    }
}

/// The numbers so far. As text each is printed as soon as it is there.
#[derive(Debug)]
pub struct Table {
    as_json: bool,
    rows: Vec<Row>,
}

impl Table {
    /// None yet.
    pub fn new(as_json: bool) -> Self {
        if !as_json {
            println!("headless Chromium without a GPU; load on the machine at the start: {}", load());
        }
        Self { as_json, rows: Vec::new() }
    }

    /// Takes in a number.
    pub fn add(&mut self, row: Row) {
        if !self.as_json {
            println!("{:<58}{:>12} {:<13}{}", row.what, shown(row.value), row.unit, row.goal());
        }
        self.rows.push(row);
    }

    /// Says the rest.
    pub fn finish(&self) {
        if self.as_json {
            let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
            println!("{}", json!({ "load_at_the_end": load(), "numbers": rows }));
        } else {
            println!("load on the machine at the end: {}", load());
        }
    }
}

/// How many programs have wanted to run, on average over the last minute, if the system says so.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}

fn shown(value: f64) -> String {
    if value.abs() >= 1000.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// The middle one.
pub fn median(values: Vec<f64>) -> f64 {
    quantile(values, 0.5)
}

/// The value below which this share of the values lies; 0 when there is none.
pub fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((share * last as f64).round() as usize).copied().unwrap_or_default()
}
