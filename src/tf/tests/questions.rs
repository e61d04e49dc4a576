//! Which questions are the same one.

use std::collections::{BTreeMap, BTreeSet};

use super::lowered;
use crate::files::Memory;
use crate::value::{Kind, Value};

/// Each question that the resources ask, with the place it is asked in.
fn questions(files: &[(&str, &str)]) -> Vec<String> {
    let (_, graph) = lowered(&Memory::new(files.iter().copied()), &BTreeMap::new());
    let mut found = BTreeSet::new();
    for resource in graph.resources() {
        collect(&resource.properties, &mut found);
    }
    found.into_iter().collect()
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match &value.kind {
        Kind::If(it) => {
            it.condition.atoms(&mut |it| {
                found.insert(format!("{it} @{}", it.scope));
            });
            collect(&it.then, found);
            collect(&it.otherwise, found);
        }
        Kind::List(it) => it.items.iter().for_each(|it| collect(it, found)),
        Kind::Map(it) => it.entries.iter().for_each(|it| collect(&it.value, found)),
        _ => (),
    }
}

#[test]
fn instances_share_what_does_not_depend_on_them() {
    let text = "variable \"n\" {}\nvariable \"on\" {}\n\
                resource \"x\" \"y\" {\n  count = 2\n  \
                a = length(var.n) > 1 ? 1 : 2\n  b = length(var.n) > count.index ? 1 : 2\n  \
                c = var.on ? 1 : 2\n}\n\
                resource \"x\" \"z\" {\n  a = length(var.n) > 1 ? 1 : 2\n}\n";
    assert_eq!(
        questions(&[("main.tf", text)]),
        [
            "length(var.n) > 1 @",
            "length(var.n) > count.index @.x.y[0]",
            "length(var.n) > count.index @.x.y[1]",
            "var.on @"
        ]
    );
}

#[test]
fn rounds_of_a_loop_ask_for_themselves() {
    let text = "variable \"n\" {}\n\
                resource \"x\" \"y\" {\n  \
                a = [for it in [\"a\", \"b\"] : startswith(var.n, it) ? 1 : 2]\n  \
                b = [for it in [\"a\", \"b\"] : startswith(var.n, \"c\") ? it : \"d\"]\n\n  \
                dynamic \"block\" {\n    for_each = [1, 2]\n    content {\n      \
                a = var.n > block.value ? 1 : 2\n    }\n  }\n}\n";
    assert_eq!(
        questions(&[("main.tf", text)]),
        [
            "startswith(var.n, \"c\") @",
            "startswith(var.n, it) @.x.y/0",
            "startswith(var.n, it) @.x.y/1",
            "var.n > block.value @.x.y/0",
            "var.n > block.value @.x.y/1",
        ]
    );
}

#[test]
fn modules_ask_for_themselves_unless_it_is_handed_on() {
    let main = "variable \"on\" {}\nmodule \"m\" {\n  source = \"./m\"\n  count = 2\n  \
                on = var.on\n}\n";
    let child = "variable \"on\" {}\nvariable \"off\" {}\nresource \"x\" \"y\" {\n  \
                 a = var.on ? 1 : 2\n  b = var.off ? 1 : 2\n  c = length(var.off) > 1 ? 1 : 2\n}\n";
    assert_eq!(
        questions(&[("main.tf", main), ("m/main.tf", child)]),
        [
            "length(var.off) > 1 @module.m[0]",
            "length(var.off) > 1 @module.m[1]",
            "module.m[0].var.off @",
            "module.m[1].var.off @",
            "var.on @",
        ]
    );
}

#[test]
fn templates_ask_by_their_call() {
    let main = "variable \"a\" {}\nvariable \"b\" {}\nresource \"x\" \"y\" {\n  \
                a = templatefile(\"t\", { n = upper(var.a) })\n  \
                b = templatefile(\"t\", { n = upper(var.b) })\n}\n";
    let template = "%{ if n == \"A\" }x%{ endif }";
    let asked = questions(&[("main.tf", main), ("t", template)]);
    assert_eq!(asked.len(), 2, "{asked:?}");
}
