//! What somebody could write to make this run for ever, or out of memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{lowered, lowered_within};
use crate::files::Memory;
use crate::graph::Graph;

/// A resource with that value, and what must be cut short.
fn cuts(text: &str) -> Vec<String> {
    messages(&graph(&[("main.tf", text)]))
}

fn graph(files: &[(&str, &str)]) -> Graph {
    lowered_within(&Memory::new(files.iter().copied()), &BTreeMap::new(), 200_000).1
}

fn messages(graph: &Graph) -> Vec<String> {
    let limits = graph.cuts.iter().map(|it| it.message.rsplit("the ").next().unwrap_or_default());
    limits.map(str::to_owned).collect()
}

fn doubling(name: &str, first: &str, next: impl Fn(&str) -> String) -> String {
    let mut text = format!("locals {{\n  {name}0 = {first}\n");
    for at in 1..=60 {
        let _ = writeln!(text, "  {name}{at} = {}", next(&format!("local.{name}{}", at - 1)));
    }
    text + "}\n"
}

#[test]
fn values_that_double_are_shared_and_then_cut() {
    let lists = doubling("a", "[1]", |it| format!("[{it}, {it}]"));
    let texts = doubling("b", "\"x\"", |it| format!("\"${{{it}}}${{{it}}}\""));
    let joined = doubling("c", "[1]", |it| format!("concat({it}, {it})"));
    let maps = doubling("d", "{}", |it| format!("{{ l = {it}, r = {it} }}"));
    let use_of = "resource \"x\" \"y\" {\n  a = local.a60\n  b = local.b60\n  c = local.c60\n  \
                  d = jsonencode(local.d60)\n}\n";
    let cuts = cuts(&format!("{lists}{texts}{joined}{maps}{use_of}"));
    assert!(cuts.contains(&"size of a value".to_owned()), "{cuts:?}");
    assert!(cuts.contains(&"length of a text".to_owned()), "{cuts:?}");
}

#[test]
fn loops_in_loops_are_cut() {
    let range = "range(1000)";
    let each = format!("[for a in {range} : [for b in {range} : [for c in {range} : a + b + c]]]");
    let object = format!("{{ for a in {range} : a => [for b in {range} : {{ (b) = a }}] }}");
    let template =
        format!("\"%{{for a in {range}}}%{{for b in {range}}}${{a}}${{b}}%{{endfor}}%{{endfor}}\"");
    for value in [&each, &object, &template] {
        let text = format!("resource \"x\" \"y\" {{\n  a = {value}\n  b = \"kept\"\n}}\n");
        assert!(!cuts(&text).is_empty(), "{value}");
    }
}

#[test]
fn functions_do_not_make_what_is_too_large() {
    for value in [
        "setproduct(range(1000), range(1000))",
        "setproduct(range(1000), range(1000), range(1000), range(1000))",
        "format(\"%1000000000s\", \"a\")",
        "format(\"%.1000000000f\", 1.5)",
        "indent(1000000000, \"a\\nb\")",
        "range(100000000)",
        "range(0, 1, 0.0000001)",
        "flatten([for a in range(1000) : range(1000)])",
        "join(\"x\", [for a in range(1000) : join(\"\", [for b in range(1000) : \"yyyyyyyy\"])])",
        "cidrsubnets(\"10.0.0.0/8\", range(1000)...)",
        "pow(10, 1000000000)",
        "replace(join(\"\", range(1000)), \"\", join(\"\", range(1000)))",
        "regexall(\"(a|b|ab)*c\", join(\"\", [for a in range(1000) : \"ab\"]))",
        "regex(\"(((((a{99}){99}){99}){99}){99})\", \"a\")",
        "chunklist(range(1000), 1)",
        "1e999999999",
        "10000000000000000000000000000000000000000000000000000000000000 * 1e300 * 1e300",
        "zipmap(range(1000), [for a in range(1000) : range(1000)])",
        "merge([for a in range(1000) : { for b in range(1000) : \"${a}.${b}\" => b }]...)",
        "yamldecode(\"a: &a [1,1,1,1,1,1,1,1]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\\nc: [*b,*b,*b]\")",
        "parseint(\"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\", 62)",
        "timeadd(\"2020-01-01T00:00:00Z\", \"999999999999999999h\")",
        "substr(\"abc\", -1000000000000, 99999999999999999)",
        "element([], 1e300)",
        "slice([1], 0, 1e18)",
    ] {
        let text = format!("resource \"x\" \"y\" {{\n  a = {value}\n}}\n");
        let graph = graph(&[("main.tf", &text)]);
        assert!(graph.resources()[0].properties.weight() < 200_000, "{value}");
    }
}

#[test]
fn what_refers_to_itself_ends() {
    let graph = graph(&[(
        "main.tf",
        "locals {\n  a = local.b\n  b = [local.a]\n  c = local.c\n}\n\
         resource \"x\" \"y\" {\n  for_each = x.y\n  a = local.a\n  c = local.c\n  d = x.y\n}\n\
         resource \"x\" \"z\" {\n  a = x.z.a\n  b = x.z\n}\n\
         resource \"x\" \"w\" {\n  count = length(x.w)\n}\n\
         variable \"v\" {\n  default = var.v\n}\n\
         resource \"x\" \"v\" {\n  v = var.v\n}\n",
    )]);
    assert_eq!(graph.resources().len(), 4);
}

#[test]
fn modules_that_call_themselves_are_cut() {
    let one = "module \"again\" {\n  source = \"./\"\n}\n";
    assert_eq!(cuts(one), ["depth of module calls"]);
    let two = "module \"a\" {\n  source = \"./\"\n  count = 2\n}\nresource \"x\" \"y\" {}\n";
    assert!(cuts(two).contains(&"number of module instances".to_owned()));
    let outputs = "module \"a\" {\n  source = \"./\"\n  v = module.a.v\n}\n\
                   output \"v\" {\n  value = module.a.v\n}\nvariable \"v\" {}\n\
                   resource \"x\" \"y\" {\n  v = module.a.v\n}\n";
    assert!(!cuts(outputs).is_empty());
}

#[test]
fn very_many_instances_are_one_for_the_rest() {
    let text = "resource \"x\" \"y\" {\n  count = 1e8\n  a = count.index\n}\n\
                resource \"x\" \"z\" {\n  a = x.y[99999999].a\n  b = length(x.y)\n}\n";
    let graph = graph(&[("main.tf", text)]);
    assert_eq!(messages(&graph), ["number of instances of one block"]);
    assert!(graph.resources().len() < 2000);
    let negative = "resource \"x\" \"y\" {\n  count = -1\n}\n\
                    resource \"x\" \"z\" {\n  count = 0.5\n}\n\
                    resource \"x\" \"w\" {\n  for_each = null\n}\n";
    assert!(cuts(negative).is_empty());
}

/// As deep as the parser goes, and then some: locals that lead to locals.
#[test]
fn depth_is_bounded() {
    let brackets = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let parens = format!("{}1{}", "(".repeat(250), ")".repeat(250));
    let minus = "-".repeat(10_000) + "1";
    let chain = doubling("a", "1", |it| format!("[[[[[[[[[[{it}]]]]]]]]]]"));
    let heavy = doubling("h", "1", |it| {
        format!("[for x in [{it}] : try(merge({{ a = x }}, {{ b = var.v ? [x] : [x, 1] }}), 1)]")
    });
    let resources: String = (1..=200)
        .map(|at| {
            format!(
                "resource \"x\" \"r{at}\" {{\n  for_each = {{ k = 1 }}\n  \
                 a = one(values(x.r{})[*].a)\n}}\n",
                at - 1
            )
        })
        .collect();
    let choice = format!("{}2", "true ? 1 : ".repeat(200));
    let text = format!(
        "{heavy}{resources}resource \"x\" \"r0\" {{\n  a = local.h60\n}}\nvariable \"v\" {{}}\n\
         {chain}resource \"x\" \"y\" {{\n  a = {brackets}\n}}\n\
         resource \"x\" \"z\" {{\n  a = {parens}\n  b = {minus}\n  c = local.a60\n  d = {choice}\n}}\n"
    );
    let cuts = cuts(&text);
    assert!(cuts.contains(&"depth of an expression".to_owned()), "{cuts:?}");
}

#[test]
fn templates_that_call_themselves_end() {
    let call = "${templatefile(\"t.tftpl\", {})}";
    let twice = call.repeat(2);
    let text = "resource \"x\" \"y\" {\n  a = templatefile(\"t.tftpl\", {})\n}\n";
    for template in [call, &twice] {
        graph(&[("main.tf", text), ("t.tftpl", template)]);
    }
    let large = "x ${n}\n".repeat(100_000);
    let text = "resource \"x\" \"y\" {\n  count = 50\n  \
                a = templatefile(\"t.tftpl\", { n = count.index })\n}\n";
    graph(&[("main.tf", text), ("t.tftpl", &large)]);
}

/// What is cheap to write and dear to work out costs the steps that it takes.
#[test]
fn work_on_large_values_is_counted() {
    let local = "locals {\n  t = join(\"\", [for a in range(1000) : join(\"\", range(100))])\n  \
                 l = [for a in range(200) : range(50)]\n}\n";
    for value in [
        "[for a in range(1000) : length(local.t)]",
        "[for a in range(1000) : sha512(local.t)]",
        "[for a in range(1000) : substr(local.t, a, 1)]",
        "[for a in range(1000) : regexall(\"(.*)(.*)[^z]$\", local.t)]",
        "[for a in range(1000) : local.l == local.l]",
        "[for a in range(1000) : setunion(toset(range(100)), [a])]",
        "[for a in range(1000) : yamldecode(jsonencode(local.l))]",
        "[for a in range(1000) : concat(local.l, [a])[0]]",
        "[for a in range(1000) : length(concat(local.l, []))]",
        "[for a in range(1000) : length(reverse(local.l))]",
        "[for a in range(1000) : [for b in range(100) : 1 / (a + b + 3)]]",
        "[for a in range(1000) : fileset(\".\", \"**\")]",
    ] {
        let text = format!("{local}resource \"x\" \"y\" {{\n  a = {value}\n}}\n");
        assert!(!cuts(&text).is_empty(), "{value}");
    }
    let blocks = "resource \"x\" \"y\" {\n  dynamic \"a\" {\n    for_each = range(1000)\n    \
                  content {\n      dynamic \"b\" {\n        for_each = range(1000)\n        \
                  content {\n          c = b.value\n        }\n      }\n    }\n  }\n}\n";
    assert!(!cuts(blocks).is_empty());
    let many = |at| format!("resource \"x\" \"y{at}\" {{\n  count = 1000\n}}\n");
    let many: String = (0..20).map(many).collect();
    assert!(cuts(&many).contains(&"number of instances of one block".to_owned()));
}

/// The number of cases of one expression is bounded, and so is that of all together.
#[test]
fn choices_do_not_multiply() {
    let mut text = String::new();
    let mut sum = String::from("0");
    for at in 0..40 {
        let _ = writeln!(text, "variable \"v{at}\" {{\n  type = bool\n}}");
        let _ = write!(sum, " + (var.v{at} ? {at} : 1)");
    }
    let _ = write!(text, "resource \"x\" \"y\" {{\n  a = {sum}\n  b = [{sum}, {sum}]\n}}\n");
    let chain = doubling("a", "var.v0 ? [1] : [2]", |it| {
        format!("var.v1 ? concat({it}, {it}) : [for it in {it} : it]")
    });
    let _ = write!(text, "{chain}resource \"x\" \"z\" {{\n  a = local.a60\n}}\n");
    graph(&[("main.tf", &text)]);
}

/// Broken files keep what can be read of them.
#[test]
fn what_is_broken_does_not_spread() {
    let files = [
        ("a.tf", "resource \"x\" \"y\" {\n  a = \n  b = 1\n}\nresource \"x\" {}\nmodule {}\n"),
        ("b.tf", "\u{0}\u{1}resource"),
        (
            "c.tf.json",
            "{\"resource\": {\"x\": [1, {\"z\": 5}, {\"w\": {\"a\": 1}}]}, \"locals\": 3}",
        ),
        ("terraform.tfvars", "a = [\nb = var.c\n"),
    ];
    let (_, graph) = lowered(&Memory::new(files), &BTreeMap::new());
    assert!(graph.find("x.y").is_some());
}
