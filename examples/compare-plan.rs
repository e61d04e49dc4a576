//! Compares a checked-out module with what Terraform planned for it.
//!
//! ```sh
//! cargo run --release --example compare-plan -- PLANS.jsonl SCENARIO FOLDER
//! ```
//!
//! `PLANS.jsonl` has one plan a line: `scenario`, `directory` (below the checkout), `vars`, and
//! `resources`, each with its `address`, its planned `values` and what stays `unknown`. `FOLDER`
//! is the checkout. Data sources are left out, as they are from the graph; of a resource those
//! attributes are compared that the module configures. It fails if a value differs, or if an
//! address is missing or too many.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program")]

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value as Json};
use wirelint::files::Disk;
use wirelint::graph::{Graph, Resource};
use wirelint::reader::Reader;
use wirelint::tf::inputs::{self, Assignment};
use wirelint::tf::{self, Modules};
use wirelint::value::{Condition, Kind, Value};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [plans, scenario, folder] = &arguments[..] else {
        return Err("usage: compare-plan PLANS.jsonl SCENARIO FOLDER".into());
    };
    let plans = std::fs::read_to_string(plans)?;
    let mut planned = None;
    for line in plans.lines() {
        let plan: Json = serde_json::from_str(line)?;
        if plan["scenario"] == scenario.as_str() {
            planned = Some(plan);
        }
    }
    let plan = planned.ok_or_else(|| format!("no plan of scenario {scenario}"))?;
    let graph = evaluated(&plan, Path::new(folder))?;
    let compared = compare(&plan, &graph);
    compared.print(scenario);
    Ok(if compared.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The module as we see it, given the variables of the plan.
fn evaluated(plan: &Json, folder: &Path) -> Result<Graph, Box<dyn Error>> {
    let files = Disk::new(&folder.canonicalize()?);
    let reader = Reader::new(&files);
    let modules = Modules::new(&reader);
    let directory = plan["directory"].as_str().unwrap_or(".");
    let module = modules.load(directory).ok_or_else(|| format!("no module in {directory}"))?;
    // As on Terraform's command line.
    let said = plan["vars"].as_object().into_iter().flatten().map(|(name, value)| {
        let value = text(value).unwrap_or_else(|| value.to_string());
        inputs::said(&reader, "<plan>", name, format!("{name} = {value}"), &value)
    });
    let assignments: Vec<Assignment> =
        inputs::automatic(&reader, directory).into_iter().chain(said).collect();
    let given = inputs::given(&reader, &module, &assignments);
    Ok(tf::lower(&modules, &module, given.values, "."))
}

#[derive(Default)]
struct Compared {
    addresses: usize,
    equal: usize,
    /// Known to Terraform and not to us.
    unknown: Vec<String>,
    different: Vec<String>,
    /// Planned, and not seen by us.
    missing: Vec<String>,
    /// Seen by us, and not planned.
    extra: Vec<String>,
}

fn compare(plan: &Json, graph: &Graph) -> Compared {
    let mut compared = Compared::default();
    let mut planned = BTreeSet::new();
    for row in plan["resources"].as_array().into_iter().flatten() {
        let address = row["address"].as_str().unwrap_or_default();
        if is_data(address) {
            continue;
        }
        planned.insert(address);
        match graph.find(address).filter(|it| it.exists != Condition::Always(false)) {
            Some(it) => {
                compared.addresses += 1;
                compared.resource(it, row);
            }
            None => compared.missing.push(address.to_owned()),
        }
    }
    for it in graph.resources() {
        let created = it.exists != Condition::Always(false);
        if created && !is_data(&it.address) && !planned.contains(&*it.address) {
            compared.extra.push(it.address.to_string());
        }
    }
    compared
}

/// Whether an address is one of a data source: `module.a.data.aws_x.y`.
fn is_data(address: &str) -> bool {
    address.starts_with("data.") || address.contains(".data.")
}

/// What a plan says besides the configuration.
const UNCONFIGURED: [&str; 3] = ["count", "for_each", "provider"];

impl Compared {
    fn resource(&mut self, resource: &Resource, row: &Json) {
        let Some(properties) = resource.properties.as_map() else { return };
        for entry in &properties.entries {
            let planned = &row["values"][&*entry.key];
            let name = format!("{}.{}", resource.address, entry.key);
            if !UNCONFIGURED.contains(&&*entry.key) {
                self.value(&name, &entry.value, planned, &row["unknown"][&*entry.key]);
            }
        }
    }

    fn value(&mut self, name: &str, ours: &Value, planned: &Json, unknown: &Json) {
        if *unknown == Json::Bool(true) {
            return;
        }
        match (&ours.kind, planned) {
            (Kind::Unknown(_) | Kind::If(_), _) => self.unknown.push(name.to_owned()),
            (Kind::Absent | Kind::Null, Json::Null) => self.equal += 1,
            // A block that there is none of, as schemas have it.
            (Kind::Absent | Kind::Null, Json::Array(it)) if it.is_empty() => self.equal += 1,
            (Kind::List(list), Json::Array(items)) if list.items.len() == items.len() => {
                self.items(name, &list.items, items, unknown);
            }
            (Kind::Map(map), Json::Object(members)) => {
                for entry in &map.entries {
                    let planned = members.get(&*entry.key).unwrap_or(&Json::Null);
                    let name = format!("{name}.{}", entry.key);
                    self.value(&name, &entry.value, planned, &unknown[&*entry.key]);
                }
            }
            // A block that can stand once is an object here and a list there, or the reverse.
            (Kind::List(list), Json::Object(_)) if list.items.len() == 1 => {
                self.value(name, &list.items[0], planned, unknown);
            }
            (Kind::Map(_), Json::Array(items)) if items.len() == 1 => {
                self.value(name, ours, &items[0], &unknown[0]);
            }
            (Kind::Text(text), Json::String(planned)) if text.as_str().is_none() => {
                let fits = planned.starts_with(text.prefix()) && planned.ends_with(text.suffix());
                if fits { self.unknown.push(name.to_owned()) } else { self.differ(name, planned) }
            }
            (Kind::Text(_), Json::Null) if !unknown.is_null() => (),
            _ => match (ours.plain_text(), text(planned)) {
                (Some(ours), Some(planned)) if same(&ours, &planned) => self.equal += 1,
                (ours, _) => {
                    let ours = ours.as_deref().unwrap_or("a list or an object");
                    self.differ(name, &format!("{planned}, not {ours}"));
                }
            },
        }
    }

    /// Items in order; those of a set may stand in another.
    fn items(&mut self, name: &str, ours: &[Value], planned: &[Json], unknown: &Json) {
        let texts: Option<BTreeSet<String>> = ours.iter().map(Value::plain_text).collect();
        let expected: Option<BTreeSet<String>> = planned.iter().map(text).collect();
        if texts.is_some() && texts == expected {
            self.equal += ours.len();
            return;
        }
        for (index, (ours, planned)) in ours.iter().zip(planned).enumerate() {
            self.value(&format!("{name}[{index}]"), ours, planned, &unknown[index]);
        }
    }

    fn differ(&mut self, name: &str, how: &str) {
        self.different.push(format!("{name}: {how}"));
    }

    fn is_good(&self) -> bool {
        self.different.is_empty() && self.missing.is_empty() && self.extra.is_empty()
    }

    fn print(&self, scenario: &str) {
        println!(
            "{scenario}: {} addresses, {} missing, {} extra; {} values equal, {} different, \
             {} not known to us",
            self.addresses,
            self.missing.len(),
            self.extra.len(),
            self.equal,
            self.different.len(),
            self.unknown.len(),
        );
        let lists = [
            ("missing", &self.missing),
            ("extra", &self.extra),
            ("different", &self.different),
            ("not known", &self.unknown),
        ];
        for (title, list) in lists {
            for it in list {
                println!("  {title}: {it}");
            }
        }
    }
}

/// What a scalar says.
fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(it) => Some(it.clone()),
        Json::Bool(it) => Some(it.to_string()),
        Json::Number(it) => Some(it.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Whether two texts say the same; of JSON the order of keys does not matter.
fn same(ours: &str, planned: &str) -> bool {
    let json = |it: &str| serde_json::from_str::<Map<String, Json>>(it).ok();
    ours == planned || json(ours).is_some_and(|it| Some(it) == json(planned))
}
