//! What stays known when an argument is not.

use super::{is_invalid, json, value};
use crate::value::{Kind, Run, Type, Value};

/// A value in a line: `?` for what is not known, `…` in texts, `+` for further keys.
fn shown(value: &Value) -> String {
    if let Some(it) = json(value) {
        return it.to_string();
    }
    match &value.kind {
        Kind::Text(it) => {
            let pieces = it.pieces().map(|(run, piece)| match run {
                Run::Literal { .. } => piece.to_owned(),
                Run::Hole(_) => "…".to_owned(),
            });
            format!("\"{}\"", pieces.collect::<String>())
        }
        Kind::List(it) => {
            let items: Vec<String> = it.items.iter().map(shown).collect();
            format!("[{}]", items.join(","))
        }
        Kind::Map(it) => {
            let entries = it.entries.iter().map(|it| format!("{}:{}", it.key, shown(&it.value)));
            let more = it.open.iter().map(|_| "+".to_owned());
            format!("{{{}}}", entries.chain(more).collect::<Vec<_>>().join(","))
        }
        Kind::Unknown(_) if is_invalid(value) => "error".to_owned(),
        Kind::Unknown(it) => format!("?{}", crate::tf::convert::name(&it.kind)),
        it => format!("{it:?}"),
    }
}

#[track_caller]
fn check(rows: &[(&str, &str)]) {
    for (expression, wanted) in rows {
        assert_eq!(shown(&value(expression)), *wanted, "{expression}");
    }
}

#[test]
fn tuples_and_objects_are_known_part_by_part() {
    check(&[
        ("concat([local.ustr], [\"b\"])", "[?string,\"b\"]"),
        ("element([local.ustr, \"b\"], 1)", "\"b\""),
        ("reverse([1, local.unum])", "[?number,1]"),
        ("slice([1, local.unum, 3], 2, 3)", "[3]"),
        ("flatten([[local.ustr], [\"b\"]])", "[?string,\"b\"]"),
        ("flatten([local.uany])", "?any value"),
        ("length([local.ustr])", "1"),
        ("length(local.utup)", "2"),
        ("element(local.utup, 1)", "?string"),
        ("keys(local.uobj)", "[\"a\",\"b\"]"),
        ("values({a=local.ustr, b=1})", "[?string,1]"),
        ("zipmap([\"a\"], [local.ustr])", "{a:?string}"),
        ("lookup({a=local.ustr, b=1}, \"b\")", "1"),
        ("lookup({a=local.ustr}, \"b\", \"d\")", "\"d\""),
        ("merge({a=local.ustr}, {b=1})", "{a:?string,b:1}"),
        ("merge(local.uobj, {b=1})", "{a:?number,b:1}"),
        ("tolist([\"a\", local.ustr])", "[\"a\",?string]"),
        ("tomap({a=1, b=local.ustr})", "{a:\"1\",b:?string}"),
        ("tolist([\"a\", local.unum])", "[\"a\",?string]"),
        ("setproduct([\"a\"], [local.ustr])", "[[\"a\",?string]]"),
        ("chunklist([\"a\", local.ustr], 1)", "[[\"a\"],[?string]]"),
    ]);
}

#[test]
fn maps_merged_with_something_unknown_keep_what_comes_after() {
    check(&[
        ("merge(local.umap, {b=1})", "{b:1,+}"),
        ("merge({a=1, b=2}, local.umap, {b=3})", "{a:?number,b:3,+}"),
        ("lookup(merge(local.umap, {b=1}), \"b\")", "1"),
        ("lookup(merge(local.umap, {b=1}), \"a\", 0)", "?any value"),
        ("keys(merge(local.umap, {b=1}))", "?any value"),
        ("length(merge(local.umap, {b=1}))", "?number"),
        ("merge(local.uany, {b=1}) == {}", "false"),
        ("merge(local.uany, {b=1}) == {b=1}", "?bool"),
        ("merge(local.uany, {b=1}) == {b=2}", "false"),
        ("merge(local.ulist, {})", "error"),
    ]);
}

#[test]
fn an_answer_that_does_not_depend_on_it_is_known() {
    check(&[
        ("contains([\"a\", local.ustr], \"a\")", "true"),
        ("contains([\"a\", local.ustr], \"b\")", "?bool"),
        ("contains([1, 2], local.ustr)", "false"),
        ("alltrue([false, local.ubool])", "false"),
        ("alltrue([true, local.ubool])", "?bool"),
        ("anytrue([true, local.ubool])", "true"),
        ("coalesce(\"a\", local.ustr)", "\"a\""),
        ("coalesce(local.ustr, \"a\")", "?string"),
        ("coalesce(\"x-${local.ustr}\", \"a\")", "\"x-…\""),
        ("compact([\"a${local.ustr}\", \"\"])", "[\"a…\"]"),
        ("compact([local.ustr])", "?list of string"),
        ("length(toset([local.ustr, \"a\"]))", "?number"),
        ("length(toset([local.ustr]))", "1"),
        ("local.ulist == []", "false"),
        ("local.ustr == 1", "false"),
        ("\"abc-${local.ustr}\" == \"abd-x\"", "false"),
        ("\"${local.ustr}-abc\" == \"x-abd\"", "false"),
        ("\"abc-${local.ustr}\" == \"abc-x\"", "?bool"),
        ("\"abc-${local.ustr}\" != null", "true"),
        ("local.ustr != null", "?bool"),
        ("length(local.ulist) != null", "true"),
        ("[local.ustr, 1] == [\"a\", 2]", "false"),
        ("{a=local.ustr, b=1} == {a=\"x\", b=1}", "?bool"),
        ("true || local.ubool", "true"),
        ("local.ubool || true", "true"),
        ("local.ubool && false", "false"),
        ("local.ubool && true", "?bool"),
        ("local.ulist && true", "error"),
        ("local.unum > 0", "?bool"),
        ("-local.unum", "?number"),
        ("1 + local.ustr", "?number"),
    ]);
}

#[test]
fn texts_keep_what_is_known_of_them() {
    check(&[
        ("join(\"-\", [\"a\", local.ustr, \"b\"])", "\"a-…-b\""),
        ("join(local.ustr, [\"a\", \"b\"])", "\"a…b\""),
        ("join(\"-\", local.ulist)", "?string"),
        ("format(\"%s-%s\", \"a\", local.ustr)", "\"a-…\""),
        ("format(\"%s-%03d\", \"a\", local.unum)", "\"a-…\""),
        ("format(\"a${local.ustr}%s\", 1)", "\"a…\""),
        ("format(\"%v\", {a=local.ustr})", "\"…\""),
        ("formatlist(\"%s-%s\", [\"a\", \"b\"], local.ustr)", "[\"a-…\",\"b-…\"]"),
        ("formatlist(\"%s\", local.ulist)", "?list of string"),
        ("lower(\"A${local.ustr}B\")", "\"a…b\""),
        ("indent(2, \"a\\n${local.ustr}\\nb\")", "\"a\n  …\n  b\""),
        ("replace(\"a_${local.ustr}_b\", \"_\", \"-\")", "\"a-…-b\""),
        ("replace(\"ab${local.ustr}\", \"ab\", \"-\")", "?string"),
        ("trimprefix(\"abc${local.ustr}\", \"ab\")", "\"c…\""),
        ("trimprefix(\"a${local.ustr}\", \"ab\")", "?string"),
        ("trimsuffix(\"${local.ustr}.x\", \"x\")", "\"….\""),
        ("substr(\"abcdef${local.ustr}\", 1, 3)", "\"bcd\""),
        ("substr(\"abc${local.ustr}\", 0, 3)", "?string"),
        ("startswith(\"abc-${local.ustr}\", \"abc\")", "true"),
        ("startswith(\"abc-${local.ustr}\", \"abd\")", "false"),
        ("endswith(\"${local.ustr}.zip\", \"zip\")", "true"),
        ("strcontains(\"a${local.ustr}\", \"a\")", "true"),
        ("trimspace(\" a ${local.ustr} b \\n\")", "\"a … b\""),
        ("trimspace(\" a ${local.ustr}\")", "?string"),
        ("chomp(\"${local.ustr}a\\n\")", "\"…a\""),
        ("chomp(\"${local.ustr}\\n\")", "?string"),
        ("trim(\"--a${local.ustr}b-\", \"-\")", "\"a…b\""),
        ("base64encode(\"abcd${local.ustr}\")", "\"YWJj…\""),
        ("base64decode(base64encode(\"abcd${local.ustr}\"))", "\"abc…\""),
        ("upper(local.ustr)", "?string"),
        ("split(\"-\", \"a-${local.ustr}\")", "?list of string"),
        ("sort([\"a\", local.ustr])", "?list of string"),
        ("jsonencode({b=1, a=local.ustr})", "\"{\"a\":…,\"b\":1}\""),
        ("jsonencode([\"<${local.ustr}>\"])", "\"[\"\\u003c…\\u003e\"]\""),
        ("yamlencode({b=\"x\", a=local.ustr})", "\"\"a\": …\n\"b\": \"x\"\n\""),
    ]);
}

#[test]
fn documents_come_back_as_the_values_they_were_made_from() {
    check(&[
        ("jsondecode(jsonencode({b=[1, local.ustr], a=null}))", "{a:null,b:[1,?string]}"),
        ("yamldecode(yamlencode(tolist([1])))", "[1]"),
        ("jsondecode(jsonencode(toset([\"b\", \"a\"]))) == [\"a\", \"b\"]", "true"),
        ("jsondecode(local.ustr)", "?any value"),
    ]);
}

#[test]
fn a_hole_among_the_elements_of_an_array_may_be_several() {
    check(&[
        ("jsondecode(\"[${local.ustr}, 5]\")", "?any value"),
        ("jsondecode(\"{\\\"a\\\": [${local.ustr}], \\\"b\\\": 1}\")", "{a:?any value,b:1}"),
        ("length(jsondecode(\"[${local.ustr}]\"))", "?number"),
        ("jsondecode(\"[\\\"${local.ustr}\\\", 5]\")", "[\"…\",5]"),
    ]);
}

#[test]
fn the_type_of_what_is_not_known_is_known() {
    check(&[
        ("element(local.ulist, 0)", "?string"),
        ("lookup(local.umap, \"a\", \"d\")", "?string"),
        ("keys(local.umap)", "?list of string"),
        ("values(local.umap)", "?list of string"),
        ("concat(local.ulist, tolist([1]))", "?list of string"),
        ("concat(local.ulist, [1])", "?any value"),
        ("reverse(local.uset)", "?list of string"),
        ("toset(local.ulist)", "?set of string"),
        ("tolist(local.ustr)", "error"),
        ("tostring(local.unum)", "?string"),
        ("setunion(local.uset, [\"a\"])", "?set of string"),
        ("distinct([\"a\", local.ustr])", "?list of string"),
        ("regex(\"(a)(b)\", local.ustr)", "?tuple"),
        ("one(local.ulist)", "?string"),
        ("timestamp()", "?string"),
        ("max(1, local.unum)", "?number"),
    ]);
    let Kind::Unknown(it) = value("timestamp()").kind else { panic!("known") };
    assert_eq!((it.not_null, &it.kind), (true, &Type::Text));
}

#[test]
fn nothing_is_built_beyond_the_limits() {
    for expression in [
        "format(\"%1000000000s\", \"a\")",
        "format(\"%.1000000000f\", 1)",
        "format(\"%99999999999999999999s\", \"a\")",
        "indent(1000000000, \"a\\nb\")",
        "setproduct(range(1000), range(1000))",
        "setproduct(range(1000), range(1000), [])",
        "range(0, 1, 0.0000001)",
        "regex(\"(a{1000}){1000}\", \"a\")",
        "cidrsubnets(\"::/0\", 128, 128)",
        "cidrsubnet(\"::/0\", 128, 1)",
        "pow(10, 400)",
        "1 / 0",
        "log(0, 2)",
        "timeadd(\"9999-12-31T23:59:59Z\", \"2000000h\")",
        "parseint(\"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\", 36)",
        "element([1], 9223372036854775808)",
        "substr(\"abc\", -9223372036854775808, 1)",
        "cidrhost(\"10.0.0.0/24\", -170141183460469231731687303715884105727)",
    ] {
        // That it returns at all is the point.
        _ = value(expression);
    }
    let wide = crate::tf::functions::call(
        "join",
        &[value("\"-\""), Value::tuple(vec![value("1"); 200_000], value("1").span)],
        value("1").span,
    );
    assert!(matches!(wide.kind, Kind::Unknown(_)));
    let mut deep = value("1");
    for _ in 0..1000 {
        deep = Value::tuple(vec![deep.clone()], deep.span);
    }
    let span = deep.span;
    for name in ["jsonencode", "flatten", "toset", "length"] {
        let value = crate::tf::functions::call(name, std::slice::from_ref(&deep), span);
        assert!(matches!(value.kind, Kind::Unknown(_)), "{name}");
    }
    let mut doubled = value("\"0123456789012345678901234567890123456789\"");
    for _ in 0..60 {
        let list = Value::tuple(vec![doubled.clone(), doubled.clone()], span);
        doubled = crate::tf::functions::call("join", &[value("\"\""), list], span);
    }
    assert!(doubled.weight() <= crate::tf::limits::MAX_WEIGHT);
}
